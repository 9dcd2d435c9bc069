import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import {
  bucketReport,
  INPUTS,
  staleUpload,
  temporaryFolder,
  totals,
  writeShard,
} from '../unit/sum-up/reports.ts'
import { type RunOptions, type RunResult, runAction, SUM_UP } from './run.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date(Date.now() - 30 * DAY_MS)
const YESTERDAY = new Date(Date.now() - DAY_MS)
const JUST_NOW = new Date(Date.now() - 60_000)
const MB = 1_000_000

/** A bucket with 300 stale uploads of 1 MB, 100 young ones, 50 active ones and 50 under a prefix that is left out. */
async function seededServer(): Promise<S3Server> {
  const server = await startS3Server()
  onTestFinished(() => server.close())
  server.createBucket('my-bucket')
  const old = [{ size: MB, lastModified: LONG_AGO }]
  for (let n = 0; n < 300; n++)
    server.createUpload('my-bucket', `stale/${n}`, { initiated: LONG_AGO, parts: old })
  for (let n = 0; n < 100; n++) server.createUpload('my-bucket', `young/${n}`, { initiated: YESTERDAY })
  for (let n = 0; n < 50; n++) {
    const parts = [...old, { size: MB, lastModified: JUST_NOW }]
    server.createUpload('my-bucket', `active/${n}`, { initiated: LONG_AGO, parts })
  }
  for (let n = 0; n < 50; n++)
    server.createUpload('my-bucket', `keep/${n}`, { initiated: LONG_AGO, parts: old })
  return server
}

function inputsFor(server: S3Server): Record<string, string> {
  return {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    exclude: 'keep/**',
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
  }
}

function idsLeft(server: S3Server): string[] {
  return server
    .uploads('my-bucket')
    .map(({ uploadId }) => uploadId)
    .sort()
}

/** Each run has a runner of its own; what it leaves in its temporary folder is what the job uploads. */
function shardOptions(folder: string, index: number): RunOptions {
  return { env: { RUNNER_TEMP: join(folder, String(index)) } }
}

function sumUp(
  inputs: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
): Promise<RunResult> {
  return runAction(inputs, { action: SUM_UP, env })
}

function errors({ stdout }: RunResult): string[] {
  return stdout.split('\n').filter((line) => line.startsWith('::error::'))
}

test('three shards abort each stale upload exactly once, and add up to what one run does', async () => {
  const [shared, alone] = [await seededServer(), await seededServer()]
  const staleIds = shared
    .uploads('my-bucket')
    .flatMap(({ key, uploadId }) => (key.startsWith('stale/') ? uploadId : []))
  const folder = temporaryFolder()

  const shards = await Promise.all(
    [1, 2, 3].map((index) =>
      runAction({ ...inputsFor(shared), shard: `${index}/3` }, shardOptions(folder, index)),
    ),
  )
  const [sum, whole] = [await sumUp({ reports: folder }), await runAction(inputsFor(alone))]

  expect(shards.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
  const aborts = shared.requests.filter(({ operation }) => operation === 'AbortMultipartUpload')
  expect(aborts.map(({ uploadId }) => uploadId).sort()).toEqual(staleIds.sort())
  expect(shared.uploads('my-bucket').map(({ key }) => key)).toEqual(
    alone.uploads('my-bucket').map(({ key }) => key),
  )
  const { 'report-path': _, ...wholeOutputs } = whole.outputs
  expect(sum).toMatchObject({ exitCode: 0, stderr: '' })
  expect(sum.outputs).toEqual({ ...wholeOutputs, shards: '3' })
  expect(sum.outputs).toEqual({
    listed: '500',
    stale: '300',
    aborted: '300',
    'already-gone': '0',
    failed: '0',
    deferred: '0',
    kept: '200',
    'bytes-freed': String(300 * MB),
    shards: '3',
  })
  expect(shards.map(({ summary }) => summary.split('\n')[2])).toEqual(
    shards.map(
      ({ outputs: { aborted } }, at) =>
        `**Aborted ${aborted} stale uploads and freed ${aborted} MB in \`my-bucket\`, shard ${at + 1}/3.**`,
    ),
  )
  // No share is idle: the work is shared, not only split.
  expect(shards.map(({ outputs }) => Number(outputs.aborted) > 60)).toEqual([true, true, true])
})

test('a shard stays the same while other uploads come and go', async () => {
  const server = await seededServer()
  const folder = temporaryFolder()
  const look = { ...inputsFor(server), shard: '1/3', 'dry-run': 'true' }
  const staleKeys = ({ report }: RunResult): string[] =>
    [...JSON.stringify(report).matchAll(/"key":"(stale\/\d+)"/g)].map(([, key = '']) => key).sort()

  const before = await runAction(look, shardOptions(folder, 1))
  for (let n = 0; n < 200; n++) server.createUpload('my-bucket', `new/${n}`, { initiated: LONG_AGO })
  await runAction({ ...inputsFor(server), shard: '2/3' }, shardOptions(folder, 2))
  const after = await runAction(look, shardOptions(folder, 3))

  expect(staleKeys(before).length).toBeGreaterThan(60)
  expect(staleKeys(after)).toEqual(staleKeys(before))
  expect(Number(after.outputs.stale)).toBeGreaterThan(Number(before.outputs.stale))
})

test('a dry run of all shards adds up, and aborts nothing', async () => {
  const server = await seededServer()
  const ids = idsLeft(server)
  const folder = temporaryFolder()
  for (const index of [1, 2])
    await runAction(
      { ...inputsFor(server), shard: `${index}/2`, 'dry-run': 'true' },
      shardOptions(folder, index),
    )

  const sum = await sumUp({ reports: `${folder}/**/report-*.json` })

  expect(sum.exitCode).toBe(0)
  expect(sum.outputs).toMatchObject({ stale: '300', aborted: '0', 'bytes-freed': '0', shards: '2' })
  expect(sum.summary).toContain(
    '**Would abort 300 stale uploads and free 300 MB in `my-bucket` (dry run). 2 of 2 shards reported.**',
  )
  expect(idsLeft(server)).toEqual(ids)
})

test('a shard that happens to be empty does not say that nothing is under the prefix', async () => {
  const server = await startS3Server()
  onTestFinished(() => server.close())
  server.createBucket('my-bucket')
  server.createUpload('my-bucket', '/logs/a', { initiated: YESTERDAY })
  const folder = temporaryFolder()

  const shards = await Promise.all(
    [1, 2].map((index) =>
      runAction({ ...inputsFor(server), prefix: '/logs/', shard: `${index}/2` }, shardOptions(folder, index)),
    ),
  )

  expect(shards.map(({ outputs }) => outputs.listed).sort()).toEqual(['0', '1'])
  for (const { stdout } of shards) expect(stdout).not.toContain('::warning::')
})

const TWO_YOUNG = { young: 2, active: 0, excluded: 0, 'unknown-age': 0, 'unknown-activity': 0 }
const ONE_ABORTED = bucketReport({
  totals: totals({
    listed: 3,
    stale: 1,
    aborted: 1,
    kept: 2,
    keptBecause: TWO_YOUNG,
    bytesFreed: { bytes: 1_000, isExact: true },
  }),
})

test('the summary leads with one sentence, and shows a table of buckets and one of shards', async () => {
  const folder = temporaryFolder()
  for (const shard of ['1/2', '2/2']) writeShard(folder, shard, { buckets: [ONE_ABORTED] })

  const { exitCode, summary } = await sumUp({ reports: folder })

  expect(exitCode).toBe(0)
  expect(summary.trimEnd()).toBe(
    [
      '## Abort stale multipart uploads',
      '**Aborted 2 stale uploads and freed 2 kB in `my-bucket`. 2 of 2 shards reported.**',
      '| Bucket | Prefix | Listed | Kept | Stale | Aborted | Freed | Already gone | Failed | Deferred |\n' +
        '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n' +
        '| `my-bucket` | all | 6 | 4 | 2 | 2 | 2 kB | 0 | 0 | 0 |',
      '| Shard | Run | Listed | Kept | Stale | Aborted | Freed | Already gone | Failed | Deferred |\n' +
        '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n' +
        '| 1/2 | completed, 1 minute 30 seconds | 3 | 2 | 1 | 1 | 1 kB | 0 | 0 | 0 |\n' +
        '| 2/2 | completed, 1 minute 30 seconds | 3 | 2 | 1 | 1 | 1 kB | 0 | 0 | 0 |\n' +
        '| **Total** |  | 6 | 4 | 2 | 2 | 2 kB | 0 | 0 | 0 |',
      '**Kept:** 4 younger than `max-age`.',
      '<sub>Stale is what was started more than 7 days ago and no part arrived for 1 hour. Finished objects are never touched.</sub>',
    ].join('\n\n'),
  )
})

test('a missing shard fails the step; the outputs are the sums of the others, and the bytes are unknown', async () => {
  const folder = temporaryFolder()
  for (const shard of ['1/3', '3/3']) writeShard(folder, shard, { buckets: [ONE_ABORTED] })

  const sum = await sumUp({ reports: folder })

  expect(sum.exitCode).toBe(1)
  expect(errors(sum)).toEqual([
    '::error::No report of shard 2/3 could be used. See the log of its job, run it again, and then this one.',
    '::error::The run could not do all of its job; see the problems.',
  ])
  expect(sum.outputs).toMatchObject({ listed: '6', aborted: '2', 'bytes-freed': '', shards: '2' })
  expect(sum.summary).toContain('freed at least 2 kB in `my-bucket`. Not all of the job could be done')
  expect(sum.summary).toContain('2 of 3 shards reported.**')
  expect(sum.summary).toContain('| 2/3 | no report |')
})

test.each([
  ['a shard that is there twice', (folder: string) => writeShard(folder, '2/2', {}, undefined, 'twin.json')],
  ['a file that is no report', (folder: string) => writeFileSync(join(folder, 'twin.json'), '{"name": "x"}')],
  [
    'a report under another policy',
    (folder: string) =>
      writeShard(folder, '2/2', { inputs: { ...INPUTS, dryRun: true } }, undefined, 'twin.json'),
  ],
])('%s fails the step and is named; the other reports are added up', async (_, write) => {
  const folder = temporaryFolder()
  for (const shard of ['1/2', '2/2']) writeShard(folder, shard, { buckets: [ONE_ABORTED] })
  write(folder)

  const sum = await sumUp({ reports: folder })

  expect(sum.exitCode).toBe(1)
  expect(errors(sum)[0]).toContain(join(folder, 'twin.json'))
  expect(sum.outputs).toMatchObject({ listed: '6', aborted: '2', 'bytes-freed': '2000', shards: '2' })
})

test('the report of a cancelled shard fails the step, and says which job is to be run again', async () => {
  const folder = temporaryFolder()
  writeShard(folder, '1/2', { buckets: [ONE_ABORTED] })
  writeShard(folder, '2/2', { ending: 'cancelled', problems: ['The run was cancelled.'] })

  const sum = await sumUp({ reports: folder })

  expect(sum.exitCode).toBe(1)
  expect(errors(sum)).toContain('::error::The run was cancelled.')
  expect(sum.summary).toContain('The run was cancelled before it was done. 2 of 2 shards reported.')
  expect(sum.summary).toContain('run its job again, and then this one')
})

test('without any report the step fails and says what a workflow needs', async () => {
  const folder = temporaryFolder()

  const sum = await sumUp({ reports: `${folder}/reports` })

  expect(sum.exitCode).toBe(1)
  expect(errors(sum)).toEqual([
    `::error::There is no report at \`${folder}/reports\`. Have each shard upload its report (actions/upload-artifact, with \`if: always()\`), download them before this step (actions/download-artifact), and name where to in \`reports\`.`,
    '::error::The reports do not make up one whole; see the problems.',
  ])
  expect(sum.outputs).toMatchObject({ listed: '0', 'bytes-freed': '', shards: '0' })
  expect(sum.summary).toContain('**Nothing could be added up; see the problems.**')
})

test('every problem of the inputs is named at once', async () => {
  const sum = await sumUp({ reports: '', 'fail-on': 'x', summary: 'maybe', bucket: 'b' })

  expect(sum.exitCode).toBe(1)
  expect(errors(sum).slice(0, -1)).toEqual([
    '::error::Input `bucket` is unknown. The inputs are: reports, fail-on, summary.',
    '::error::Input `reports`: is required. Write for example `reports: reports/`.',
    '::error::Input `fail-on`: `x` is not one of `failed`, `stale`, `deferred`, `never`. Write for example `fail-on: failed, deferred`.',
    '::error::Input `summary`: `maybe` is neither `true` nor `false`. Write for example `summary: true`.',
  ])
})

test.each([
  ['failed', 1, ['::error::2 uploads could not be aborted.']],
  ['stale', 1, ['::error::Stale uploads were found (6), and `fail-on` names `stale`.']],
  ['deferred', 1, ['::error::Uploads were deferred by `max-aborts` (4), and `fail-on` names `deferred`.']],
  ['never', 0, []],
])('fail-on: %s goes by the sums', async (failOn, exitCode, expected) => {
  const folder = temporaryFolder()
  const own = totals({ listed: 3, stale: 3, failed: 1, deferred: 2 })
  for (const shard of ['1/2', '2/2']) writeShard(folder, shard, { buckets: [bucketReport({ totals: own })] })

  const sum = await sumUp({ reports: folder, 'fail-on': failOn })

  expect(sum.exitCode).toBe(exitCode)
  expect(errors(sum)).toEqual(expected)
})

test('a missing shard fails the step whatever fail-on names, but for never', async () => {
  const folder = temporaryFolder()
  writeShard(folder, '1/2')

  expect((await sumUp({ reports: folder, 'fail-on': 'stale' })).exitCode).toBe(1)
  const never = await sumUp({ reports: folder, 'fail-on': 'never' })
  expect(never.exitCode).toBe(0)
  expect(never.stdout).toContain('::warning::No report of shard 2/2 could be used.')
})

test('summary: false writes none', async () => {
  const folder = temporaryFolder()
  writeShard(folder, '1/1')

  expect((await sumUp({ reports: folder, summary: 'false' })).summary).toBe('')
})

test('texts of strangers in a report steer neither the log nor the summary', async () => {
  const hostile = '\n::error::pwned\n##[error]pwned <img src=x> `|` [x](https://evil.example) @octocat\u202e'
  const folder = temporaryFolder()
  const outcome = { kind: 'failed', error: hostile } as const
  const bucket = bucketReport({
    bucket: hostile,
    totals: totals({ listed: 2, stale: 2, failed: 2 }),
    prefixes: [{ prefix: hostile, totals: totals({ listed: 2, stale: 2, failed: 2 }) }],
    problems: [{ message: hostile, times: 1 }],
    warnings: [hostile],
    stale: [
      staleUpload(`a${hostile}`, { bucket: hostile, outcome }),
      staleUpload(`b${hostile}`, { bucket: hostile, outcome }),
    ],
  })
  writeShard(folder, '1/2', { buckets: [bucket], problems: [hostile] }, undefined, `x ${'`<b>|'}.json`)
  const run = { repository: hostile, workflow: hostile, job: hostile, runId: 1, attempt: 1, url: hostile }
  writeShard(folder, '2/2', { buckets: [bucketReport()] }, run)

  const { stdout, summary } = await sumUp({ reports: folder })

  const commands = stdout.split('\n').filter((line) => /^\s*::|##\[/.test(line))
  expect(
    commands.filter(
      (line) => !/^::(?:group::Adding up|endgroup::|error::(?:Shard|No report|2 uploads))/.test(line),
    ),
  ).toEqual([])
  const outsideOfCode = summary.replace(/`[^`\n]*`/g, '')
  expect(outsideOfCode).not.toMatch(/^::|<img|<b>|\]\(https|@octocat|https:\/\/evil|`/m)
  expect(summary).not.toMatch(/##\[|\u202e/)
  expect(summary).toContain('### Not aborted')
  const cells = summary.split('\n').filter((line) => line.startsWith('|'))
  for (const row of cells) expect([5, 10]).toContain(row.split(' | ').length)
})

test('a report of 300,000 uploads is added up in 32 MB of memory', async () => {
  const folder = temporaryFolder()
  const stale = Array.from({ length: 300_000 }, (_, at) =>
    staleUpload(`some/rather/long/key/of/a/backup/${at}`),
  )
  const own = totals({
    listed: 300_000,
    stale: 300_000,
    aborted: 300_000,
    bytesFreed: { bytes: 3e8, isExact: true },
  })
  writeShard(folder, '1/1', { buckets: [bucketReport({ totals: own, stale })] })

  const sum = await sumUp({ reports: folder }, { NODE_OPTIONS: '--max-old-space-size=32' })

  expect(sum).toMatchObject({ exitCode: 0, stderr: '' })
  expect(sum.outputs).toMatchObject({ aborted: '300000', 'bytes-freed': '300000000' })
  expect(sum.summary).toContain('<details><summary>Largest stale uploads</summary>')
})

test('the bundle can speak to no store and no other host', () => {
  const dist = new URL('../../dist/sum-up/', import.meta.url)
  expect(readdirSync(dist).sort()).toEqual(['index.js', 'licenses.txt', 'package.json'])
  const bundle = readFileSync(new URL('index.js', dist), 'utf8')
  const modules = [...bundle.matchAll(/createRequire\(import\.meta\.url\)\("(.+?)"\)/g)].map(
    ([, name]) => name,
  )
  expect(modules.sort()).toEqual(['crypto', 'fs', 'node:fs', 'node:path', 'node:util', 'os'])
  expect(bundle).not.toMatch(/\bfetch\(|\bWebSocket\b/)
})

test.each(['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'])(
  'where the file of %s cannot be written, that is said, and the rest is done',
  async (variable) => {
    const run = await runAction(
      { reports: '/nowhere' },
      { action: SUM_UP, env: { [variable]: '/nowhere/file' } },
    )

    expect(run.stderr).toBe('')
    expect(run.stdout).toContain('could not be written: Missing file at path: /nowhere/file')
    expect(run.stdout).toContain('There is no report at `/nowhere`')
    expect(run.exitCode).toBe(1)
  },
)
