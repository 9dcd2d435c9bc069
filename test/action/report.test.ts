import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import { HOSTILE_KEYS } from './hostile-keys.ts'
import { type JsonReport, type JsonTotals, type JsonUpload, jsonReport } from './json-report.ts'
import { runAction } from './run.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date('2020-01-02T03:04:05.678Z')

let server: S3Server
let inputs: Record<string, string>

beforeEach(async () => {
  server = await startS3Server({
    accounts: [
      { accessKeyId: 'AKIAEMBEDDED', secretAccessKey: 'embedded-secret' },
      { accessKeyId: 'AKIABLIND', secretAccessKey: 'blind-secret', denied: ['ListParts'] },
    ],
  })
  server.createBucket('my-bucket')
  inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
  }
})
afterEach(() => server.close())

function stale(key: string, bucket = 'my-bucket'): string {
  return server.createUpload(bucket, key, { initiated: LONG_AGO, parts: [{ size: 1_000 }, { size: 234 }] })
}

/** One upload of every verdict; gives the id of the stale one. */
function oneOfEach(): string {
  server.createUpload('my-bucket', 'logs/young', { initiated: new Date(Date.now() - DAY_MS) })
  const parts = [{ size: 5, lastModified: new Date() }]
  server.createUpload('my-bucket', 'logs/active', { initiated: LONG_AGO, parts })
  server.createUpload('my-bucket', 'logs/excluded', { initiated: LONG_AGO })
  server.createUpload('my-bucket', 'logs/ageless', { initiated: new Date(0), uploadId: 'no-age' })
  return stale('logs/stale')
}

function uploadsIn({ buckets }: JsonReport): JsonUpload[] {
  return buckets.flatMap(({ uploads }) => uploads)
}

/** Every sum of the report, worked out once more from what it is the sum of. */
function expectToAddUp({ totals, buckets }: JsonReport): void {
  expect(totals).toEqual(added(buckets.map((bucket) => bucket.totals)))
  for (const bucket of buckets) {
    expect(bucket.totals).toEqual(added(bucket.prefixes.map((prefix) => prefix.totals)))
    const count = (outcome: string): number =>
      bucket.uploads.filter((upload) => upload.outcome === outcome).length
    expect(bucket.totals).toMatchObject({
      aborted: count('aborted'),
      alreadyGone: count('already-gone'),
      failed: count('failed'),
      deferred: count('deferred'),
      planned: count('planned'),
    })
    const { stale: all, aborted, alreadyGone, failed, deferred, planned, kept, keptBecause } = bucket.totals
    expect(bucket.totals.listed).toBe(all + kept)
    expect(all).toBe(aborted + alreadyGone + failed + deferred + planned)
    expect(kept).toBe(Object.values(keptBecause).reduce((sum, number) => sum + number, 0))
    const freed = bucket.uploads.filter(({ outcome }) => outcome === 'aborted').map(({ bytes }) => bytes)
    expect(bucket.totals.bytesFreed).toBe(
      freed.includes(null) ? null : freed.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0),
    )
  }
}

function added(all: readonly JsonTotals[]): JsonTotals {
  const sum = (of: (totals: JsonTotals) => number): number => all.reduce((total, one) => total + of(one), 0)
  const exact = (of: (totals: JsonTotals) => number | null): number | null =>
    all.some((one) => of(one) === null) ? null : sum((one) => of(one) ?? 0)
  const kept = ['young', 'active', 'excluded', 'unknown-age', 'unknown-activity']
  return {
    listed: sum(({ listed }) => listed),
    stale: sum((totals) => totals.stale),
    aborted: sum(({ aborted }) => aborted),
    alreadyGone: sum(({ alreadyGone }) => alreadyGone),
    failed: sum(({ failed }) => failed),
    deferred: sum(({ deferred }) => deferred),
    planned: sum(({ planned }) => planned),
    kept: sum((totals) => totals.kept),
    keptBecause: Object.fromEntries(
      kept.map((why) => [why, sum(({ keptBecause }) => keptBecause[why] ?? 0)]),
    ),
    bytesFreed: exact(({ bytesFreed }) => bytesFreed),
    bytesFreedAtLeast: sum(({ bytesFreedAtLeast }) => bytesFreedAtLeast),
    bytesPlanned: exact(({ bytesPlanned }) => bytesPlanned),
    bytesPlannedAtLeast: sum(({ bytesPlannedAtLeast }) => bytesPlannedAtLeast),
  }
}

describe('the JSON report follows its schema, adds up, and names what is stale or of unknown age', () => {
  test('after a run that aborted', async () => {
    const id = oneOfEach()

    const run = await runAction({ ...inputs, prefix: 'logs/\nother/', exclude: '**/excluded' })

    const report = jsonReport(run)
    expectToAddUp(report)
    expect(report).toMatchObject({
      version: 1,
      ending: 'completed',
      dryRun: false,
      policy: {
        kind: 'stale',
        maxAgeSeconds: 604_800,
        minIdleSeconds: 3_600,
        include: [],
        exclude: ['**/excluded'],
        prefixes: ['logs/', 'other/'],
        maxAborts: null,
        shard: null,
      },
      run: {
        repository: 'octo-org/octo-repo',
        workflow: 'Clean up',
        job: 'clean-up',
        runId: 1658821493,
        attempt: 1,
        url: 'https://github.com/octo-org/octo-repo/actions/runs/1658821493',
      },
      totals: { listed: 5, stale: 1, aborted: 1, kept: 4, bytesFreed: 1_234 },
      problems: [],
    })
    expect(report.totals.keptBecause).toEqual({
      young: 1,
      active: 1,
      excluded: 1,
      'unknown-age': 1,
      'unknown-activity': 0,
    })
    expect(uploadsIn(report)).toEqual([
      {
        bucket: 'my-bucket',
        key: 'logs/stale',
        uploadId: id,
        initiated: '2020-01-02T03:04:05.678Z',
        lastPartAt: '2020-01-02T03:04:05.678Z',
        parts: 2,
        bytes: 1_234,
        storageClass: 'STANDARD',
        verdict: 'stale',
        outcome: 'aborted',
        error: null,
      },
      expect.objectContaining({ uploadId: 'no-age', verdict: 'unknown-age', outcome: 'kept', bytes: null }),
    ])
  })

  test('after a dry run', async () => {
    oneOfEach()

    const report = jsonReport(await runAction({ ...inputs, 'dry-run': 'true', exclude: '**/excluded' }))

    expectToAddUp(report)
    expect(report).toMatchObject({
      dryRun: true,
      totals: { stale: 1, planned: 1, aborted: 0, bytesFreed: 0, bytesPlanned: 1_234 },
    })
    expect(uploadsIn(report).map(({ outcome }) => outcome)).toEqual(['planned', 'kept'])
  })

  test('after a run over several buckets, of which one is missing, one refuses, and one is gone meanwhile', async () => {
    for (const bucket of ['refusing', 'racing']) server.createBucket(bucket)
    for (const bucket of ['my-bucket', 'refusing', 'racing']) stale('k', bucket)
    server.fault({
      when: ({ operation, bucket }) => operation === 'AbortMultipartUpload' && bucket === 'refusing',
      do: { status: 403, code: 'AccessDenied', message: 'No.' },
    })
    server.fault({
      when: ({ operation, bucket }) => operation === 'AbortMultipartUpload' && bucket === 'racing',
      do: { respond: () => ({ status: 404, headers: {}, body: '<Error><Code>NoSuchUpload</Code></Error>' }) },
    })

    const run = await runAction({ ...inputs, bucket: 'my-bucket\nno-such-bucket\nrefusing\nracing' })

    const report = jsonReport(run)
    expectToAddUp(report)
    expect(
      report.buckets.map(({ bucket, listing, uploads }) => [bucket, listing, uploads[0]?.outcome]),
    ).toEqual([
      ['my-bucket', 'complete', 'aborted'],
      ['no-such-bucket', 'failed', undefined],
      ['refusing', 'complete', 'failed'],
      ['racing', 'complete', 'already-gone'],
    ])
    expect(report.buckets[1]?.problems).toEqual([
      { message: expect.stringContaining('There is no bucket `no-such-bucket`'), times: 1 },
    ])
    expect(report.buckets[2]?.uploads[0]?.error).toContain('Grant them `s3:AbortMultipartUpload`')
  })

  test('after a run that left some for later', async () => {
    for (const key of ['a', 'b', 'c']) stale(key)

    const report = jsonReport(await runAction({ ...inputs, 'max-aborts': '1', shard: '1/1' }))

    expectToAddUp(report)
    expect(report).toMatchObject({
      policy: { maxAborts: 1, shard: '1/1' },
      totals: { aborted: 1, deferred: 2 },
    })
    expect(
      uploadsIn(report)
        .map(({ outcome, error }) => `${outcome} ${error}`)
        .sort(),
    ).toEqual(['aborted null', 'deferred max-aborts', 'deferred max-aborts'])
  })

  test('after a run that was blind', async () => {
    stale('k')
    const blind = { 'access-key-id': 'AKIABLIND', 'secret-access-key': 'blind-secret' }

    const report = jsonReport(await runAction({ ...inputs, ...blind }))

    expectToAddUp(report)
    expect(uploadsIn(report)).toMatchObject([{ key: 'k', verdict: 'unknown-activity', outcome: 'kept' }])
  })

  test('after a run that did not look, where the bytes are unknown and so null', async () => {
    stale('k')

    const report = jsonReport(await runAction({ ...inputs, 'min-idle': '0' }))

    expectToAddUp(report)
    expect(report.totals).toMatchObject({ aborted: 1, bytesFreed: null, bytesFreedAtLeast: 0 })
  })

  test.each([
    ['with its key', { key: 'k' }, 'k'],
    ['without its key', {}, null],
  ])('after a run for a single upload, %s', async (_name, more, key) => {
    const id = stale('k')
    stale('k')

    const report = jsonReport(await runAction({ ...inputs, ...more, 'upload-id': id }))

    expectToAddUp(report)
    expect(report).toMatchObject({ policy: { kind: 'exactly', uploadId: id, key } })
    expect(uploadsIn(report)).toMatchObject([{ key: 'k', uploadId: id, outcome: 'aborted', bytes: 1_234 }])
  })

  test('after a run whose inputs could not be read', async () => {
    const report = jsonReport(await runAction({ ...inputs, 'max-age': '7' }))

    expectToAddUp(report)
    expect(report).toMatchObject({ dryRun: null, policy: null, buckets: [], ending: 'completed' })
    expect(report.problems).toEqual([expect.stringContaining('Input `max-age`')])
  })

  test('after a run outside GitHub Actions', async () => {
    const env = { GITHUB_REPOSITORY: '', GITHUB_RUN_ID: '' }

    expect(jsonReport(await runAction(inputs, { env }))).toMatchObject({ run: null })
  })

  test('after a run that met every hostile key, to the byte', async () => {
    const keys = Object.values(HOSTILE_KEYS).flat()
    for (const key of keys) stale(key)

    const report = jsonReport(await runAction({ ...inputs, 'dry-run': 'true' }))

    expectToAddUp(report)
    const bytes = (key: string): string => Buffer.from(key).toString('hex')
    expect(
      uploadsIn(report)
        .map(({ key }) => bytes(key))
        .sort(),
    ).toEqual(keys.map(bytes).sort())
  })
})
