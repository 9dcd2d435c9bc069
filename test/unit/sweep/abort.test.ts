import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { abortAll } from '../../../src/sweep/abort.ts'
import { Findings } from '../../../src/sweep/findings.ts'
import type { Policy } from '../../../src/uploads/policy.ts'
import type { StaleUpload } from '../../../src/uploads/upload.ts'
import { UserError } from '../../../src/user-error.ts'
import { type S3Server, startS3Server } from '../../s3-server/index.ts'
import { type Connected, connect } from '../storage/connected-store.ts'

const MINUTE_MS = 60_000
const LONG_AGO = new Date(Date.now() - 30 * 86_400_000)
const POLICY: Policy = { kind: 'stale', maxAgeMs: 0, minIdleMs: 60 * MINUTE_MS, include: [], exclude: [] }

let server: S3Server
let connected: Connected
let findings: Findings

beforeEach(async () => {
  server = await startS3Server()
  server.createBucket('my-bucket')
  connected = connect(server)
  findings = new Findings('my-bucket', [])
})
afterEach(() => server.close())

/** An upload that was looked at this very moment, and had an old part. */
function stale(key: string, bucket = 'my-bucket'): StaleUpload {
  const parts = [{ size: 1, lastModified: LONG_AGO }]
  const uploadId =
    bucket === 'my-bucket' ? server.createUpload(bucket, key, { initiated: LONG_AGO, parts }) : 'id'
  const nowMs = connected.store.nowMs()
  return {
    bucket,
    key,
    uploadId,
    initiatedMs: LONG_AGO.getTime(),
    storageClass: undefined,
    look: {
      kind: 'parts',
      parts: { count: 1, bytes: 1, lastPartMs: LONG_AGO.getTime(), lookedAtMs: nowMs, asOfMs: nowMs },
    },
    outcome: { kind: 'planned' },
  }
}

async function abort(uploads: readonly StaleUpload[], policy = POLICY): Promise<(string | undefined)[]> {
  await abortAll(connected.store, uploads, {
    policy,
    concurrency: 1,
    findings: new Map([['my-bucket', findings]]),
  })
  return uploads.map(({ outcome }) => outcome.kind)
}

function operations(): string[] {
  return server.requests.map(({ operation }) => operation)
}

test('each upload costs one request, where it was looked at just before', async () => {
  expect(await abort([stale('a'), stale('b')])).toEqual(['aborted', 'aborted'])
  expect(operations()).toEqual(['AbortMultipartUpload', 'AbortMultipartUpload'])
})

test('an upload that fails keeps no other from being aborted', async () => {
  const uploads = [stale('a'), stale('b')]
  server.fault({ times: 1, do: { status: 403, code: 'AccessDenied' } })

  expect(await abort(uploads)).toEqual(['failed', 'aborted'])
})

test('of a bucket that is gone, one upload is tried', async () => {
  expect(await abort([stale('a', 'gone'), stale('b', 'gone'), stale('c')])).toEqual([
    'failed',
    'failed',
    'aborted',
  ])
  expect(operations()).toHaveLength(2)
})

test('a look older than five minutes is repeated first', async () => {
  const uploads = [stale('a')]
  connected.pass(5 * MINUTE_MS + 1)

  expect(await abort(uploads)).toEqual(['aborted'])
  expect(operations()).toEqual(['ListParts', 'AbortMultipartUpload'])
})

test('a look is older than its worth also where min-idle is shorter than five minutes', async () => {
  const uploads = [stale('a')]
  connected.pass(MINUTE_MS + 1)

  await abort(uploads, { ...POLICY, minIdleMs: MINUTE_MS })
  expect(operations()).toEqual(['ListParts', 'AbortMultipartUpload'])
})

test('an upload that somebody came back to is spared', async () => {
  const upload = stale('a')
  connected.pass(6 * MINUTE_MS)
  server.fault({
    do: {
      status: 200,
      body: `<ListPartsResult><Part><Size>1</Size><LastModified>${new Date(connected.store.nowMs()).toISOString()}</LastModified></Part></ListPartsResult>`,
    },
  })

  expect(await abort([upload])).toEqual(['spared'])
  expect(upload.outcome).toEqual({ kind: 'spared', verdict: 'active' })
  expect(operations()).toEqual(['ListParts'])
})

test('an upload that cannot be looked at again is spared, and that is a problem', async () => {
  const upload = stale('a')
  connected.pass(6 * MINUTE_MS)
  server.fault({ do: { status: 403, code: 'AccessDenied' } })
  await abort([upload])

  expect(upload.outcome).toEqual({ kind: 'spared', verdict: 'unknown-activity' })
  expect([...findings.problems.keys()]).toEqual([expect.stringContaining('Such uploads were kept.')])
})

test('an upload that was finished since is gone, and needs no abort', async () => {
  const upload = { ...stale('a'), uploadId: 'finished' }
  connected.pass(6 * MINUTE_MS)

  expect(await abort([upload])).toEqual(['already-gone'])
  expect(operations()).toEqual(['ListParts'])
})

test('an upload that the user named by its id is not looked at again', async () => {
  const upload = stale('a')
  connected.pass(10 * MINUTE_MS)
  await abort([upload], { kind: 'exactly', uploadId: upload.uploadId, key: 'a' })

  expect(operations()).toEqual(['AbortMultipartUpload'])
})

test('cancelled while the store says nothing, it is not known what became of the upload', async () => {
  const upload = stale('a')
  server.fault({ do: 'hang' })
  const work = abort([upload])
  await vi.waitUntil(() => operations().length === 1)
  connected.cancellation.cancel()
  await work

  expect(upload.outcome).toEqual({
    kind: 'failed',
    error: 'The run was cancelled before the store answered; the upload may be aborted or not.',
  })
})

test('an upload without an id is a bug of ours, which comes out', async () => {
  await expect(abort([{ ...stale('a'), uploadId: '' }])).rejects.toThrow('without its uploadId')
  expect(operations()).toEqual([])
})

test('cancelled, nothing more is sent', async () => {
  const uploads = [stale('a'), stale('b')]
  connected.cancellation.cancel()

  await expect(abort(uploads)).rejects.toThrow('The run was cancelled')
  expect(operations()).toEqual([])
  expect(uploads.map(({ outcome }) => outcome.kind)).toEqual(['planned', 'planned'])
})

test('an upload for which there are no credentials any more has failed, and says why', async () => {
  const uploads = [stale('a'), stale('b')]
  const noKeys = new UserError('No credentials were found.')
  vi.spyOn(connected.store, 'abort').mockRejectedValue(noKeys)

  expect(await abort(uploads)).toEqual(['failed', 'failed'])
  expect(uploads[0]?.outcome).toEqual({ kind: 'failed', error: 'No credentials were found.' })
})

test('an upload that cannot be looked at again for want of credentials has failed, and says why', async () => {
  const upload = stale('a')
  connected.pass(6 * MINUTE_MS)
  vi.spyOn(connected.store, 'lookAtParts').mockRejectedValue(new UserError('No credentials were found.'))

  expect(await abort([upload])).toEqual(['failed'])
})
