import { expect, test } from 'vitest'
import { headline } from '../../../src/report/headline.ts'
import type { Report } from '../../../src/report/report.ts'
import { bucketReport, INPUTS, report, totals } from '../sum-up/reports.ts'

const MB = { bytes: 1_000_000, isExact: true }
const AT_LEAST_MB = { bytes: 1_000_000, isExact: false }
const UNKNOWN = { bytes: 0, isExact: false }
const DRY = { inputs: { ...INPUTS, dryRun: true } }
const buckets = (...names: string[]): Partial<Report> => ({
  buckets: names.map((bucket) => bucketReport({ bucket })),
})

test.each<[string, Partial<Report>]>([
  ['Found nothing stale in `my-bucket`.', {}],
  [
    'Aborted 1 stale upload and freed 1 MB in `my-bucket`.',
    { totals: totals({ stale: 1, aborted: 1, bytesFreed: MB }) },
  ],
  [
    'Aborted 1,234 stale uploads and freed at least 1 MB in `my-bucket`.',
    { totals: totals({ stale: 1_234, aborted: 1_234, bytesFreed: AT_LEAST_MB }) },
  ],
  [
    'Aborted 2 stale uploads and freed their storage in `my-bucket`.',
    { totals: totals({ stale: 2, aborted: 2, bytesFreed: UNKNOWN }) },
  ],
  [
    'Aborted none of 2 stale uploads in `my-bucket`. 2 uploads could not be aborted.',
    { totals: totals({ stale: 2, failed: 2 }) },
  ],
  [
    'Aborted 1 stale upload and freed 1 MB in `my-bucket`. 1 upload is left for a later run.',
    { totals: totals({ stale: 2, aborted: 1, deferred: 1, bytesFreed: MB }) },
  ],
  [
    'Aborted none of 2 stale uploads in `my-bucket`. 2 uploads are left for a later run.',
    { totals: totals({ stale: 2, deferred: 2 }) },
  ],
  [
    'Would abort 2 stale uploads and free 1 MB in `my-bucket` (dry run).',
    { ...DRY, totals: totals({ stale: 2, planned: 2, bytesPlanned: MB }) },
  ],
  ['A dry run would abort nothing in `my-bucket`.', DRY],
  [
    'Found nothing stale in `my-bucket`. Not all of the job could be done; see the problems below.',
    { problems: ['x'] },
  ],
  [
    'Aborted none of 2 stale uploads in `my-bucket`. The run was cancelled before it was done.',
    { totals: totals({ stale: 2, deferred: 2 }), ending: 'cancelled' },
  ],
  ['Found nothing stale in `my-bucket`. The run ended early.', { ending: 'crashed', problems: ['x'] }],
  ['Nothing was done: the inputs need mending.', { inputs: undefined, buckets: [], problems: ['x'] }],
  ['Found nothing stale in no bucket.', { buckets: [] }],
  ['Found nothing stale in `a`, `b`, `c`.', buckets('a', 'b', 'c')],
  ['Found nothing stale in 4 buckets.', buckets('a', 'b', 'c', 'd')],
  ['Found nothing stale in `my-bucket`, shard 2/5.', { inputs: { ...INPUTS, shard: { index: 2, of: 5 } } }],
  ['Found nothing stale in `a\\u{60}\\u{7c}`.', buckets('a`|')],
])('%s', (sentence, some) => {
  expect(headline(report(some))).toBe(sentence)
})
