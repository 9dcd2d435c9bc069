import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeJson } from '../../../src/report/json.ts'
import { readReport } from '../../../src/sum-up/read-report.ts'
import { parseGlob } from '../../../src/uploads/glob.ts'
import type { Outcome } from '../../../src/uploads/upload.ts'
import {
  bucketReport,
  INPUTS,
  RUN,
  report,
  staleUpload,
  temporaryFolder,
  totals,
  writeShard,
} from './reports.ts'

test('what the main action writes is read back', async () => {
  const own = totals({
    listed: 5,
    stale: 3,
    aborted: 2,
    failed: 1,
    kept: 2,
    bytesFreed: { bytes: 7, isExact: false },
  })
  const inputs = {
    ...INPUTS,
    policy: {
      kind: 'stale' as const,
      maxAgeMs: 1_500,
      minIdleMs: 0,
      include: [parseGlob('a/**')],
      exclude: [parseGlob('{b,c}')],
    },
    prefixes: ['a/'],
    maxAborts: 9,
    dryRun: true,
  }
  const buckets = [bucketReport({ totals: own, problems: [{ message: 'no', times: 3 }], warnings: ['hm'] })]
  const written = report({ inputs, buckets, ending: 'cancelled', problems: ['stopped'] })
  const path = writeShard(temporaryFolder(), '2/5', written)

  expect(await readReport(path)).toEqual({
    path,
    shard: { index: 2, of: 5 },
    run: RUN,
    terms: { policy: inputs.policy, prefixes: ['a/'], maxAborts: 9, dryRun: true },
    startedMs: written.startedMs,
    endedMs: written.endedMs,
    ending: 'cancelled',
    totals: own,
    buckets,
    problems: ['stopped'],
  })
})

test.each([
  ['listed', totals({ listed: 3, stale: 1, aborted: 1, kept: 1 })],
  ['stale', totals({ listed: 2, stale: 2, aborted: 1 })],
])('a report in which %s is not the sum of its parts is none of ours', async (name, own) => {
  const path = writeShard(temporaryFolder(), '1/1', { buckets: [bucketReport({ totals: own })] })

  await expect(readReport(path)).rejects.toThrow(`\`${name}\` is not the sum`)
})

test('of a hundred uploads the ten largest, the ten oldest and fifty failures are kept', async () => {
  const stale = Array.from({ length: 100 }, (_, at) =>
    staleUpload(`${at}`, {
      initiatedMs: Date.parse('2026-01-01') - at * 60_000,
      look: {
        kind: 'parts',
        parts: { count: 1, bytes: at % 50, lastPartMs: undefined, lookedAtMs: 0, asOfMs: 0 },
      },
      outcome: at < 60 ? { kind: 'failed', error: 'no' } : { kind: 'aborted' },
    }),
  )
  const path = writeShard(temporaryFolder(), '1/1', { buckets: [bucketReport({ stale })] })

  const { buckets } = await readReport(path)

  const keys = new Set(buckets[0]?.stale.map(({ key }) => Number(key)))
  const oldest = [90, 91, 92, 93, 94, 95, 96, 97, 98, 99]
  const largest = [45, 46, 47, 48, 49, 95, 96, 97, 98, 99]
  const failed = Array.from({ length: 50 }, (_, at) => at)
  expect(keys).toEqual(new Set([...oldest, ...largest, ...failed]))
})

test('uploads are read back to where they are, with what became of them', async () => {
  const outcomes: Outcome[] = [
    { kind: 'planned' },
    { kind: 'aborted' },
    { kind: 'already-gone' },
    { kind: 'failed', error: 'no' },
    { kind: 'deferred', reason: 'max-aborts' },
    { kind: 'deferred', reason: 'cancelled' },
  ]
  const here = outcomes.map((outcome, at) => staleUpload(`${at}`, { outcome }))
  const there = [
    staleUpload('k', {
      bucket: 'other',
      look: { kind: 'not-looked' },
      initiatedMs: undefined,
      storageClass: undefined,
    }),
  ]
  const buckets = [bucketReport({ stale: here }), bucketReport({ bucket: 'other', stale: there })]

  const read = await readReport(writeShard(temporaryFolder(), '1/1', { buckets }))

  expect(read.buckets.map(({ stale }) => new Set(stale))).toEqual([new Set(here), new Set(there)])
})

test('uploads that were kept because nobody could judge them are only counted', async () => {
  const { look, outcome, ...upload } = staleUpload('k')
  const unknown = [
    { ...upload, verdict: 'unknown-age' as const },
    { ...upload, verdict: 'unknown-activity' as const },
  ]

  const { buckets } = await readReport(
    writeShard(temporaryFolder(), '1/1', { buckets: [bucketReport({ unknown })] }),
  )

  expect(buckets).toEqual([bucketReport()])
})

test.each([
  ['no version', '"version": 1,', '', '`version` is not a whole number'],
  ['a total that is text', '"listed":0', '"listed":"0"', '`buckets[0].totals.listed` is not a whole number'],
  ['a negative total', '"aborted":0', '"aborted":-1', '`buckets[0].totals.aborted` is not a whole number'],
  ['an unknown ending', '"completed"', '"exploded"', '`ending` is not one of completed, cancelled, crashed'],
  ['a date that is none', '"2026-01-02T03:04:05.000Z"', '"now"', '`startedAt` is not a date'],
  ['a share that is none', '"1/1"', '"3/2"', '`policy.shard` is not a share such as 2/5'],
  ['buckets that are no list', '"buckets": [', '"buckets": 1, "x": [', '`buckets` is not a list'],
])('a report with %s is refused, and the message says where', async (_, from, to, expected) => {
  const path = writeShard(temporaryFolder(), '1/1')
  const text = readFileSync(path, 'utf8').replaceAll(from, to)
  writeFileSync(path, text)

  await expect(readReport(path)).rejects.toThrow(
    `\`${path}\` is not a report of this action: ${expected}. Name the reports of the shards in \`reports\`, as they were written, and nothing else.`,
  )
})

test('a report of another version asks for the same version', async () => {
  const path = writeShard(temporaryFolder(), '1/1')
  writeFileSync(path, readFileSync(path, 'utf8').replace('"version": 1', '"version": 2'))

  await expect(readReport(path)).rejects.toThrow('Use the same version for the shards and for the sum.')
})

test('a report of a run without a shard is a whole already', async () => {
  const path = join(temporaryFolder(), 'whole.json')
  writeJson(report(), RUN, path)

  await expect(readReport(path)).rejects.toThrow(
    'is the report of a run without `shard`: it is a whole already.',
  )
})

test('a report of a run that never began shows why', async () => {
  const path = join(temporaryFolder(), 'nothing.json')
  writeJson(report({ inputs: undefined, problems: ['Input `bucket`: is required.'] }), RUN, path)

  await expect(readReport(path)).rejects.toThrow(
    'did nothing, because its inputs need mending. Input `bucket`: is required.',
  )
})

test('a file that cannot be opened is named', async () => {
  const folder = temporaryFolder()

  await expect(readReport(folder)).rejects.toThrow(
    `\`${folder}\` cannot be read (EISDIR). Correct \`reports\`.`,
  )
})
