import { describe, expect, test } from 'vitest'
import type { Report } from '../../../src/report/report.ts'
import { toSummary } from '../../../src/report/summary.ts'
import { foreignMarkup } from '../../action/summary-markup.ts'
import { bucketReport, INPUTS, report, staleUpload, totals } from '../sum-up/reports.ts'

const DAY_MS = 86_400_000
const MIB = 1024 * 1024

function lines(some: Partial<Report>): string[] {
  return toSummary(report(some)).split('\n')
}

/** The cells of the rows that begin with this bucket. */
function rows(some: Partial<Report>, bucket = '`my-bucket`'): string[][] {
  return lines(some)
    .filter((line) => line.startsWith(`| ${bucket} `))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

test('an empty run is a headline, a row of zeros and the policy', () => {
  expect(toSummary(report())).toBe(`## Abort stale multipart uploads

**Found nothing stale in \`my-bucket\`.**

| Bucket | Prefix | Listed | Kept | Stale | Aborted | Freed | Already gone | Failed | Deferred |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| \`my-bucket\` | all | 0 | 0 | 0 | 0 | 0 B | 0 | 0 | 0 |

<sub>Stale is what was started more than 7 days ago and no part arrived for 1 hour. Finished objects are never touched.</sub>
`)
})

test('each prefix has its row, and several have a total', () => {
  const own = totals({ listed: 1, stale: 1, aborted: 1, bytesFreed: { bytes: 1_000, isExact: true } })
  const prefixes = [
    { prefix: 'a/', totals: own },
    { prefix: 'b|`', totals: totals({}) },
  ]
  const some = { buckets: [bucketReport({ totals: own, prefixes })] }

  expect(rows(some)).toEqual([
    ['`my-bucket`', '`a/`', '1', '0', '1', '1', '1 kB', '0', '0', '0'],
    ['`my-bucket`', '`b\\u{7c}\\u{60}`', '0', '0', '0', '0', '0 B', '0', '0', '0'],
  ])
  expect(rows(some, '**Total**')).toEqual([['**Total**', '', '1', '0', '1', '1', '1 kB', '0', '0', '0']])
})

test('a bucket that could not be listed has no numbers', () => {
  expect(rows({ buckets: [bucketReport({ listing: 'failed', prefixes: [] })] })).toEqual([
    ['`my-bucket`', 'not listed', '', '', '', '', '', '', '', ''],
  ])
})

test('a dry run says what it would do', () => {
  const own = totals({ listed: 2, stale: 2, planned: 2, bytesPlanned: { bytes: 2_000, isExact: false } })
  const stale = ['a', 'b'].map((key) => staleUpload(key, { outcome: { kind: 'planned' } }))
  const some = { inputs: { ...INPUTS, dryRun: true }, buckets: [bucketReport({ totals: own, stale })] }

  expect(lines(some)).toContain(
    '**Would abort 2 stale uploads and free at least 2 kB in `my-bucket` (dry run).**',
  )
  expect(rows(some)[0]?.slice(5, 7)).toEqual(['2', 'at least 2 kB'])
  expect(rows(some)[1]?.at(-1)).toBe('would abort')
})

describe('lists of uploads', () => {
  const now = report().startedMs
  const upload = (key: string, ageMs: number, bytes: number) =>
    staleUpload(key, {
      initiatedMs: now - ageMs,
      look: { kind: 'parts', parts: { count: 2, bytes, lastPartMs: 0, lookedAtMs: 0, asOfMs: 0 } },
    })

  test('show the largest and the oldest, with age, parts and outcome', () => {
    const stale = [upload('small and old', 40 * DAY_MS, 1), upload('large and young', 90 * 60_000, 5_000)]

    expect(rows({ buckets: [bucketReport({ stale })] }).slice(1)).toEqual([
      ['`my-bucket`', '`large and young`', '2026-01-02 01:34 (1 hour 30 minutes ago)', '2 (5 kB)', 'aborted'],
      ['`my-bucket`', '`small and old`', '2025-11-23 03:04 (40 days ago)', '2 (1 B)', 'aborted'],
      ['`my-bucket`', '`small and old`', '2025-11-23 03:04 (40 days ago)', '2 (1 B)', 'aborted'],
      ['`my-bucket`', '`large and young`', '2026-01-02 01:34 (1 hour 30 minutes ago)', '2 (5 kB)', 'aborted'],
    ])
  })

  test('show ten of each, of however many', () => {
    const stale = Array.from({ length: 500 }, (_, n) => upload(`${n}`, n * DAY_MS, n))
    const keys = rows({ buckets: [bucketReport({ stale })] }).map(([, key]) => key)

    expect(keys.slice(1, 11)).toEqual(Array.from({ length: 10 }, (_, n) => `\`${499 - n}\``))
    expect(keys.slice(11)).toEqual(keys.slice(1, 11))
  })

  test('tell an age of less than two days by the hour', () => {
    const stale = [upload('a', 2 * DAY_MS, 2), upload('b', 2 * DAY_MS - 60_000, 1)]

    expect(
      rows({ buckets: [bucketReport({ stale })] })
        .slice(1, 3)
        .map((row) => row[2]),
    ).toEqual(['2025-12-31 03:04 (2 days ago)', '2025-12-31 03:05 (1 day 23 hours 59 minutes ago)'])
  })

  test('are left out for a single upload', () => {
    expect(toSummary(report({ buckets: [bucketReport({ stale: [upload('a', DAY_MS, 1)] })] }))).not.toContain(
      'details',
    )
  })

  test('say what is not known', () => {
    const stale = ['a', 'b'].map((key) =>
      staleUpload(key, { initiatedMs: undefined, look: { kind: 'not-looked' } }),
    )

    expect(rows({ buckets: [bucketReport({ stale })] })[1]?.slice(2, 4)).toEqual(['unknown', 'unknown'])
  })
})

test('problems, warnings and failures are listed, and counted beyond the fiftieth', () => {
  const problems = Array.from({ length: 60 }, (_, n) => ({ message: `problem ${n}`, times: n + 1 }))
  const failed = totals({ failed: 1 })
  const stale = [staleUpload('k', { outcome: { kind: 'failed', error: 'Grant them `s3:X` <now>.' } })]
  const all = lines({ buckets: [bucketReport({ problems, warnings: ['odd'], stale, totals: failed })] })

  expect(all).toContain('- problem 0')
  expect(all).toContain('- problem 49 (50 times)')
  expect(all).not.toContain('- problem 50 (51 times)')
  expect(all).toContain('- ... and 10 more, in the report')
  expect(all[all.indexOf('### Worth knowing') + 2]).toBe('- odd')
  expect(all[all.indexOf('### Not aborted') + 2]).toBe('- `my-bucket` `k`: Grant them `s3:X` &#60;now&#62;.')
})

test('inputs that could not be read are all that there is to say', () => {
  expect(
    toSummary(report({ inputs: undefined, buckets: [], problems: ['Input `max-age`: `7` has no unit.'] })),
  ).toBe(
    '## Abort stale multipart uploads\n\n**Nothing was done: the inputs need mending.**\n\n### Problems\n\n- Input `max-age`: `7` has no unit.\n',
  )
})

test('whatever the keys, prefixes and messages are, it stays under GitHub’s limit and is only ours', () => {
  const worst = '\u{10ffff}'.repeat(2_000)
  const buckets = Array.from({ length: 60 }, (_, n) =>
    bucketReport({
      bucket: `${worst}${n}`,
      prefixes: Array.from({ length: 5 }, () => ({ prefix: worst, totals: totals({}) })),
      problems: [{ message: worst, times: 1 }],
      warnings: [worst],
      stale: [staleUpload(worst, { bucket: worst, outcome: { kind: 'failed', error: worst } })],
      totals: totals({ failed: 1 }),
    }),
  )
  const summary = toSummary(report({ buckets, problems: [worst] }))

  expect(Buffer.byteLength(summary)).toBeLessThan(MIB)
  expect(foreignMarkup(summary)).toEqual([])
})
