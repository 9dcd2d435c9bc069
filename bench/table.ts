/** Rows under a head; the first column is text, the others are numbers. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Who has no row, and why. */
  readonly absent: readonly string[]
}

/** Markdown that reads well on a terminal, too. */
export function toMarkdown({ head, rows, absent }: Table): string {
  const widths = head.map((text, column) =>
    Math.max(3, ...[text, ...rows.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  )
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`
  const below = absent.length === 0 ? [] : ['', ...absent.map((text) => `- ${text}`)]
  return [line(head), line(rule), ...rows.map(line), ...below].join('\n')
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}
