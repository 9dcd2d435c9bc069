import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { personalities, type S3Server, startS3Server } from '../s3-server/index.ts'
import { runAction } from './run.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date(Date.now() - 30 * DAY_MS)
const YESTERDAY = new Date(Date.now() - DAY_MS)
const JUST_NOW = new Date(Date.now() - 60_000)

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
  }
})
afterEach(() => server.close())

const MB = 1_000_000

/** 2,500 uploads over three pages: 1,500 stale, 500 young, 300 active, 200 outside the prefix; objects beside them. */
function seed(): string[] {
  const kept: string[] = []
  for (let n = 0; n < 1_500; n++) stale(`backups/stale/${n}`, 2)
  for (let n = 0; n < 500; n++)
    kept.push(server.createUpload('my-bucket', `backups/young/${n}`, { initiated: YESTERDAY }))
  for (let n = 0; n < 300; n++) {
    const parts = [
      { size: MB, lastModified: LONG_AGO },
      { size: MB, lastModified: JUST_NOW },
    ]
    kept.push(server.createUpload('my-bucket', `backups/active/${n}`, { initiated: LONG_AGO, parts }))
  }
  for (let n = 0; n < 200; n++) kept.push(stale(`other/${n}`, 1))
  for (let n = 0; n < 50; n++) server.putObject('my-bucket', `backups/stale/${n}`, 'finished')
  return kept.sort()
}

function stale(key: string, parts: number): string {
  const part = { size: MB, lastModified: LONG_AGO }
  return server.createUpload('my-bucket', key, {
    initiated: LONG_AGO,
    parts: Array.from({ length: parts }, () => part),
  })
}

function idsLeft(): string[] {
  return server
    .uploads('my-bucket')
    .map(({ uploadId }) => uploadId)
    .sort()
}

test('of 2,500 uploads over three pages exactly the stale ones go, and no object is touched', async () => {
  const kept = seed()
  const objects = server.objects('my-bucket')

  const run = await runAction({ ...inputs, prefix: 'backups/' })

  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({
    listed: '2300',
    stale: '1500',
    aborted: '1500',
    'already-gone': '0',
    failed: '0',
    deferred: '0',
    kept: '800',
    'bytes-freed': String(3_000 * MB),
  })
  expect(idsLeft()).toEqual(kept)
  expect(server.objects('my-bucket')).toEqual(objects)
  expect(run.summary).toContain('**Aborted 1,500 stale uploads and freed 3 GB in `my-bucket`.**')
})

test('a dry run counts the same and aborts none', async () => {
  seed()
  const before = idsLeft()

  const run = await runAction({ ...inputs, prefix: 'backups/', 'dry-run': 'true' })

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({
    listed: '2300',
    stale: '1500',
    aborted: '0',
    kept: '800',
    'bytes-freed': '0',
  })
  expect(idsLeft()).toEqual(before)
  expect(server.requestCounts.get('AbortMultipartUpload')).toBeUndefined()
  expect(run.summary).toContain('**Would abort 1,500 stale uploads and free 3 GB in `my-bucket` (dry run).**')
})

test('an empty bucket costs one request', async () => {
  const run = await runAction(inputs)

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ listed: '0', stale: '0', 'bytes-freed': '0' })
  expect(server.requests.map(({ operation }) => operation)).toEqual(['ListMultipartUploads'])
})

test('of several prefixes under which nothing is, only the one with a slash at its begin is held to be a slip', async () => {
  const run = await runAction({ ...inputs, prefix: '/logs/\ndata/' })

  expect(run.exitCode).toBe(0)
  expect(run.stdout.split('\n').filter((line) => line.startsWith('::warning::'))).toEqual([
    '::warning::No upload in `my-bucket` begins with `/logs/`. Keys rarely begin with a slash: `prefix: logs/` may be meant.',
  ])
})

test('a pattern that begins with a slash, where no key does, is held to be a slip', async () => {
  stale('keep/a', 1)

  const run = await runAction({ ...inputs, exclude: '/keep/**\nother/**', 'dry-run': 'true' })

  expect(run.stdout.split('\n').filter((line) => line.startsWith('::warning::'))).toEqual([
    '::warning::The pattern `/keep/**` matches no upload in `my-bucket`: no key there begins with a slash. `keep/**` may be meant.',
  ])
})

test('a pattern that begins with a slash is none where a key does', async () => {
  stale('/keep/a', 1)

  const run = await runAction({ ...inputs, exclude: '/keep/**' })

  expect(run.outputs).toMatchObject({ stale: '0', kept: '1' })
  expect(run.stdout).not.toContain('::warning::')
})

test('stale uploads cost the pages, one look and one abort each, and the pages again', async () => {
  for (let n = 0; n < 1_200; n++) stale(`k/${n}`, 1)

  await runAction(inputs)

  expect(Object.fromEntries(server.requestCounts)).toEqual({
    ListMultipartUploads: 3,
    ListParts: 1_200,
    AbortMultipartUpload: 1_200,
  })
})

test('by key and upload-id exactly that upload goes, young as it is', async () => {
  const wanted = server.createUpload('my-bucket', 'a key', { initiated: JUST_NOW, parts: [{ size: 5 }] })
  const sibling = stale('a key', 1)

  const run = await runAction({ ...inputs, key: 'a key', 'upload-id': wanted })

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ listed: '1', stale: '1', aborted: '1', kept: '0', 'bytes-freed': '5' })
  expect(idsLeft()).toEqual([sibling])
})

test('an upload-id that the key does not have is no silent success: a slip in one of them is named as likely', async () => {
  const id = stale('a key', 1)

  const run = await runAction({ ...inputs, key: 'a key', 'upload-id': 'mistyped' })

  expect(run.outputs).toMatchObject({ stale: '1', aborted: '0', 'already-gone': '1' })
  expect(run.stdout).toContain(
    '::warning::No upload in `my-bucket` has the given `upload-id` under the given `key`',
  )
  expect(idsLeft()).toEqual([id])
})

test('by upload-id alone the key is found by listing, and exactly that upload goes', async () => {
  const wanted = server.createUpload('my-bucket', 'some/key', { initiated: JUST_NOW, parts: [{ size: 5 }] })
  const others = [stale('some/key', 1), stale('other', 1)].sort()

  const run = await runAction({ ...inputs, 'upload-id': wanted })

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ listed: '1', aborted: '1', 'bytes-freed': '5' })
  expect(idsLeft()).toEqual(others)
})

test('max-aborts takes the oldest over all buckets and defers the rest', async () => {
  server.createBucket('other-bucket')
  stale('new', 1)
  const older = new Date(LONG_AGO.getTime() - DAY_MS)
  server.createUpload('other-bucket', 'old', { initiated: older, parts: [{ size: MB }] })

  const run = await runAction({
    ...inputs,
    bucket: 'my-bucket\nother-bucket',
    'max-aborts': '1',
    'fail-on': 'deferred',
  })

  expect(run.exitCode).toBe(1)
  expect(run.outputs).toMatchObject({ stale: '2', aborted: '1', deferred: '1' })
  expect(server.uploads('other-bucket')).toEqual([])
  expect(run.stdout).toContain('::error::Uploads were deferred by `max-aborts` (1)')
})

test('a glob takes the buckets that match', async () => {
  for (const name of ['logs-eu', 'logs-us', 'data']) {
    server.createBucket(name)
    server.createUpload(name, 'k', { initiated: LONG_AGO })
  }

  const run = await runAction({ ...inputs, bucket: 'logs-*' })

  expect(run.outputs).toMatchObject({ aborted: '2' })
  expect(server.uploads('data')).toHaveLength(1)
})

test('include and exclude choose by key, and exclude wins', async () => {
  for (const key of ['logs/a.zip', 'logs/keep/b.zip', 'data/c.zip']) stale(key, 1)

  const run = await runAction({ ...inputs, include: 'logs/**', exclude: '**/keep/**' })

  expect(run.outputs).toMatchObject({ listed: '3', aborted: '1', kept: '2' })
  expect(server.uploads('my-bucket').map(({ key }) => key)).toEqual(['data/c.zip', 'logs/keep/b.zip'])
})

test('min-idle 0 does not look at parts, and leaves the freed bytes unknown', async () => {
  stale('k', 1)

  const run = await runAction({ ...inputs, 'min-idle': '0' })

  expect(run.outputs).toMatchObject({ aborted: '1', 'bytes-freed': '' })
  expect(server.requestCounts.get('ListParts')).toBeUndefined()
})

test('what comes back after an abort is aborted again', async () => {
  const id = stale('k', 1)
  server.fault({
    when: ({ operation }) => operation === 'AbortMultipartUpload',
    times: 1,
    do: { status: 204, body: '' },
  })

  const run = await runAction(inputs)

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ aborted: '1', failed: '0' })
  expect(idsLeft()).not.toContain(id)
  expect(server.requestCounts.get('AbortMultipartUpload')).toBe(2)
})

test('an upload that was gone when its parts were to be seen, and is listed again, is looked at before it is aborted', async () => {
  const parts = [{ size: MB, lastModified: JUST_NOW }]
  const id = server.createUpload('my-bucket', 'resumed', { initiated: LONG_AGO, parts })
  stale('abandoned', 1)
  server.fault({
    when: ({ operation, key }) => operation === 'ListParts' && key === 'resumed',
    times: 1,
    do: { status: 404, code: 'NoSuchUpload' },
  })

  const run = await runAction(inputs)

  expect(idsLeft()).toEqual([id])
  expect(run.outputs).toMatchObject({ listed: '2', stale: '1', aborted: '1', kept: '1' })
  expect(run.exitCode).toBe(0)
})

test.each([{}, { 'max-aborts': '1' }, { 'max-aborts': '0' }])(
  'of two uploads with the id that was asked for, none is aborted, for nobody can say which is meant (%o)',
  async (more) => {
    for (const key of ['a', 'b'])
      server.createUpload('my-bucket', key, { initiated: LONG_AGO, uploadId: 'twin' })

    const run = await runAction({ ...inputs, 'upload-id': 'twin', ...more })

    expect(server.uploads('my-bucket')).toHaveLength(2)
    expect(server.requestCounts.get('AbortMultipartUpload')).toBeUndefined()
    expect(run.outputs).toMatchObject({ listed: '2', stale: '2', aborted: '0', failed: '2', deferred: '0' })
    expect(run.stdout).toContain('Several uploads have this `upload-id`. Set `key`')
    expect(run.exitCode).toBe(1)
  },
)

test('a store that says of every upload that it is gone, and lists it all the same, is not believed', async () => {
  const ids = [stale('a', 1), stale('b', 1)].sort()
  server.fault({
    when: ({ operation }) => operation === 'ListParts',
    do: { status: 404, code: 'NoSuchKey' },
  })

  const run = await runAction(inputs)

  expect(idsLeft()).toEqual(ids)
  expect(run.outputs).toMatchObject({ listed: '2', stale: '2', 'already-gone': '0', failed: '2' })
  expect(run.exitCode).toBe(1)
})

test('an upload that was started anew under the id of the one that was aborted is not aborted too', async () => {
  const id = stale('k', 1)
  server.fault({
    when: ({ operation, nth }) => operation === 'ListMultipartUploads' && nth === 2,
    do: { meanwhile: () => server.createUpload('my-bucket', 'k', { uploadId: id }) },
  })

  const run = await runAction(inputs)

  expect(idsLeft()).toEqual([id])
  expect(server.requestCounts.get('AbortMultipartUpload')).toBe(1)
  expect(run.outputs).toMatchObject({ stale: '1', failed: '1' })
  expect(run.stdout).toContain('as started anew')
  expect(run.exitCode).toBe(1)
})

test('nor is one that was started anew where the abort found that somebody else had ended the first', async () => {
  const id = stale('k', 1)
  server.fault({
    when: ({ operation, nth }) => operation === 'AbortMultipartUpload' && nth === 1,
    do: { meanwhile: () => server.endUpload('my-bucket', id) },
  })
  server.fault({
    when: ({ operation, nth }) => operation === 'ListMultipartUploads' && nth === 2,
    do: { meanwhile: () => server.createUpload('my-bucket', 'k', { uploadId: id }) },
  })

  const run = await runAction(inputs)

  expect(idsLeft()).toEqual([id])
  expect(run.outputs).toMatchObject({ stale: '1', failed: '1' })
  expect(run.stdout).toContain('as started anew')
  expect(run.exitCode).toBe(1)
})

test.each([
  ['include', '**\n!keep/**'],
  ['exclude', 'keep/'],
  ['exclude', 'keep/{a}'],
  ['exclude', 'keep/[\\a]'],
])(
  '%s: %j, which other tools read in another way, ends nothing that it may have been meant to keep',
  async (name, value) => {
    const id = stale('keep/a', 1)

    const run = await runAction({ ...inputs, [name]: value })

    expect(idsLeft()).toEqual([id])
    expect(server.requests).toEqual([])
    expect(run.stdout).toContain(`::error::Input \`${name}\`: the pattern `)
    expect(run.exitCode).toBe(1)
  },
)

test('in a directory bucket, which lists below folders only, one named upload is aborted and verified', async () => {
  const directories = await startS3Server({ personality: personalities['aws-directory-bucket'] })
  onTestFinished(() => directories.close())
  const bucket = 'my-bucket--use1-az4--x-s3'
  directories.createBucket(bucket)
  directories.createUpload(bucket, 'folder/k', { uploadId: 'id', initiated: LONG_AGO })
  directories.createUpload(bucket, 'folder/other', { initiated: LONG_AGO })

  const run = await runAction({
    ...inputs,
    endpoint: directories.endpoint,
    bucket,
    'upload-id': 'id',
    key: 'folder/k',
  })

  expect(run.stdout).not.toContain('::error::')
  expect(run.exitCode).toBe(0)
  expect(directories.uploads(bucket).map(({ key }) => key)).toEqual(['folder/other'])
})
