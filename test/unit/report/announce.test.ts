import { describe, expect, test } from 'vitest'
import { announce } from '../../../src/report/announce.ts'
import type { Report } from '../../../src/report/report.ts'
import { bucketReport, INPUTS, report, staleUpload, totals } from '../sum-up/reports.ts'

function annotations(some: Partial<Report>): string[] {
  const said: string[] = []
  announce(report(some), { annotate: (level, message) => said.push(`${level}: ${message}`) })
  return said
}

test('a run in which all went well says nothing', () => {
  expect(annotations({ totals: totals({ stale: 3, aborted: 3 }) })).toEqual([])
})

test('every problem and every warning is shown, the same problem once with its count', () => {
  const bucket = bucketReport({
    problems: [
      { message: 'denied', times: 1 },
      { message: 'blind', times: 1_200 },
    ],
    warnings: ['odd'],
  })

  expect(annotations({ problems: ['no bucket'], buckets: [bucket] })).toEqual([
    'error: no bucket',
    'error: denied',
    'error: blind (1,200 times)',
    'warning: odd',
  ])
})

test('failed aborts are one annotation for each reason', () => {
  const failed = (key: string, error: string) => staleUpload(key, { outcome: { kind: 'failed', error } })
  const stale = [failed('a', 'Denied.'), failed('b', 'Busy.'), failed('c', 'Denied.'), staleUpload('d')]

  expect(annotations({ buckets: [bucketReport({ stale })] })).toEqual([
    'error: 2 uploads in `my-bucket` could not be aborted. Denied.',
    'error: 1 upload in `my-bucket` could not be aborted. Busy.',
  ])
})

test('of more than a hundred problems, the rest are counted', () => {
  const problems = Array.from({ length: 1_102 }, (_, n) => `problem ${n}`)

  const said = annotations({ problems })

  expect(said).toHaveLength(101)
  expect(said.slice(-2)).toEqual(['error: problem 99', 'error: ... and 1,002 more problems, in the report.'])
})

test.each([
  [1, '1 upload in `my-bucket` has no start date that can be true, and was kept'],
  [2, '2 uploads in `my-bucket` have no start date that can be true, and were kept'],
])('%d of unknown age is a warning with the way out', (count, message) => {
  const keptBecause = { ...totals({}).keptBecause, 'unknown-age': count }
  const [said = ''] = annotations({ buckets: [bucketReport({ totals: totals({ keptBecause }) })] })

  expect(said).toContain(`warning: ${message}`)
  expect(said).toContain('abort them by `upload-id`')
})

describe('how bad it is follows fail-on', () => {
  const failing = { problems: ['x'], totals: totals({ stale: 2, deferred: 1 }) }

  test('with never, a problem is a warning', () => {
    expect(annotations({ ...failing, inputs: { ...INPUTS, failOn: new Set() } })).toEqual(['warning: x'])
  })

  test('what the step was asked to fail on is an error', () => {
    expect(
      annotations({ ...failing, inputs: { ...INPUTS, failOn: new Set(['stale', 'deferred']) } }),
    ).toEqual([
      'warning: x',
      'error: Stale uploads were found (2), and `fail-on` names `stale`.',
      'error: Uploads were deferred by `max-aborts` (1), and `fail-on` names `deferred`.',
    ])
  })

  test('inputs that could not be read are errors', () => {
    expect(annotations({ inputs: undefined, buckets: [], problems: ['x'] })).toEqual(['error: x'])
  })
})
