import { afterEach, beforeEach, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import { commandsIn, readOutputFile } from './as-runner.ts'
import { HOSTILE_KEYS, HOSTILE_MESSAGE } from './hostile-keys.ts'
import { jsonReport } from './json-report.ts'
import { type RunResult, runAction } from './run.ts'
import { foreignMarkup } from './summary-markup.ts'

const LONG_AGO_MS = Date.UTC(2020, 0, 1)
const OUTPUTS = [
  'listed',
  'stale',
  'aborted',
  'already-gone',
  'failed',
  'deferred',
  'kept',
  'bytes-freed',
  'report-path',
]

let server: S3Server
let inputs: Record<string, string>

beforeEach(async () => {
  server = await startS3Server()
  server.createBucket('my-bucket')
  inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
    // What is found is then found in the same order every time.
    concurrency: '1',
  }
})
afterEach(() => server.close())

/** The later in the list, the younger and the larger. */
function seed(keys: readonly string[], bucket = 'my-bucket', uploadIds: readonly string[] = []): void {
  for (const [at, key] of keys.entries()) {
    const initiated = new Date(LONG_AGO_MS + at * 60_000)
    const parts = [{ size: 1_000 + at, lastModified: initiated }]
    server.createUpload(bucket, key, { initiated, parts, uploadId: uploadIds[at] ?? `id-${at}` })
  }
}

function refuse(operation: string, bucket: string, message: string): void {
  server.fault({
    when: (target) => target.operation === operation && target.bucket === bucket,
    do: { status: 403, code: 'AccessDenied', message },
  })
}

/** What differs from run to run, made the same. */
function steady(text: string): string {
  return text
    .replaceAll(new URL(server.endpoint).host, 'HOST')
    .replace(/\/\S*\/abort-stale-multipart-uploads\/report-[-\w]+\.json/g, 'REPORT')
    .replace(/ghadelimiter_[-0-9a-f]{36}(?=\n)/g, 'DELIMITER')
    .replace(/\([\d,]+ days ago\)/g, '(N days ago)')
}

/** What people see, held against what was approved: `npx vitest run test/action/hostile-keys.test.ts -u` approves anew. */
async function expectGolden(run: RunResult, name: string): Promise<void> {
  await expect(steady(run.stdout)).toMatchFileSnapshot(`golden/${name}.log.golden.txt`)
  await expect(steady(run.summary)).toMatchFileSnapshot(`golden/${name}.summary.golden.md`)
  await expect(steady(run.outputFile)).toMatchFileSnapshot(`golden/${name}.outputs.golden.txt`)
}

/** Nothing but the action has a say: not in the log, not in the outputs, not in the summary. */
function expectOnlyOurs(run: RunResult, commands: readonly string[]): void {
  expect(run.stderr).toBe('')
  expect(run.stdout).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
  expect(run.stdout).not.toContain('##[')
  expect(commandsIn(run.stdout).map(({ name }) => name)).toEqual(['add-mask', 'add-mask', ...commands])
  expect(readOutputFile(run.outputFile).map(([name]) => name)).toEqual(OUTPUTS)
  expect(foreignMarkup(run.summary)).toEqual([])
}

test.each(['commands', 'markup', 'invisible'] as const)(
  'keys that want to be %s are shown as what they are, in the log and in a summary that says why they stay',
  async (kind) => {
    const keys = HOSTILE_KEYS[kind]
    seed(keys)
    refuse('AbortMultipartUpload', 'my-bucket', 'No\n::error::@octocat')

    const run = await runAction(inputs)

    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ stale: String(keys.length), failed: String(keys.length) })
    expectOnlyOurs(run, ['group', 'endgroup', 'error'])
    await expectGolden(run, `hostile-${kind}`)
  },
)

test('uploads with hostile keys and ids go, and nothing beside them; the report has their exact names', async () => {
  const keys = Object.values(HOSTILE_KEYS).flat()
  const ids = keys.map((key, at) => `${at}&uploadId=#${key}`)
  seed(keys, 'my-bucket', ids)
  for (const key of keys) server.putObject('my-bucket', key, 'finished')
  server.createUpload('my-bucket', '::error::x', { uploadId: 'young' })

  const run = await runAction({ ...inputs, concurrency: '8' })

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ aborted: String(keys.length), kept: '1', failed: '0' })
  expect(server.uploads('my-bucket').map(({ uploadId }) => uploadId)).toEqual(['young'])
  expect(server.objects('my-bucket')).toEqual([...keys].sort())
  const { buckets } = jsonReport(run)
  const reported = buckets.flatMap(({ uploads }) => uploads.map(({ key, uploadId }) => `${uploadId} ${key}`))
  expect(reported.sort()).toEqual(keys.map((key, at) => `${ids[at]} ${key}`).sort())
  expectOnlyOurs(run, ['group', 'endgroup'])
})

test('one upload with a hostile key and id can be named by both', async () => {
  const [key, uploadId] = ['a ##[error]x?uploadId=&b', '../x?y#z&uploadId= ::error::']
  seed([key, key], 'my-bucket', [uploadId, 'another'])
  server.putObject('my-bucket', key, 'finished')

  const run = await runAction({ ...inputs, key, 'upload-id': uploadId })

  expect(run.outputs).toMatchObject({ listed: '1', aborted: '1' })
  expect(server.uploads('my-bucket').map((upload) => upload.uploadId)).toEqual(['another'])
  expect(server.objects('my-bucket')).toEqual([key])
  expectOnlyOurs(run, ['group', 'endgroup'])
})

test('what servers say in refusals, in entries that cannot be read and in pages that are none is only shown', async () => {
  for (const bucket of ['blind', 'closed', 'nameless', 'web-page']) server.createBucket(bucket)
  seed(['k'], 'blind')
  seed(HOSTILE_KEYS.markup.slice(0, 12), 'nameless')
  refuse('ListParts', 'blind', HOSTILE_MESSAGE)
  refuse('ListMultipartUploads', 'closed', HOSTILE_MESSAGE)
  server.fault({
    when: ({ operation, bucket }) => operation === 'ListMultipartUploads' && bucket === 'nameless',
    do: {
      respond: (answer) => ({
        ...answer,
        body: String(answer.body).replaceAll(/<UploadId>.*?<\/UploadId>/g, '<UploadId/>'),
      }),
    },
  })
  server.fault({
    when: ({ bucket }) => bucket === 'web-page',
    do: { status: 200, body: '<@octocat#1$x$[y](z)|`##[error]*b*/>' },
  })

  const run = await runAction({ ...inputs, bucket: 'blind\nclosed\nnameless\nweb-page' })

  expect(run.exitCode).toBe(1)
  expectOnlyOurs(
    run,
    Array.from({ length: 10 }, () => 'error'),
  )
  await expectGolden(run, 'hostile-servers')
})

test('prefixes and patterns that try to steer are only shown', async () => {
  const hostile = [
    '::error::x ##[error]y',
    '<img src=x>|`@octocat` #1',
    'a\u202eb\u001b[31m',
    '$x$ :tada: [x](y)',
  ]
  seed([...hostile.map((prefix) => `${prefix}/stale`), 'elsewhere'])

  const run = await runAction({
    ...inputs,
    'dry-run': 'true',
    prefix: [...hostile, '/::error::x'].join('\n'),
    include: '**\n##\\[error]x',
    exclude: '::error::`|<img>@octocat\n\u202e\u034f',
  })

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ stale: '4', kept: '0' })
  expectOnlyOurs(run, ['group', 'endgroup'])
  await expectGolden(run, 'hostile-prefixes')
})

test('buckets with hostile names, which a server may list, are only shown, and left out where they cannot be addressed', async () => {
  const names = [
    'x::error::',
    '::error::x ##[error]y',
    'x\n::stop-commands::x',
    '<img src=x>|`@octocat',
    'x\u202e$x$',
  ]
  for (const name of names) {
    server.createBucket(name)
    seed(['k'], name)
  }

  const run = await runAction({ ...inputs, bucket: '*' })

  expectOnlyOurs(run, ['group', 'endgroup', 'error', 'error', 'error'])
  await expectGolden(run, 'hostile-buckets')
})

test('inputs that make no sense are quoted, and not obeyed', async () => {
  const run = await runAction({
    ...inputs,
    bucket: '::error::x ##[error]y `|<img>',
    'max-age': '::stop-commands::x',
    'dry-run': HOSTILE_MESSAGE.replaceAll(/[\r\n]/g, ' '),
    'fail-on': '##[error]@octocat #1 $x$ :tada:',
    endpoint: 'https://example.com/?x=<img>&#1',
  })

  expect(run.exitCode).toBe(1)
  expect(server.requests).toEqual([])
  expectOnlyOurs(
    run,
    Array.from({ length: 5 }, () => 'error'),
  )
  await expectGolden(run, 'hostile-inputs')
})

test('a thousand of the worst keys and messages give a summary that GitHub still takes', async () => {
  const worst = '\u{10ffff}'.repeat(250)
  for (let at = 0; at < 1_000; at++) seed([`${worst}${at}`], 'my-bucket', [`id-${at}`])
  server.fault({
    when: ({ operation }) => operation === 'AbortMultipartUpload',
    do: {
      respond: (answer) => ({
        ...answer,
        status: 403,
        body: `<Error><Code>AccessDenied</Code><Message>${Math.random()}${'&lt;'.repeat(280)}</Message></Error>`,
      }),
    },
  })
  const prefixes = Array.from({ length: 100 }, (_, at) => `${'|'.repeat(1_000)}${at}/`)

  const run = await runAction({
    ...inputs,
    concurrency: '32',
    'min-idle': '0',
    verify: 'false',
    prefix: [worst, ...prefixes].join('\n'),
  })

  expect(run.outputs).toMatchObject({ failed: '1000' })
  expect(Buffer.byteLength(run.summary)).toBeGreaterThan(100_000)
  expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024)
  expect(foreignMarkup(run.summary)).toEqual([])
})
