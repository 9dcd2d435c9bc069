import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, parseDurationMs } from '../../../src/inputs/duration.ts'

const [SECOND, MINUTE, HOUR, DAY, WEEK] = [1_000, 60_000, 3_600_000, 86_400_000, 604_800_000]

describe('a duration is read', () => {
  test.each([
    ['0', 0],
    ['0s', 0],
    ['90m', 90 * MINUTE],
    ['36h', 36 * HOUR],
    ['7d', 7 * DAY],
    ['2w', 2 * WEEK],
    ['30s', 30 * SECOND],
    ['1d12h', 36 * HOUR],
    ['1w2d3h4m5s', WEEK + 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND],
    ['12h1d', 36 * HOUR],
    ['1.5h', 90 * MINUTE],
    ['P7D', 7 * DAY],
    ['P2W', 2 * WEEK],
    ['PT36H', 36 * HOUR],
    ['PT90M', 90 * MINUTE],
    ['P1DT12H', 36 * HOUR],
    ['P1DT2H3M4S', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND],
    ['PT0S', 0],
  ])('%s', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms)
  })
})

describe('is refused, and not guessed at', () => {
  test.each([
    ['a bare number', '7'],
    ['a bare 00', '00'],
    ['nothing', ''],
    ['white space', ' '],
    ['a negative one', '-7d'],
    ['a negative ISO one', '-P7D'],
    ['a plus sign', '+7d'],
    ['a unit without a number', 'd'],
    ['an unknown unit', '7x'],
    ['a month', '1M'],
    ['a month among others', '1M2d'],
    ['an ISO month', 'P1M'],
    ['a year', '1y'],
    ['an ISO year', 'P1Y'],
    ['milliseconds', '500ms'],
    ['a word', '7 days'],
    ['a space in between', '1d 12h'],
    ['the same unit twice', '1d1d'],
    ['a number at the end', '1d12'],
    ['two points', '1.2.3h'],
    ['a bare point', '.5h'],
    ['a comma', '1,5h'],
    ['an exponent', '1e3s'],
    ['hexadecimal', '0x10d'],
    ['Arabic digits', '٧d'],
    ['ISO without an amount', 'P'],
    ['ISO with a T and nothing behind', 'P1DT'],
    ['ISO with an hour before the T', 'P1H'],
    ['ISO with weeks and days', 'P1W1D'],
    ['two lines', '7d\n'],
    ['more than a millennium', '400000d'],
    ['more than numbers can hold', `${'9'.repeat(400)}d`],
    ['a name that objects have', '1constructor'],
  ])('%s', (_what, text) => {
    expect(parseDurationMs(text)).toBeUndefined()
  })
})

test('any mixture of units adds up', () => {
  const amounts = fc.record({ d: fc.nat(999), h: fc.nat(99), m: fc.nat(99), s: fc.nat(99) })
  fc.assert(
    fc.property(amounts, ({ d, h, m, s }) => {
      const ms = d * DAY + h * HOUR + m * MINUTE + s * SECOND
      expect(parseDurationMs(`${d}d${h}h${m}m${s}s`)).toBe(ms)
      expect(parseDurationMs(`P${d}DT${h}H${m}M${s}S`)).toBe(ms)
    }),
  )
})

describe('a duration is said', () => {
  test.each([
    [0, '0 seconds'],
    [SECOND, '1 second'],
    [HOUR, '1 hour'],
    [7 * DAY, '7 days'],
    [36 * HOUR, '1 day 12 hours'],
    [DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND, '1 day 2 hours 3 minutes 4 seconds'],
    [MINUTE - 1, '1 minute'],
    [400 * DAY, '400 days'],
  ])('%d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  test('so that its numbers and first letters are the same duration again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
        const text = formatDuration(seconds * SECOND)
        expect(parseDurationMs(text.replace(/ (\w)[a-z]* ?/g, '$1'))).toBe(seconds * SECOND)
      }),
    )
  })
})
