import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Upload } from '../../../src/uploads/upload.ts'
import { type FaultAction, type Operation, type S3Server, startS3Server } from '../../s3-server/index.ts'
import { type Connected, connect } from './connected-store.ts'

const HOUR_MS = 3_600_000

let server: S3Server
let store: Connected['store']

beforeEach(async () => {
  server = await startS3Server({ maxParts: 2 })
  server.createBucket('my-bucket')
  store = connect(server).store
})
afterEach(() => server.close())

function upload(some: Partial<Upload> = {}): Upload {
  return { bucket: 'my-bucket', key: 'k', uploadId: 'id', initiatedMs: 0, storageClass: undefined, ...some }
}

function fail(operation: Operation, action: FaultAction): void {
  server.fault({ when: (target) => target.operation === operation, do: action })
}

describe('an abort', () => {
  test.each(['bucket', 'key', 'uploadId'])('without a %s is never sent', async (field) => {
    server.putObject('my-bucket', 'k', 'finished')

    await expect(store.abort({ ...upload(), [field]: '' })).rejects.toThrow(`without its ${field}`)
    await expect(store.lookAtParts({ ...upload(), [field]: '' }, 0)).rejects.toThrow(`without its ${field}`)

    expect(server.requests).toEqual([])
    expect(server.objects('my-bucket')).toEqual(['k'])
    expect(server.buckets()).toEqual(['my-bucket'])
  })

  test('ends exactly that upload', async () => {
    server.putObject('my-bucket', 'k', 'finished')
    for (const uploadId of ['id', 'other']) server.createUpload('my-bucket', 'k', { uploadId })

    expect(await store.abort(upload())).toEqual({ kind: 'aborted' })
    expect(server.uploads('my-bucket').map(({ uploadId }) => uploadId)).toEqual(['other'])
    expect(server.objects('my-bucket')).toEqual(['k'])
  })

  test.each([
    ['200, as Garage says', { status: 200, body: '' }, { kind: 'aborted' }],
    ['204', { status: 204, body: '' }, { kind: 'aborted' }],
    ['404 NoSuchUpload', { status: 404, code: 'NoSuchUpload' }, { kind: 'already-gone' }],
    ['404 NoSuchKey, as Ceph says', { status: 404, code: 'NoSuchKey' }, { kind: 'already-gone' }],
    ['a bare 404', { status: 404, body: '' }, { kind: 'already-gone' }],
    [
      '404 of another kind',
      { status: 404, code: 'NoSuchTenant' },
      { kind: 'failed', error: expect.stringContaining('NoSuchTenant') },
    ],
    [
      '404 NoSuchBucket',
      { status: 404, code: 'NoSuchBucket' },
      { kind: 'no-bucket', error: expect.stringContaining('There is no bucket `my-bucket`') },
    ],
    [
      '403',
      { status: 403, code: 'AccessDenied' },
      { kind: 'failed', error: expect.stringContaining('`s3:AbortMultipartUpload`') },
    ],
    [
      'a bare 403',
      { status: 403, body: '' },
      { kind: 'failed', error: expect.stringContaining('status 403') },
    ],
    [
      'an error inside of a 200',
      { status: 200, body: '<Error><Code>AccessDenied</Code></Error>' },
      { kind: 'failed', error: expect.stringContaining('AccessDenied') },
    ],
  ])('that is answered with %s', async (_what, answer, result) => {
    fail('AbortMultipartUpload', answer)

    expect(await store.abort(upload())).toEqual(result)
  })
})

test('an upload that is not there under a key that had to be decoded may be there under the other reading', async () => {
  const doubtful = upload({ key: 'a b', isKeyDecoded: true })
  const doubt = expect.stringContaining('knows none under the decoded key')

  expect(await store.lookAtParts(doubtful, HOUR_MS)).toEqual({ kind: 'blind', problem: doubt })
  expect(await store.abort(doubtful)).toEqual({ kind: 'failed', error: doubt })
})

describe('a look at the parts', () => {
  const old = new Date(Date.now() - 30 * 86_400_000)
  const older = new Date(old.getTime() - HOUR_MS)

  function seed(dates: readonly Date[]): void {
    const parts = dates.map((lastModified, at) => ({ size: 10 ** (at % 10), lastModified }))
    server.createUpload('my-bucket', 'k', { uploadId: 'id', initiated: older, parts })
  }

  test('adds them up over all pages', async () => {
    seed([older, old, older, older, older])

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({
      kind: 'parts',
      parts: { count: 5, bytes: 11_111, lastPartMs: old.getTime() },
    })
    expect(server.requests.map(({ target }) => target)).toEqual([
      '/my-bucket/k?uploadId=id',
      '/my-bucket/k?part-number-marker=2&uploadId=id',
      '/my-bucket/k?part-number-marker=4&uploadId=id',
    ])
  })

  test('sees an upload without parts', async () => {
    seed([])

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({
      parts: { count: 0, bytes: 0, lastPartMs: undefined },
    })
  })

  test('ends at the first page that shows that the upload is in use', async () => {
    seed([older, new Date(), older, older])

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({ kind: 'parts', parts: { count: 2 } })
    expect(server.requests).toHaveLength(1)
  })

  test('tells the time by the earlier clock, as idleness counts by it', async () => {
    seed([old])
    const date = new Date('2026-01-02T03:04:05Z')
    fail('ListParts', {
      respond: (answer) => ({ ...answer, headers: { ...answer.headers, date: date.toUTCString() } }),
    })

    expect(await store.lookAtParts(upload(), 0)).toMatchObject({ parts: { asOfMs: date.getTime() } })
  })

  test('does not trust the clock of a server that is ahead', async () => {
    seed([old])
    const date = new Date(Date.now() + 30 * 86_400_000).toUTCString()
    fail('ListParts', { respond: (answer) => ({ ...answer, headers: { ...answer.headers, date } }) })

    const look = await store.lookAtParts(upload(), 0)

    expect(look).toMatchObject({ kind: 'parts', parts: { asOfMs: store.nowMs() } })
  })

  test('goes on where the newest part of a page is idle by not a moment more than was asked for', async () => {
    const date = new Date('2026-01-02T03:04:05Z')
    const newest = new Date(date.getTime() - 1)
    seed([new Date(date.getTime() - 2 * HOUR_MS), new Date(date.getTime() - HOUR_MS), newest])
    fail('ListParts', {
      respond: (answer) => ({ ...answer, headers: { ...answer.headers, date: date.toUTCString() } }),
    })

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({
      parts: { count: 3, lastPartMs: newest.getTime() },
    })
  })

  test('ends where more is said to follow and nothing does, however the markers move on', async () => {
    let marker = 0
    fail('ListParts', {
      respond: (answer) => ({
        ...answer,
        status: 200,
        body: `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>${++marker}</NextPartNumberMarker></ListPartsResult>`,
      }),
    })

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({ kind: 'blind' })
    expect(server.requests).toHaveLength(1)
  })

  test('goes through all pages, many as they are', async () => {
    seed([...Array.from({ length: 299 }, () => old), new Date()])

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({ parts: { count: 300 } })
  })

  test('finds that the upload is gone', async () => {
    expect(await store.lookAtParts(upload(), HOUR_MS)).toEqual({ kind: 'gone' })
  })

  test.each([
    ['is refused', { status: 403, code: 'AccessDenied' }, 'Grant them `s3:ListMultipartUploadParts`'],
    ['is refused without a word', { status: 403, body: '' }, 'Grant them `s3:ListMultipartUploadParts`'],
    ['meets a web page', { status: 200, body: '<html></html>' }, 'it is <html>, not <ListPartsResult>'],
    ['meets nothing', { status: 200, body: '' }, 'it is empty'],
    [
      'meets a part without a date',
      { status: 200, body: '<ListPartsResult><Part><Size>1</Size></Part></ListPartsResult>' },
      'a part has the date ""',
    ],
    [
      'is told that more follow, and not where',
      { status: 200, body: '<ListPartsResult><IsTruncated>true</IsTruncated></ListPartsResult>' },
      'the server says that more follow, and not where',
    ],
  ])('that %s has seen nothing, and says why', async (_what, answer, problem) => {
    seed([old])
    fail('ListParts', answer)

    expect(await store.lookAtParts(upload(), HOUR_MS)).toEqual({
      kind: 'blind',
      problem: expect.stringContaining(problem),
    })
  })

  test('that is shown the same page again and again has seen nothing', async () => {
    seed([old])
    const part = '<Part><Size>1</Size><LastModified>2020-01-01T00:00:00Z</LastModified></Part>'
    fail('ListParts', {
      status: 200,
      body: `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>7</NextPartNumberMarker>${part}</ListPartsResult>`,
    })

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({ kind: 'blind' })
    expect(server.requests).toHaveLength(2)
  })

  test('asks for encoded keys where the plain answer is a 500, as Swift gives it', async () => {
    seed([old])
    server.fault({
      when: ({ operation, nth }) => operation === 'ListParts' && nth <= 6,
      do: { status: 500, code: 'InternalError' },
    })

    expect(await store.lookAtParts(upload(), HOUR_MS)).toMatchObject({ kind: 'parts', parts: { bytes: 1 } })
    expect(server.requests.at(-1)?.target).toContain('encoding-type=url')
  })
})

test('buckets are listed over all pages', async () => {
  const page = (name: string, token: string): string =>
    `<ListAllMyBucketsResult><Buckets><Bucket><Name>${name}</Name></Bucket></Buckets><ContinuationToken>${token}</ContinuationToken></ListAllMyBucketsResult>`
  for (const [nth, token] of ['two', 'three', ''].entries())
    server.fault({ times: 1, do: { status: 200, body: page(`bucket-${nth}`, token) } })

  expect(await store.listBuckets()).toEqual(['bucket-0', 'bucket-1', 'bucket-2'])
  expect(server.requests.map(({ target }) => target)).toEqual([
    '/',
    '/?continuation-token=two',
    '/?continuation-token=three',
  ])
})

test('a list of buckets that goes round in circles is an error, and not the end', async () => {
  const page = (token: string): string =>
    `<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets><ContinuationToken>${token}</ContinuationToken></ListAllMyBucketsResult>`
  for (const token of ['one', 'two', 'one'])
    server.fault({ times: 1, do: { status: 200, body: page(token) } })

  await expect(store.listBuckets()).rejects.toThrow('The list of buckets has no end')
  expect(server.requests).toHaveLength(3)
})
