import { describe, expect, test } from 'vitest'
import type { FaultAction, FaultTarget, S3Server } from '../s3-server/index.ts'
import { errors } from './annotations.ts'
import { jsonReport } from './json-report.ts'
import { type RunResult, runAction } from './run.ts'
import { startServerOfFile } from './server-of-file.ts'

const LONG_AGO = new Date(Date.now() - 30 * 86_400_000)
const STAYS =
  "The store answered 3 times that the upload was aborted or gone, and still lists it. Run it again later; if it stays, ask the store's operator."

interface Stage {
  readonly server: S3Server
  readonly inputs: Readonly<Record<string, string>>
}

async function setStage(keys: readonly string[], pageSize = 1_000): Promise<Stage> {
  const server = await startServerOfFile({ pageSize })
  server.createBucket('my-bucket')
  for (const key of keys) seed(server, key)
  const inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
  }
  return { server, inputs }
}

/** Its id is its key. */
function seed(server: S3Server, key: string): void {
  server.createUpload('my-bucket', key, { uploadId: key, initiated: LONG_AGO, parts: [{ size: 10 }] })
}

function isAbortOf(key: string): (target: FaultTarget) => boolean {
  return (target) => target.operation === 'AbortMultipartUpload' && target.key === key
}

function left({ server }: Stage): string[] {
  return server.uploads('my-bucket').map(({ key }) => key)
}

function outcomes(run: RunResult): Record<string, string> {
  const uploads = jsonReport(run).buckets.flatMap((bucket) => bucket.uploads)
  return Object.fromEntries(uploads.map(({ key, outcome }) => [key, outcome]))
}

/** A success without a deed. */
const SAYS_DONE: FaultAction = { status: 204, body: '' }

describe.concurrent('204 is no proof', () => {
  test('an upload that comes back, as a part in flight brings it back, is aborted again', async () => {
    const stage = await setStage(['a', 'b'])
    const { server } = stage
    server.fault({
      when: isAbortOf('b'),
      times: 1,
      do: {
        respond: (answer) => {
          seed(server, 'b')
          return answer
        },
      },
    })

    const run = await runAction(stage.inputs)

    expect(left(stage)).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ aborted: '2', failed: '0', 'bytes-freed': '20' })
    expect(Object.fromEntries(server.requestCounts)).toEqual({
      ListMultipartUploads: 3,
      ListParts: 2,
      AbortMultipartUpload: 3,
    })
  })

  test('an upload that stays for ever has failed after three rounds, and keeps no other from being aborted', async () => {
    const stage = await setStage(['a', 'b', 'c'])
    stage.server.fault({ when: isAbortOf('b'), do: SAYS_DONE })

    const run = await runAction(stage.inputs)

    expect(left(stage)).toEqual(['b'])
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ stale: '3', aborted: '2', failed: '1', 'bytes-freed': '20' })
    expect(errors(run)).toEqual([`1 upload in \`my-bucket\` could not be aborted. ${STAYS}`])
    expect(run.summary).toContain('- `my-bucket` `b`: ')
    expect(outcomes(run)).toEqual({ a: 'aborted', b: 'failed', c: 'aborted' })
    expect(Object.fromEntries(stage.server.requestCounts)).toEqual({
      ListMultipartUploads: 4,
      ListParts: 3,
      AbortMultipartUpload: 5,
    })
  })

  test('nor is 404: what is said to be gone and still listed has failed', async () => {
    const stage = await setStage(['a'])
    stage.server.fault({ when: isAbortOf('a'), do: { status: 404, code: 'NoSuchUpload' } })

    const run = await runAction(stage.inputs)

    expect(left(stage)).toEqual(['a'])
    expect(run.outputs).toMatchObject({ aborted: '0', 'already-gone': '0', failed: '1' })
    expect(errors(run)).toEqual([`1 upload in \`my-bucket\` could not be aborted. ${STAYS}`])
  })

  test('an upload that comes back and may not be aborted again has failed, with that reason', async () => {
    const stage = await setStage(['a'])
    stage.server.fault({ when: isAbortOf('a'), times: 1, do: SAYS_DONE })
    stage.server.fault({ when: isAbortOf('a'), do: { status: 403, code: 'AccessDenied' } })

    const run = await runAction(stage.inputs)

    expect(left(stage)).toEqual(['a'])
    expect(run.outputs).toMatchObject({ aborted: '0', failed: '1', 'bytes-freed': '0' })
    expect(errors(run)).toEqual([expect.stringContaining('Grant them `s3:AbortMultipartUpload`')])
  })

  test('with `verify: false` it is taken for one, and nothing is asked afterwards', async () => {
    const stage = await setStage(['a', 'b'])
    stage.server.fault({ when: isAbortOf('b'), do: SAYS_DONE })

    const run = await runAction({ ...stage.inputs, verify: 'false' })

    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ aborted: '2' })
    expect(stage.server.requests.slice(-2).map(({ operation }) => operation)).toEqual([
      'AbortMultipartUpload',
      'AbortMultipartUpload',
    ])
    expect(stage.server.requestCounts.get('ListMultipartUploads')).toBe(1)
  })
})

describe.concurrent('what somebody else finished or ended in the meantime is already gone, and no failure', () => {
  test.for<[string, FaultAction | undefined]>([
    ['NoSuchUpload', undefined],
    ['NoSuchKey, as Ceph says', { status: 404, code: 'NoSuchKey' }],
    ['404 and nothing else', { status: 404, body: '' }],
  ])('%s', async ([, said]) => {
    const stage = await setStage(['a', 'b'])
    const { server } = stage
    const ends: FaultAction = { meanwhile: () => server.endUpload('my-bucket', 'b') }
    server.fault({ when: isAbortOf('a'), do: ends })
    if (said !== undefined) server.fault({ when: isAbortOf('b'), do: said })

    const run = await runAction({ ...stage.inputs, concurrency: '1' })

    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({
      stale: '2',
      aborted: '1',
      'already-gone': '1',
      failed: '0',
      'bytes-freed': '10',
    })
    expect(outcomes(run)).toEqual({ a: 'aborted', b: 'already-gone' })
    expect(server.requestCounts.get('AbortMultipartUpload')).toBe(2)
  })

  test('but a bucket that is gone is a failure, and is asked for one upload only', async () => {
    const stage = await setStage(['a', 'b', 'c'])
    stage.server.fault({
      when: ({ operation }) => operation === 'AbortMultipartUpload',
      do: { status: 404, code: 'NoSuchBucket' },
    })

    const run = await runAction({ ...stage.inputs, concurrency: '1' })

    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ aborted: '0', 'already-gone': '0', failed: '3' })
    expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBe(1)
    expect(errors(run)).toEqual([
      expect.stringContaining(
        '3 uploads in `my-bucket` could not be aborted. There is no bucket `my-bucket`',
      ),
    ])
  })
})

describe.concurrent('an abort whose answer was lost', () => {
  test('is asked for again, and counts once', async () => {
    const stage = await setStage(['a', 'b'])
    stage.server.fault({ when: isAbortOf('a'), times: 1, do: 'lose-answer' })

    const run = await runAction(stage.inputs)

    expect(left(stage)).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ stale: '2', aborted: '1', 'already-gone': '1', failed: '0' })
    expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBe(3)
  })

  test('before the store acted, is asked for again, and is an abort', async () => {
    const stage = await setStage(['a', 'b'])
    stage.server.fault({ when: isAbortOf('a'), times: 1, do: 'reset' })

    const run = await runAction(stage.inputs)

    expect(left(stage)).toEqual([])
    expect(run.outputs).toMatchObject({ aborted: '2', 'already-gone': '0', failed: '0' })
  })
})

describe.concurrent('to verify costs the cheaper of two sure ways', () => {
  const MANY = Array.from({ length: 50 }, (_, at) => `young-${at}`)

  test('of few keys in a large bucket, a listing for each key', async () => {
    const stage = await setStage(['stale-1', 'stale-2', 'young-7'], 5)
    for (const key of MANY) stage.server.createUpload('my-bucket', key, { initiated: new Date() })

    const run = await runAction(stage.inputs)

    expect(run.outputs).toMatchObject({ listed: '53', aborted: '3', kept: '50' })
    const listings = stage.server.requests.filter(({ operation }) => operation === 'ListMultipartUploads')
    expect(listings).toHaveLength(11 + 3)
    expect(
      listings
        .slice(11)
        .map(({ target }) => new URLSearchParams(target.split('?')[1]).get('prefix'))
        .sort(),
    ).toEqual(['stale-1', 'stale-2', 'young-7'])
  })

  test('of many keys, the whole listing once more', async () => {
    const stage = await setStage(MANY, 20)

    const run = await runAction(stage.inputs)

    expect(run.outputs).toMatchObject({ aborted: '50' })
    expect(stage.server.requestCounts.get('ListMultipartUploads')).toBe(3 + 1)
  })

  test('of no abort, nothing: nothing is stale, or nothing could be aborted', async () => {
    const stage = await setStage(['a'])
    stage.server.fault({ when: isAbortOf('a'), do: { status: 403, code: 'AccessDenied' } })

    await runAction({ ...stage.inputs, 'max-age': '60d' })
    await runAction(stage.inputs)

    expect(Object.fromEntries(stage.server.requestCounts)).toEqual({
      ListMultipartUploads: 2,
      ListParts: 1,
      AbortMultipartUpload: 1,
    })
  })
})

describe.concurrent('a listing that fails when it is to verify is a problem, and changes no outcome', () => {
  test.for<[string, FaultAction, string]>([
    ['it is refused', { status: 403, code: 'AccessDenied' }, 'Grant them `s3:ListBucketMultipartUploads`'],
    ['it is no listing', { status: 200, body: '<html/>' }, 'is no S3 listing: it is <html>'],
  ])('%s', async ([, fault, named]) => {
    const stage = await setStage(['a'])
    stage.server.fault({
      when: ({ operation, nth }) => operation === 'ListMultipartUploads' && nth > 1,
      do: fault,
    })

    const run = await runAction(stage.inputs)

    expect(run.exitCode).toBe(1)
    expect(errors(run)).toEqual([
      expect.stringContaining('What was aborted in `my-bucket` could not be verified. '),
    ])
    expect(errors(run)).toEqual([expect.stringContaining(named)])
    expect(run.outputs).toMatchObject({ aborted: '1', failed: '0' })
  })
})

test.concurrent('what is listed again when the run is cancelled is not counted as aborted, be it tried again or not', async () => {
  const stage = await setStage(['a', 'b', 'c', 'd'])
  const again = Promise.withResolvers<void>()
  const isAbort = ({ operation, key }: FaultTarget): boolean =>
    operation === 'AbortMultipartUpload' && key !== 'a'
  stage.server.fault({ when: isAbort, times: 3, do: SAYS_DONE })
  stage.server.fault({
    when: (target) => {
      if (isAbort(target)) again.resolve()
      return isAbort(target)
    },
    do: 'hang',
  })

  const run = await runAction(
    { ...stage.inputs, concurrency: '1' },
    { cancel: { signals: ['SIGINT'], when: again.promise } },
  )

  expect(left(stage)).toEqual(['b', 'c', 'd'])
  expect(run.exitCode).toBe(1)
  expect(run.outputs).toMatchObject({ stale: '4', aborted: '1', failed: '3', 'bytes-freed': '10' })
  expect(outcomes(run)).toEqual({ a: 'aborted', b: 'failed', c: 'failed', d: 'failed' })
  expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBe(4 + 1)
})
