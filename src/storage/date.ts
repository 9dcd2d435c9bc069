/** ISO 8601 with a zone, as S3 writes it, with any number of digits behind the second. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/

/** In ms since 1970; undefined for what is no such date. A date without a zone could be off by a day: it is none. */
export function parseDate(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? ''
  if (!DATE.test(trimmed)) return undefined
  const ms = Date.parse(trimmed)
  return Number.isNaN(ms) ? undefined : ms
}
