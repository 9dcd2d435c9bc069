import { describe, expect, test } from 'vitest'
import { Findings } from '../../../src/sweep/findings.ts'
import type { Upload } from '../../../src/uploads/upload.ts'

const NOW_MS = Date.UTC(2026, 0, 2)

function upload(some: Partial<Upload> = {}): Upload {
  return { bucket: 'b', key: 'k', uploadId: 'id', initiatedMs: NOW_MS, storageClass: undefined, ...some }
}

test('what is kept is counted under its prefix and by the reason; only the unknown are named', () => {
  const findings = new Findings('b', ['a/', 'c/'])
  findings.keep(upload({ key: 'a/1' }), 'young')
  findings.keep(upload({ key: 'c/1' }), 'young')
  findings.keep(upload({ key: 'c/2' }), 'unknown-age')
  findings.keep(upload({ key: 'c/3' }), 'unknown-activity')

  expect(findings.keptUnder('a/')).toMatchObject({ young: 1, 'unknown-age': 0 })
  expect(findings.keptUnder('c/')).toMatchObject({ young: 1, 'unknown-age': 1, 'unknown-activity': 1 })
  expect(findings.unknown.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual([
    'c/2 unknown-age',
    'c/3 unknown-activity',
  ])
})

test('without prefixes everything is under the empty one', () => {
  const findings = new Findings('b', [])

  expect(findings.prefixes).toEqual([''])
  expect(findings.prefixOf(upload())).toBe('')
})

test('a stale upload is to be aborted, unless it was gone when it was looked at', () => {
  const findings = new Findings('b', [])
  findings.markStale(upload(), { kind: 'not-looked' })
  findings.markStale(upload(), { kind: 'gone' })

  expect(findings.stale.map(({ outcome }) => outcome.kind)).toEqual(['planned', 'already-gone'])
})

test('names are remembered to the byte', () => {
  const findings = new Findings('b', [])
  const names = { key: ' \r\n\u0000\u{10ffff}é ', uploadId: '\u2028x' }
  findings.markStale(upload(names), { kind: 'not-looked' })
  findings.keep(upload(names), 'unknown-age')

  expect(findings.stale).toMatchObject([names])
  expect(findings.unknown).toMatchObject([names])
})

test('a problem that repeats itself is one problem, counted', () => {
  const findings = new Findings('b', [])
  for (const problem of ['x', 'y', 'x']) findings.fail(problem)

  expect([...findings.problems]).toEqual([
    ['x', 2],
    ['y', 1],
  ])
})

describe('a server that says of everything that it began just now', () => {
  test.each([
    ['is seen where all of several uploads began within two seconds', [0, -2_000], true],
    ['is not seen where one is older', [0, -2_001], false],
    ['is not seen in a single upload, which may be new', [0], false],
    ['is not seen in an empty bucket', [], false],
  ])('%s', (_what, ages, isAllStartedNow) => {
    const findings = new Findings('b', [])
    for (const age of ages) findings.see(upload({ initiatedMs: NOW_MS + age }), NOW_MS)

    expect(findings.listed).toBe(ages.length)
    expect(findings.isAllStartedNow).toBe(isAllStartedNow)
  })

  test('is not seen where no start is given', () => {
    const findings = new Findings('b', [])
    for (let n = 0; n < 2; n++) findings.see(upload({ initiatedMs: undefined }), NOW_MS)

    expect(findings.isAllStartedNow).toBe(false)
  })
})

test('of a million problems in as many words a thousand are told apart, and all are counted', () => {
  const findings = new Findings('my-bucket', [])

  for (let n = 0; n < 3_000; n++) findings.fail(`no permission for key ${n % 1_500}`)

  expect(findings.problems.size).toBe(1_001)
  expect([...findings.problems].at(-1)).toEqual([
    expect.stringContaining('More went wrong in `my-bucket`'),
    1_000,
  ])
  expect(findings.problems.get('no permission for key 0')).toBe(2)
})
