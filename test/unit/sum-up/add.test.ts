import { expect, test } from 'vitest'
import type { Report } from '../../../src/report/report.ts'
import { add } from '../../../src/sum-up/add.ts'
import { readReport } from '../../../src/sum-up/read-report.ts'
import { assemble } from '../../../src/sum-up/whole.ts'
import { bucketReport, INPUTS, staleUpload, temporaryFolder, totals, writeShard } from './reports.ts'

const SUM_UP = { reports: [], failOn: new Set(['stale'] as const), summary: true }

async function added(...shards: Partial<Report>[]): Promise<Report> {
  const folder = temporaryFolder()
  const reports = shards.map((some, at) =>
    readReport(writeShard(folder, `${at + 1}/${shards.length}`, some, undefined, `${at + 1}.json`)),
  )
  const sum = add(assemble(await Promise.all(reports)), [], SUM_UP)
  return { ...sum, problems: sum.problems.map((problem) => problem.replaceAll(`${folder}/`, '')) }
}

test('the counts of the shards are added up, by bucket, by prefix and in all', async () => {
  const own = totals({
    listed: 5,
    stale: 3,
    aborted: 2,
    failed: 1,
    kept: 2,
    bytesFreed: { bytes: 7, isExact: true },
  })
  const prefixes = [
    { prefix: 'a/', totals: own },
    { prefix: 'b/', totals: totals({}) },
  ]
  const bucket = bucketReport({ totals: own, prefixes })
  const sum = await added({ buckets: [bucket, bucketReport({ bucket: 'other' })] }, { buckets: [bucket] })

  const both = totals({
    listed: 10,
    stale: 6,
    aborted: 4,
    failed: 2,
    kept: 4,
    bytesFreed: { bytes: 14, isExact: true },
  })
  expect(sum.totals).toEqual(both)
  expect(sum.buckets.map((merged) => [merged.bucket, merged.totals])).toEqual([
    ['my-bucket', both],
    ['other', totals({})],
  ])
  expect(sum.buckets[0]?.prefixes).toEqual([
    { prefix: 'a/', totals: both },
    { prefix: 'b/', totals: totals({}) },
  ])
})

test('the freed bytes are unknown where those of one shard are', async () => {
  const known = bucketReport({
    totals: totals({ listed: 1, stale: 1, aborted: 1, bytesFreed: { bytes: 5, isExact: true } }),
  })
  const unknown = bucketReport({
    totals: totals({ listed: 1, stale: 1, aborted: 1, bytesFreed: { bytes: 2, isExact: false } }),
  })

  const sum = await added({ buckets: [known] }, { buckets: [unknown] })

  expect(sum.totals.bytesFreed).toEqual({ bytes: 7, isExact: false })
})

test('the freed bytes are unknown where a shard is missing: at least those of the others', async () => {
  const own = totals({ listed: 1, stale: 1, aborted: 1, bytesFreed: { bytes: 5, isExact: true } })
  const path = writeShard(temporaryFolder(), '1/2', { buckets: [bucketReport({ totals: own })] })

  const sum = add(assemble([await readReport(path)]), [], SUM_UP)

  expect(sum.totals).toMatchObject({
    aborted: 1,
    bytesFreed: { bytes: 5, isExact: false },
    bytesPlanned: { bytes: 0, isExact: false },
  })
})

test('the run of all lasts from the first start to the last end, under the inputs of the shards', async () => {
  const sum = await added({ startedMs: 5_000, endedMs: 6_000 }, { startedMs: 2_000, endedMs: 9_000 })

  expect(sum).toMatchObject({ startedMs: 2_000, endedMs: 9_000, ending: 'completed' })
  expect(sum.inputs).toEqual({ ...INPUTS, failOn: SUM_UP.failOn })
})

test('problems that several shards have are said once, with how often', async () => {
  const denied = bucketReport({ problems: [{ message: 'Denied.', times: 2 }], warnings: ['Odd.'] })

  const { buckets } = await added({ buckets: [denied] }, { buckets: [denied] })

  expect(buckets[0]).toMatchObject({ problems: [{ message: 'Denied.', times: 4 }], warnings: ['Odd.'] })
})

test('a bucket that one shard could not list is shown with the numbers of the others', async () => {
  const failed = bucketReport({ listing: 'failed', prefixes: [] })
  const listed = bucketReport({ totals: totals({ listed: 1, kept: 1 }) })

  expect((await added({ buckets: [failed] }, { buckets: [listed] })).buckets[0]).toMatchObject({
    listing: 'complete',
    totals: { listed: 1 },
  })
  expect((await added({ buckets: [failed] }, { buckets: [failed] })).buckets[0]?.listing).toBe('failed')
})

test('one shard that was cancelled makes the whole cancelled, and is named with what to do', async () => {
  const sum = await added({}, { ending: 'cancelled', problems: ['The run was cancelled.'] }, {})

  expect(sum.ending).toBe('cancelled')
  expect(sum.problems).toEqual([
    'The run was cancelled. So shard 2/3 (`2.json`) was cancelled: run its job again, and then this one.',
  ])
})

test('a shard that ended early is worse than one that was cancelled', async () => {
  const sum = await added({ ending: 'cancelled' }, { ending: 'crashed', problems: ['This is a bug.'] })

  expect(sum.ending).toBe('crashed')
})

test('what went wrong in a shard outside of any bucket is told with its name', async () => {
  const sum = await added({ problems: ['No bucket matches `x-*`.'] })

  expect(sum.problems).toEqual(['In shard 1/1 (`1.json`): No bucket matches `x-*`.'])
})

test('the uploads that a summary names come from all shards', async () => {
  const of = (key: string) => ({ buckets: [bucketReport({ stale: [staleUpload(key)] })] })

  const { buckets } = await added(of('a'), of('b'))

  expect(buckets[0]?.stale.map(({ key }) => key)).toEqual(['a', 'b'])
})
