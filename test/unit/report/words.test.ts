import { expect, test } from 'vitest'
import { keptBecause, number, policyInWords, size, uploads } from '../../../src/report/words.ts'
import { parseGlob } from '../../../src/uploads/glob.ts'
import { totals } from '../sum-up/reports.ts'

test('uploads are counted in words', () => {
  expect([uploads(0), uploads(1), uploads(2), uploads(1_234_567, 'stale ')]).toEqual([
    '0 uploads',
    '1 upload',
    '2 uploads',
    '1,234,567 stale uploads',
  ])
  expect(number(1_000)).toBe('1,000')
})

test('a size is exact, a least, or not known', () => {
  expect(size({ bytes: 0, isExact: true })).toBe('0 B')
  expect(size({ bytes: 38_200_000_000, isExact: true })).toBe('38.2 GB')
  expect(size({ bytes: 1_000, isExact: false })).toBe('at least 1 kB')
  expect(size({ bytes: 0, isExact: false })).toBeUndefined()
})

test('every reason to keep an upload has its words, and those that kept none are left out', () => {
  const all = { young: 1, active: 2, excluded: 3, 'unknown-age': 4, 'unknown-activity': 5_000 }

  expect(keptBecause(totals({ keptBecause: all }))).toBe(
    '1 younger than `max-age`, 2 still receiving parts, 3 left out by `include` or `exclude`, 4 of unknown age, 5,000 with parts that could not be looked at',
  )
  expect(keptBecause(totals({}))).toBe('')
})

test('the policy is one sentence', () => {
  const week = {
    kind: 'stale',
    maxAgeMs: 604_800_000,
    minIdleMs: 3_600_000,
    include: [],
    exclude: [],
  } as const

  expect(policyInWords(week)).toBe(
    'Stale is what was started more than 7 days ago and no part arrived for 1 hour.',
  )
  expect(
    policyInWords({
      ...week,
      minIdleMs: 0,
      include: [parseGlob('a/*'), parseGlob('b')],
      exclude: [parseGlob('c')],
    }),
  ).toBe(
    'Stale is what was started more than 7 days ago, only keys that match `a/*`, `b`, never keys that match `c`.',
  )
  expect(policyInWords({ kind: 'exactly', uploadId: 'u', key: 'k' })).toBe(
    'Exactly the upload with the given `upload-id`, whatever its age, activity or name.',
  )
})
