import { posix } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import { element } from '../s3-server/xml.ts'
import { errors } from './annotations.ts'
import { assertOnlyUploadsEnded } from './guard.ts'
import { jsonReport } from './json-report.ts'
import { runAction } from './run.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date(Date.now() - 30 * DAY_MS)
const EARLIER_STILL = new Date(Date.now() - 40 * DAY_MS)
const JUST_NOW = new Date(Date.now() - 60_000)

const CONTROL_CHARACTERS = String.fromCharCode(...Array.from({ length: 31 }, (_, at) => at + 1), 0x7f)

/** Names that something on the way may resolve, trim, cut off, decode or take for another part of the URL. */
const KEYS = [
  '.',
  '..',
  '../x',
  '../other-bucket/x',
  'x/../y',
  'x/.',
  '/',
  '//',
  '/lead',
  'a//b',
  'trail/',
  ' ',
  ' sp ',
  '\t',
  '%',
  '%2F',
  '%2e%2e',
  '%00',
  '+',
  'a+b c',
  '?',
  '?uploadId=',
  'k?uploadId=x&y',
  '#',
  'k#fragment',
  '&uploadId=',
  ';',
  ':',
  '\\',
  '*',
  "'()!",
  '🧹',
  'e\u0301',
  'é',
  'new\nline',
  '\r\n',
  CONTROL_CHARACTERS,
  '\uffff',
  'l'.repeat(1_024),
  '€'.repeat(341),
]

/** What a key becomes in the hands of somebody who means well. Whoever ends that instead has ended another upload. */
function neighboursOf(key: string): string[] {
  const changed = [
    posix.normalize(key),
    posix.join('/', key).slice(1),
    key.trim(),
    key.replace(/^\/+/, ''),
    key.replace(/\/+$/, ''),
    key.replace(/\/+/g, '/'),
    key.replace(/[?#].*$/s, ''),
    key.replaceAll('+', ' '),
    key.replaceAll('\r\n', '\n'),
    key.normalize('NFC'),
    key.slice(0, 1_023),
    encodeURIComponent(key),
    decoded(key),
  ]
  return changed.filter((name) => name !== '' && name !== key)
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

let server: S3Server
let inputs: Record<string, string>

beforeEach(async () => {
  server = await startS3Server({ verifySignatures: false })
  for (const bucket of ['my-bucket', 'other-bucket']) server.createBucket(bucket)
  inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
  }
})
afterEach(() => server.close())

/** `bucket key id` of every upload in progress, over all buckets. */
function uploadsLeft(): string[] {
  const all = server
    .buckets()
    .flatMap((bucket) =>
      server.uploads(bucket).map(({ key, uploadId }) => JSON.stringify([bucket, key, uploadId])),
    )
  return all.sort()
}

function objectsLeft(): string[] {
  return server.buckets().flatMap((bucket) => server.objects(bucket).map((key) => `${bucket} ${key}`))
}

function deletes(): { target: string; key: string | undefined; uploadId: string | undefined }[] {
  return server.requests.filter(({ method }) => method === 'DELETE')
}

test('each stale upload is ended by its own key and id; objects and uploads beside it stay, whatever the key', async () => {
  const kept: string[] = []
  for (const key of KEYS) {
    server.createUpload('my-bucket', key, { uploadId: `stale ${key}`, initiated: LONG_AGO })
    const active = { initiated: EARLIER_STILL, parts: [{ size: 1, lastModified: JUST_NOW }] }
    kept.push(JSON.stringify(['my-bucket', key, server.createUpload('my-bucket', key, active)]))
    for (const bucket of ['my-bucket', 'other-bucket']) {
      for (const name of new Set([key, ...neighboursOf(key)])) {
        server.putObject(bucket, name, 'finished')
        const uploadId = server.createUpload(bucket, name, { initiated: JUST_NOW })
        kept.push(JSON.stringify([bucket, name, uploadId]))
      }
    }
  }
  const objects = objectsLeft()

  const run = await runAction(inputs)

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({
    kept: String(kept.filter((upload) => upload.startsWith('["my-bucket"')).length),
    stale: String(KEYS.length),
    aborted: String(KEYS.length),
    'already-gone': '0',
    failed: '0',
  })
  expect(uploadsLeft()).toEqual(kept.sort())
  expect(objectsLeft()).toEqual(objects)
  expect(server.buckets()).toEqual(['my-bucket', 'other-bucket'])
  const ended = deletes().map(({ key, uploadId }) => [key, uploadId])
  expect(ended.sort()).toEqual(KEYS.map((key) => [key, `stale ${key}`]).sort())
  for (const { target } of deletes()) expect(target).toMatch(/^\/my-bucket\/[^?#]+\?uploadId=[^&#]+$/)
})

test.each(['.', '..', '../x', '/lead', 'a//b', '%2F', '?uploadId=', '#'])(
  'the upload of the key %j can be named by key and upload-id, and is the only one to go',
  async (key) => {
    server.createUpload('my-bucket', key, { uploadId: 'wanted', initiated: JUST_NOW })
    for (const name of [key, ...neighboursOf(key)]) {
      server.putObject('my-bucket', name, 'finished')
      server.createUpload('my-bucket', name, { uploadId: `beside ${name}`, initiated: LONG_AGO })
    }
    const before = uploadsLeft()
    const objects = objectsLeft()

    const run = await runAction({ ...inputs, key, 'upload-id': 'wanted' })

    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ listed: '1', aborted: '1' })
    expect(uploadsLeft()).toEqual(before.filter((upload) => !upload.endsWith(',"wanted"]')))
    expect(objectsLeft()).toEqual(objects)
  },
)

describe('a listing with an entry that names no upload leads to no DELETE for it, and hides no other', () => {
  test.each([
    ['an empty key', '', 'ID', 'an entry without a key, for the upload id "ID"'],
    ['an empty upload id', 'k', '', 'an entry without an upload id, for the key "k"'],
    ['an upload id of white space', 'k', ' \n\t ', 'an entry without an upload id, for the key "k"'],
    ['neither', '', '', 'an entry without an upload id, for the key ""'],
    ['no element for the key', undefined, 'ID', 'an entry without a key, for the upload id "ID"'],
    ['no element for the id', 'k', undefined, 'an entry without an upload id, for the key "k"'],
  ])('%s', async (_what, key, uploadId, described) => {
    server.putObject('my-bucket', 'k', 'finished')
    server.createUpload('my-bucket', 'beside', { uploadId: 'beside', initiated: LONG_AGO })
    const entry = `<Upload>${element('Key', key)}${element('UploadId', uploadId)}${element('Initiated', LONG_AGO.toISOString())}</Upload>`
    server.fault({
      when: ({ operation }) => operation === 'ListMultipartUploads',
      do: {
        respond: (answer) => ({
          ...answer,
          body: String(answer.body).replace('<Upload>', `${entry}<Upload>`),
        }),
      },
    })

    const run = await runAction({ ...inputs, 'min-idle': '0', verify: 'false' })

    expect(deletes().map(({ target }) => target)).toEqual(['/my-bucket/beside?uploadId=beside'])
    expect(server.objects('my-bucket')).toEqual(['k'])
    expect(run.exitCode).toBe(1)
    expect(errors(run)).toEqual([`The listing of \`my-bucket\` holds ${described}. It was left alone.`])
    expect(jsonReport(run).buckets[0]?.problems).toEqual([{ message: errors(run)[0], times: 1 }])
    expect(run.outputs).toMatchObject({ listed: '1', aborted: '1' })
  })
})

describe('inputs that name no upload or no bucket are refused, and nothing is asked of the store', () => {
  beforeEach(() => {
    server.putObject('my-bucket', 'k', 'finished')
    server.createUpload('my-bucket', 'k', { uploadId: 'ID', initiated: LONG_AGO })
  })

  test.each([
    [
      'a key, and an empty upload-id',
      { key: 'k', 'upload-id': '' },
      'Input `key`: `k` is set without `upload-id`.',
    ],
    ['a blank upload-id', { 'upload-id': '  ' }, 'Input `upload-id`: is blank.'],
    ['a key, and a blank upload-id', { key: 'k', 'upload-id': '\n' }, 'Input `upload-id`: is blank.'],
    ['a blank key', { key: ' \n ', 'upload-id': 'ID' }, 'Input `key`: is blank.'],
    ['an empty bucket', { bucket: '' }, 'Input `bucket`: is required.'],
    ['a blank bucket', { bucket: ' \n ' }, 'Input `bucket`: is required.'],
    ['the bucket .', { bucket: '.' }, 'Input `bucket`: `.` is not a bucket name'],
    ['the bucket ..', { bucket: '..' }, 'Input `bucket`: `..` is not a bucket name'],
    ['a bucket with a slash', { bucket: 'a/b' }, 'Input `bucket`: `a/b` is not a bucket name'],
    [
      'a bucket that goes up',
      { bucket: '../my-bucket' },
      'Input `bucket`: `../my-bucket` is not a bucket name',
    ],
    ['a bucket with a query', { bucket: 'a?b' }, 'Input `bucket`: `a?b` is not a bucket name'],
    ['a bucket with a fragment', { bucket: 'a#b' }, 'Input `bucket`: `a#b` is not a bucket name'],
    ['a bucket with a space', { bucket: 'a b' }, 'Input `bucket`: `a b` is not a bucket name'],
    [
      'one such bucket beside a good one',
      { bucket: 'my-bucket\n..' },
      'Input `bucket`: `..` is not a bucket name',
    ],
  ])('%s', async (_what, wrong, expected) => {
    const run = await runAction({ ...inputs, ...wrong })

    expect(run.exitCode).toBe(1)
    expect(errors(run).some((error) => error.startsWith(expected))).toBe(true)
    expect(Object.fromEntries(server.requestCounts)).toEqual({})
    expect(uploadsLeft()).toHaveLength(1)
  })
})

test.each(['.', '..', '../my-bucket', 'my-bucket/k'])(
  'a bucket that a store lists as %j is left alone, and the good one beside it is cleaned',
  async (name) => {
    server.createUpload('my-bucket', 'k', { uploadId: 'ID', initiated: LONG_AGO })
    server.fault({
      when: ({ operation }) => operation === 'ListBuckets',
      do: {
        respond: (answer) => ({
          ...answer,
          body: String(answer.body).replace('<Name>other-bucket</Name>', element('Name', name)),
        }),
      },
    })

    const run = await runAction({ ...inputs, bucket: '**' })

    expect(run.exitCode).toBe(1)
    expect(errors(run)).toEqual([
      expect.stringContaining(
        `The store lists a bucket that cannot be addressed, and it was left out: \`${name}\` is not a bucket name`,
      ),
    ])
    expect(run.outputs).toMatchObject({ aborted: '1', failed: '0' })
    expect(new Set(server.requests.map(({ target }) => target.split('?')[0]))).toEqual(
      new Set(['/', '/my-bucket/', '/my-bucket/k']),
    )
    expect(uploadsLeft()).toEqual([])
  },
)

describe('the embedded server does what a wrong request asks for, as Ceph does, and every run is watched for one', () => {
  beforeEach(() => server.putObject('my-bucket', 'k', 'finished'))

  test.each([
    ['without an upload id', '/my-bucket/k'],
    ['with an empty upload id', '/my-bucket/k?uploadId='],
  ])('a DELETE %s deletes the object', async (_how, target) => {
    await fetch(`${server.endpoint}${target}`, { method: 'DELETE' })

    expect(server.objects('my-bucket')).toEqual([])
    expect(() => assertOnlyUploadsEnded([server])).toThrow(
      `Requests that delete what is no upload: ${target}`,
    )
  })

  test.each(['/other-bucket', '/other-bucket/', '/other-bucket/?uploadId=ID'])(
    'a DELETE without a key, %s, deletes the bucket',
    async (target) => {
      await fetch(`${server.endpoint}${target}`, { method: 'DELETE' })

      expect(server.buckets()).toEqual(['my-bucket'])
      await expect(runAction(inputs)).rejects.toThrow(`Requests that delete what is no upload: ${target}`)
    },
  )
})
