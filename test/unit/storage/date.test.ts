import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDate } from '../../../src/storage/date.ts'

describe('a date of a listing', () => {
  test.each([
    ['as AWS writes it', '2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['without milliseconds, as Backblaze B2 does', '2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['with nanoseconds', '2026-01-02T03:04:05.678901234Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['with an offset', '2026-01-02T03:04:05+02:00', Date.UTC(2026, 0, 2, 1, 4, 5)],
    ['with white space around it', '\n 2026-01-02T03:04:05Z ', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['of the year 1', '0001-01-01T00:00:00Z', -62_135_596_800_000],
  ])('%s', (_what, text, ms) => {
    expect(parseDate(text)).toBe(ms)
  })

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['without a zone, which could be off by a day', '2026-01-02T03:04:05'],
    ['without a time', '2026-01-02'],
    ['a number', '1767323045'],
    ['of HTTP', 'Fri, 02 Jan 2026 03:04:05 GMT'],
    ['of no calendar', '2026-13-02T03:04:05Z'],
    ['of no clock', '2026-01-02T25:04:05Z'],
    ['words', 'yesterday'],
  ])('is none where it is %s', (_what, text) => {
    expect(parseDate(text)).toBeUndefined()
  })

  test('is what a Date wrote', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseDate(date.toISOString())).toBe(date.getTime())
      }),
    )
  })
})
