/** The units of a duration, in ms. */
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
type Unit = keyof typeof UNIT_MS

/** A millennium: anything longer is a slip, and dates would no longer fit. */
const LONGEST_MS = 1_000 * 366 * UNIT_MS.d

/** Small letters only: who writes `1M` means a month, and must not get a minute. */
const UNITS_TEXT = /^(?:\d+(?:\.\d+)?[smhdw])+$/
const ISO_TEXT = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/i

/**
 * Reads `90m`, `7d`, `1d12h`, ISO 8601 (`P7D`, `PT36H`) or `0`, in ms; undefined for anything else. The libraries for
 * this read a bare `7` as seven milliseconds or drop what they do not know: either would end uploads that are in use.
 */
export function parseDurationMs(text: string): number | undefined {
  const ms = text === '0' ? 0 : UNITS_TEXT.test(text) ? sumOfUnits(text) : parseIso(text)
  return ms !== undefined && ms <= LONGEST_MS ? ms : undefined
}

function sumOfUnits(text: string): number | undefined {
  const seen = new Set<string>()
  let ms = 0
  for (const [, amount = '', unit = ''] of text.matchAll(/([\d.]+)([smhdw])/g)) {
    // `1d1d` is a slip of the hand, and not one to guess about.
    if (!isUnit(unit) || seen.has(unit)) return undefined
    seen.add(unit)
    ms += Number(amount) * UNIT_MS[unit]
  }
  return ms
}

function isUnit(text: string): text is Unit {
  return text in UNIT_MS
}

/** Years and months have no fixed length, so they are refused. */
function parseIso(text: string): number | undefined {
  const match = ISO_TEXT.exec(text)
  if (match === null || /^P$/i.test(text)) return undefined
  const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = match
  return (
    Number(weeks) * UNIT_MS.w +
    Number(days) * UNIT_MS.d +
    Number(hours) * UNIT_MS.h +
    Number(minutes) * UNIT_MS.m +
    Number(seconds) * UNIT_MS.s
  )
}

/** `604800000` is `7 days`: the largest units first, nothing that is zero. */
export function formatDuration(ms: number): string {
  const names = [
    ['day', UNIT_MS.d],
    ['hour', UNIT_MS.h],
    ['minute', UNIT_MS.m],
    ['second', UNIT_MS.s],
  ] as const
  const words: string[] = []
  let rest = Math.round(ms / 1_000) * 1_000
  for (const [name, unitMs] of names) {
    const count = Math.floor(rest / unitMs)
    rest -= count * unitMs
    if (count > 0) words.push(`${count} ${name}${count === 1 ? '' : 's'}`)
  }
  return words.length === 0 ? '0 seconds' : words.join(' ')
}
