import { afterEach, beforeEach, expect, test } from 'vitest'
import { Findings } from '../../../src/sweep/findings.ts'
import { verify } from '../../../src/sweep/verify.ts'
import type { Policy } from '../../../src/uploads/policy.ts'
import type { Outcome, StaleUpload } from '../../../src/uploads/upload.ts'
import { type S3Server, startS3Server } from '../../s3-server/index.ts'
import { type Connected, connect } from '../storage/connected-store.ts'

const LONG_AGO = new Date(Date.now() - 30 * 86_400_000)
const POLICY: Policy = { kind: 'stale', maxAgeMs: 0, minIdleMs: 3_600_000, include: [], exclude: [] }

let server: S3Server
let connected: Connected
let findings: Findings

beforeEach(async () => {
  server = await startS3Server()
  server.createBucket('my-bucket')
  connected = connect(server)
  findings = new Findings('my-bucket', [])
  findings.pages = 1
})
afterEach(() => server.close())

/** What was found, and what became of it. */
function found(
  key: string,
  kind: 'aborted' | 'already-gone',
  look: StaleUpload['look'] = { kind: 'not-looked' },
): string {
  const uploadId = `id of ${key}`
  findings.markStale(
    { bucket: 'my-bucket', key, uploadId, initiatedMs: LONG_AGO.getTime(), storageClass: undefined },
    look,
  )
  const upload = findings.stale.at(-1)
  if (upload !== undefined) upload.outcome = { kind }
  return uploadId
}

/** The upload is back, or still there. */
function there(key: string, lastModified = LONG_AGO): void {
  server.createUpload('my-bucket', key, {
    uploadId: `id of ${key}`,
    initiated: LONG_AGO,
    parts: [{ size: 1, lastModified }],
  })
}

async function outcomes(): Promise<Outcome[]> {
  await verify(connected.store, findings, { policy: POLICY, concurrency: 4 })
  return findings.stale.map(({ outcome }) => outcome)
}

function operations(): string[] {
  return server.requests.map(({ operation }) => operation)
}

test('what is gone costs one listing', async () => {
  found('a', 'aborted')
  found('b', 'already-gone')

  expect(await outcomes()).toEqual([{ kind: 'aborted' }, { kind: 'already-gone' }])
  expect(operations()).toEqual(['ListMultipartUploads'])
  expect(connected.slept).toEqual([])
})

test('few keys in a large bucket are asked for one by one, which is cheaper', async () => {
  findings.pages = 10
  found('a', 'aborted')
  found('b c', 'aborted')
  await outcomes()

  expect(server.requests.map(({ target }) => target).sort()).toEqual([
    '/my-bucket/?prefix=a&uploads=',
    '/my-bucket/?prefix=b%20c&uploads=',
  ])
})

test('keys with control characters are looked for in the whole listing, as Swift knows no such prefix', async () => {
  findings.pages = 10
  found('a\u0001', 'aborted')
  found('b', 'aborted')
  await outcomes()

  expect(server.requests.map(({ target }) => target)).toEqual(['/my-bucket/?uploads='])
})

test('nothing is asked where nothing was aborted', async () => {
  await outcomes()

  expect(operations()).toEqual([])
})

test('what came back is aborted again, and nothing beside it', async () => {
  found('a', 'aborted')
  found('b', 'aborted')
  there('b')
  there('c')

  expect(await outcomes()).toEqual([{ kind: 'aborted' }, { kind: 'aborted' }])
  expect(server.uploads('my-bucket').map(({ key }) => key)).toEqual(['c'])
  expect(operations()).toEqual(['ListMultipartUploads', 'AbortMultipartUpload', 'ListMultipartUploads'])
  expect(connected.slept).toEqual([1_000])
})

test('what stays has failed after three rounds, and the run goes on', async () => {
  found('a', 'aborted')
  there('a')
  server.fault({
    when: ({ operation }) => operation === 'AbortMultipartUpload',
    do: { status: 204, body: '' },
  })

  expect(await outcomes()).toEqual([
    {
      kind: 'failed',
      error: expect.stringContaining(
        'answered 3 times that the upload was aborted or gone, and still lists it',
      ),
    },
  ])
  expect(operations().filter((operation) => operation === 'AbortMultipartUpload')).toHaveLength(2)
})

test('an abort that is refused the second time has failed, and says why', async () => {
  found('a', 'aborted')
  there('a')
  server.fault({
    when: ({ operation }) => operation === 'AbortMultipartUpload',
    do: { status: 403, code: 'AccessDenied' },
  })

  expect(await outcomes()).toEqual([
    { kind: 'failed', error: expect.stringContaining('`s3:AbortMultipartUpload`') },
  ])
})

test('what was gone when it was looked at, and is listed again, is never aborted unseen', async () => {
  found('a', 'already-gone', { kind: 'gone' })
  there('a')
  found('b', 'already-gone', { kind: 'gone' })
  there('b', new Date())

  expect(await outcomes()).toEqual([
    { kind: 'failed', error: expect.stringContaining('It was left alone') },
    { kind: 'spared', verdict: 'active' },
  ])
  expect(operations()).not.toContain('AbortMultipartUpload')
})

test('what is listed again without a date may be another, and is left alone', async () => {
  found('a', 'aborted')
  there('a')
  server.fault({
    do: {
      respond: (answer) => ({
        ...answer,
        body: String(answer.body).replace(/<Initiated>[^<]*<\/Initiated>/, ''),
      }),
    },
  })

  expect(await outcomes()).toEqual([{ kind: 'failed', error: expect.stringContaining('as started anew') }])
  expect(operations()).toEqual(['ListMultipartUploads'])
})

test('a listing that fails leaves the outcomes, and is a problem of the bucket', async () => {
  found('a', 'aborted')
  server.fault({ do: { status: 403, code: 'AccessDenied' } })

  expect(await outcomes()).toEqual([{ kind: 'aborted' }])
  expect([...findings.problems.keys()]).toEqual([
    expect.stringContaining(
      'What was aborted in `my-bucket` could not be verified. The credentials may not list',
    ),
  ])
})
