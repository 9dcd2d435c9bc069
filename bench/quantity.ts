const MIB = 1024 * 1024

/** With thousands apart, and so many decimals. What is not known is a dash. */
export function number(value: number, decimals = 0): string {
  if (Number.isNaN(value)) return '-'
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

export function seconds(ms: number): string {
  return number(ms / 1_000, 2)
}

export function mebibytes(bytes: number): string {
  return number(bytes / MIB)
}
