import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Report, reasonsToFail, sum, toBucketReport } from '../../../src/report/report.ts'
import { Findings, type KeptVerdict } from '../../../src/sweep/findings.ts'
import type { Look, Outcome } from '../../../src/uploads/upload.ts'
import { bucketReport, INPUTS, report, totals } from '../sum-up/reports.ts'

const PREFIXES = ['a/', 'b/']

function parts(bytes: number): Look {
  return { kind: 'parts', parts: { count: 1, bytes, lastPartMs: 0, lookedAtMs: 0, asOfMs: 0 } }
}

/** Uploads with what became of them, in a bucket that was listed. */
function findings(
  stale: readonly { key: string; look: Look; outcome: Outcome }[],
  kept: readonly [string, KeptVerdict][] = [],
): Findings {
  const found = new Findings('my-bucket', PREFIXES)
  found.listing = 'complete'
  const rest = { bucket: 'my-bucket', uploadId: 'id', initiatedMs: 0, storageClass: undefined }
  for (const [key, verdict] of kept) found.keep({ ...rest, key }, verdict)
  for (const { key, look, outcome } of stale) {
    found.markStale({ ...rest, key }, look)
    const upload = found.stale.at(-1)
    if (upload !== undefined) upload.outcome = outcome
  }
  return found
}

const outcome = fc.constantFrom<Outcome>(
  { kind: 'planned' },
  { kind: 'aborted' },
  { kind: 'already-gone' },
  { kind: 'failed', error: 'x' },
  { kind: 'deferred', reason: 'max-aborts' },
  { kind: 'spared', verdict: 'active' },
  { kind: 'spared', verdict: 'unknown-activity' },
)
const key = fc.constantFrom('a/1', 'b/1', 'b/2')
const look = fc.constantFrom<Look>(parts(0), parts(7), { kind: 'not-looked' }, { kind: 'gone' })
const verdict = fc.constantFrom<KeptVerdict>('young', 'active', 'excluded', 'unknown-age', 'unknown-activity')

test('whatever became of the uploads, the numbers add up, by prefix and over all', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ key, look, outcome }), { maxLength: 12 }),
      fc.array(fc.tuple(key, verdict), { maxLength: 6 }),
      (stale, kept) => {
        const { totals: all, prefixes } = toBucketReport(findings(stale, kept))

        expect(all.listed).toBe(stale.length + kept.length)
        expect(all.listed).toBe(all.stale + all.kept)
        expect(all.stale).toBe(all.aborted + all.alreadyGone + all.failed + all.deferred + all.planned)
        expect(all.kept).toBe(Object.values(all.keptBecause).reduce((a, b) => a + b, 0))
        expect(prefixes.map(({ prefix }) => prefix)).toEqual(PREFIXES)
        expect(sum(prefixes.map((prefix) => prefix.totals))).toEqual(all)
      },
    ),
  )
})

test('an upload that was spared right before its abort is kept, and no longer stale', () => {
  const {
    totals: all,
    stale,
    unknown,
  } = toBucketReport(
    findings([{ key: 'a/1', look: parts(7), outcome: { kind: 'spared', verdict: 'active' } }]),
  )

  expect(all).toMatchObject({ stale: 0, kept: 1, keptBecause: { active: 1 } })
  expect(stale).toEqual([])
  expect(unknown).toEqual([])
})

test('an upload that was spared as nobody could look at it is named among the unknown', () => {
  const spared = { kind: 'spared', verdict: 'unknown-activity' } as const
  const bucket = toBucketReport(findings([{ key: 'a/1', look: parts(7), outcome: spared }]))

  expect(bucket).toMatchObject({
    listing: 'complete',
    totals: { stale: 0, kept: 1 },
    unknown: [{ key: 'a/1', verdict: 'unknown-activity' }],
  })
})

describe('bytes', () => {
  const aborted = { key: 'a/1', outcome: { kind: 'aborted' } } as const

  test('are those of the aborted uploads only', () => {
    const rest: Outcome[] = [
      { kind: 'already-gone' },
      { kind: 'failed', error: 'x' },
      { kind: 'deferred', reason: 'max-aborts' },
    ]
    const stale = [
      { ...aborted, look: parts(7) },
      ...rest.map((one) => ({ key: 'a/2', look: parts(100), outcome: one })),
    ]

    expect(toBucketReport(findings(stale)).totals.bytesFreed).toEqual({ bytes: 7, isExact: true })
  })

  test('are unknown as soon as those of one are', () => {
    const stale = [
      { ...aborted, look: parts(7) },
      { ...aborted, look: { kind: 'not-looked' } as const },
    ]

    expect(toBucketReport(findings(stale)).totals.bytesFreed).toEqual({ bytes: 7, isExact: false })
  })

  test('of a dry run are those that would go', () => {
    const stale = [{ key: 'a/1', look: parts(7), outcome: { kind: 'planned' } as const }]

    expect(toBucketReport(findings(stale)).totals).toMatchObject({
      bytesFreed: { bytes: 0, isExact: true },
      bytesPlanned: { bytes: 7, isExact: true },
    })
  })
})

test.each(['failed', 'running'] as const)(
  'a bucket whose listing is %s shows no numbers, only its problems',
  (listing) => {
    const found = findings(
      [{ key: 'a/1', look: parts(7), outcome: { kind: 'planned' } }],
      [['a/2', 'unknown-age']],
    )
    found.listing = listing
    found.fail('denied')

    expect(toBucketReport(found)).toMatchObject({
      listing: 'failed',
      totals: { listed: 0, stale: 0, kept: 0 },
      prefixes: [],
      problems: [{ message: 'denied', times: 1 }],
      stale: [],
      unknown: [],
    })
  },
)

describe('the step fails', () => {
  const failing = { totals: totals({ stale: 1, failed: 1 }) }
  const problem = { buckets: [bucketReport({ problems: [{ message: 'denied', times: 1 }] })] }
  const finding = { totals: totals({ stale: 3, aborted: 3 }) }
  const deferring = { totals: totals({ stale: 3, deferred: 2, aborted: 1 }) }
  const on = (...names: ('failed' | 'stale' | 'deferred')[]): Partial<Report> => ({
    inputs: { ...INPUTS, failOn: new Set(names) },
  })

  test.each([
    ['where an abort failed', { ...failing }, ['1 uploads could not be aborted.']],
    [
      'where a bucket has a problem',
      { ...problem },
      ['The run could not do all of its job; see the problems.'],
    ],
    [
      'where the run has a problem',
      { problems: ['x'] },
      ['The run could not do all of its job; see the problems.'],
    ],
    [
      'where stale uploads were found, if asked',
      { ...finding, ...on('stale') },
      ['Stale uploads were found (3), and `fail-on` names `stale`.'],
    ],
    [
      'where some were deferred, if asked',
      { ...deferring, ...on('deferred') },
      ['Uploads were deferred by `max-aborts` (2), and `fail-on` names `deferred`.'],
    ],
    [
      'for several reasons',
      { ...failing, ...on('failed', 'stale') },
      ['1 uploads could not be aborted.', 'Stale uploads were found (1), and `fail-on` names `stale`.'],
    ],
    [
      'where the inputs could not be read, whatever they say',
      { inputs: undefined },
      ['The run did not come to its end.'],
    ],
    [
      'where it met a bug of ours, whatever fail-on says',
      { ending: 'crashed' as const, ...on() },
      ['The run did not come to its end.'],
    ],
    [
      'where it was cancelled, whatever fail-on says',
      { ending: 'cancelled' as const, ...on() },
      ['The run was cancelled.'],
    ],
  ])('%s', (_where, some, reasons) => {
    expect(reasonsToFail(report(some))).toEqual(reasons)
  })

  test.each([
    ['where all went well', finding],
    ['where some were deferred, unasked', deferring],
    ['with never, where an abort failed', { ...failing, ...on() }],
    ['with never, where a bucket has a problem', { ...problem, ...on() }],
    ['with stale alone, where an abort failed', { totals: totals({ failed: 1 }), ...on('stale') }],
  ])('not %s', (_where, some) => {
    expect(reasonsToFail(report(some))).toEqual([])
  })
})

test('what was left for later or could not be aborted is not among the bytes that a dry run would free', () => {
  const stale = [
    { key: 'a/1', look: parts(7), outcome: { kind: 'planned' } as const },
    { key: 'a/2', look: parts(20), outcome: { kind: 'deferred', reason: 'max-aborts' } as const },
    { key: 'b/1', look: parts(300), outcome: { kind: 'failed', error: 'x' } as const },
  ]

  expect(toBucketReport(findings(stale)).totals.bytesPlanned).toEqual({ bytes: 7, isExact: true })
})
