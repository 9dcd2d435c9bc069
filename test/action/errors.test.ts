import { afterEach, beforeEach, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import { type RunResult, runAction } from './run.ts'

let server: S3Server
let inputs: Record<string, string>

beforeEach(async () => {
  const denied = { accessKeyId: 'AKIADENIED', secretAccessKey: 'denied-secret' }
  server = await startS3Server({
    accounts: [
      { accessKeyId: 'AKIAEMBEDDED', secretAccessKey: 'embedded-secret' },
      { ...denied, denied: ['ListMultipartUploads'] },
      { accessKeyId: 'AKIABLIND', secretAccessKey: 'blind-secret', denied: ['ListParts'] },
      { accessKeyId: 'AKIAREADER', secretAccessKey: 'reader-secret', denied: ['AbortMultipartUpload'] },
    ],
  })
  server.createBucket('my-bucket')
  server.createUpload('my-bucket', 'stale', { initiated: new Date(0), uploadId: 'too-old-to-be-true' })
  server.createUpload('my-bucket', 'k', { initiated: new Date(Date.now() - 30 * 86_400_000) })
  inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
  }
})
afterEach(() => server.close())

function errors({ stdout }: RunResult): string[] {
  return stdout.split('\n').filter((line) => line.startsWith('::error::'))
}

test('every problem of the inputs is named at once, before the first request', async () => {
  const run = await runAction({ ...inputs, 'max-age': '7', 'dry-run': 'yse', 'fail-on': 'x' })

  expect(run.exitCode).toBe(1)
  expect(errors(run)).toEqual([
    '::error::Input `max-age`: `7` has no unit. Write a number with a unit (s, m, h, d, w), for example `max-age: 7d`, `36h`, `1d12h`, or ISO 8601 `P7D`.',
    '::error::Input `dry-run`: `yse` is neither `true` nor `false`. Write for example `dry-run: true`.',
    '::error::Input `fail-on`: `x` is not one of `failed`, `stale`, `deferred`, `never`. Write for example `fail-on: failed, deferred`.',
  ])
  expect(server.requests).toEqual([])
  expect(run.outputs).toMatchObject({ listed: '0', aborted: '0' })
  expect(run.summary).toContain('Nothing was done: the inputs need mending.')
})

test('an empty duration, as a variable that does not exist gives it, is an error and not the default', async () => {
  const run = await runAction({ ...inputs, 'max-age': '', 'min-idle': ' ' })

  expect(errors(run)).toEqual([
    '::error::Input `max-age`: is empty. Write a number with a unit (s, m, h, d, w), for example `max-age: 7d`, `36h`, `1d12h`, or ISO 8601 `P7D`.',
    '::error::Input `min-idle`: is empty. Write a number with a unit (s, m, h, d, w), for example `min-idle: 1h`, `36h`, `1d12h`, or ISO 8601 `P7D`.',
  ])
  expect(server.requests).toEqual([])
})

test.each([
  [
    'a wrong secret',
    { 'secret-access-key': 'wrong' },
    'The store refused the signature (SignatureDoesNotMatch',
  ],
  ['an unknown key', { 'access-key-id': 'AKIANOBODY' }, 'Correct `access-key-id`'],
  ['a bucket that does not exist', { bucket: 'no-such-bucket' }, 'There is no bucket `no-such-bucket`'],
  ['a closed port', { endpoint: 'http://127.0.0.1:1' }, 'Nothing listens at the endpoint http://127.0.0.1:1'],
  [
    'a missing permission to list',
    { 'access-key-id': 'AKIADENIED', 'secret-access-key': 'denied-secret' },
    'Grant them `s3:ListBucketMultipartUploads`',
  ],
  [
    'a missing permission to look',
    { 'access-key-id': 'AKIABLIND', 'secret-access-key': 'blind-secret' },
    'Grant them `s3:ListMultipartUploadParts`',
  ],
  [
    'a missing permission to abort',
    { 'access-key-id': 'AKIAREADER', 'secret-access-key': 'reader-secret' },
    'Grant them `s3:AbortMultipartUpload`',
  ],
])('%s is one line with the mend', async (_name, wrong, expected) => {
  const run = await runAction({ ...inputs, ...wrong })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(errors(run)).toEqual([expect.stringContaining(expected)])
  expect(run.outputs).toMatchObject({ aborted: '0' })
  expect(run.summary).toContain('## Abort stale multipart uploads')
  expect(server.uploads('my-bucket')).toHaveLength(2)
})

test('a bucket that cannot be listed keeps the others from nothing', async () => {
  const run = await runAction({ ...inputs, bucket: 'no-such-bucket\nmy-bucket' })

  expect(run.exitCode).toBe(1)
  expect(run.outputs).toMatchObject({ aborted: '1', kept: '1' })
})

test('secrets are masked before anything else is said', async () => {
  const run = await runAction({ ...inputs, 'secret-access-key': 'a-secret' })

  expect(run.stdout.split('\n').slice(0, 2)).toEqual(['::add-mask::AKIAEMBEDDED', '::add-mask::a-secret'])
  expect(run.stdout.split('a-secret')).toHaveLength(2)
})

test('a bucket that a glob finds and that cannot be addressed is left out and named, and the others go on', async () => {
  const body = `<ListAllMyBucketsResult><Buckets><Bucket><Name>..</Name></Bucket><Bucket><Name>my-bucket</Name></Bucket></Buckets></ListAllMyBucketsResult>`
  server.fault({ when: ({ operation }) => operation === 'ListBuckets', do: { status: 200, body } })

  const run = await runAction({ ...inputs, bucket: '*' })

  expect(run.outputs).toMatchObject({ listed: '2', aborted: '1' })
  expect(errors(run)).toContain(
    '::error::The store lists a bucket that cannot be addressed, and it was left out: `..` is not a bucket name: in a URL it would address another bucket.',
  )
  expect(run.exitCode).toBe(1)
})

test('keys and region in the environment may end in a line break, as pasted secrets do', async () => {
  const { 'access-key-id': id = '', 'secret-access-key': secret = '', ...rest } = inputs
  const env = {
    AWS_ACCESS_KEY_ID: `${id}\n`,
    AWS_SECRET_ACCESS_KEY: `${secret}\n`,
    AWS_REGION: 'us-east-1\n',
  }

  const run = await runAction(rest, { env })

  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({ aborted: '1' })
})

test('a key that no header can hold is one line with the mend, without the key', async () => {
  const run = await runAction({ ...inputs, 'access-key-id': 'ключ' })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(errors(run)[0]).toContain('hold a character that cannot be sent')
  expect(run.stdout.split('ключ')).toHaveLength(2)
})

test.each([
  { endpoint: 'user:hidden-word@s3.example.com:9000' },
  { endpoint: 'https://user:hidden#-word@s3.example.com' },
  { endpoint: 's3://user:hidden-word@s3.example.com' },
  { endpoint: 'https://s3.example.com/?X-Amz-Signature=hidden-word' },
  { bucket: 'https://user:hidden-word@s3.example.com/my-bucket' },
  { bucket: 's3://user:hidden-word@my-bucket/k' },
  { bucket: 'user:hidden-word@s3.example.com/my-bucket' },
])('a password in %o is never shown', async (wrong) => {
  const run = await runAction({ ...inputs, ...wrong })

  expect(run.exitCode).toBe(1)
  expect(run.stdout + run.summary + JSON.stringify(run.report)).not.toContain('hidden')
})

test('a log that nobody reads any more keeps nothing from being done', async () => {
  const run = await runAction(inputs, { stdoutIsClosed: true })

  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({ aborted: '1' })
})

test('a secret that the store repeats in its message is shown nowhere, escaped or not', async () => {
  server.fault({ do: { status: 403, code: 'X', message: 'my_secret_token, signed with embedded-secret' } })

  const run = await runAction({ ...inputs, 'session-token': 'my_secret_token' })

  expect(errors(run)).toEqual([expect.stringContaining('"***, signed with ***"')])
  expect(run.summary + JSON.stringify(run.report)).not.toMatch(/secret.{0,5}token|embedded-secret/)
})

test.each([
  ['bucket', 'https://my-bucket.s3.amazonaws.com/k?X-Amz-Expires=9&X-Amz-Signature=0123456789abcdef'],
  ['bucket', 'my-bucket?X-Amz-Signature=0123456789abcdef'],
  ['endpoint', 's3.example.com/?X-Amz-Signature=0123456789abcdef'],
  ['endpoint', 'https://s3 .example.com/?X-Amz-Signature=0123456789abcdef'],
])('the signature of a signed URL in %s is not shown', async (name, value) => {
  const run = await runAction({ ...inputs, [name]: value })

  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain(`::error::Input \`${name}\`: `)
  expect(JSON.stringify(run)).not.toContain('0123456789abcdef')
})
