import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type FaultTarget, type S3Server, startS3Server } from '../s3-server/index.ts'
import { runAction } from './run.ts'

const LONG_AGO = new Date(Date.now() - 30 * 86_400_000)

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

const isList = ({ operation }: FaultTarget): boolean => operation === 'ListMultipartUploads'
const isBuckets = ({ operation }: FaultTarget): boolean => operation === 'ListBuckets'

function bucketList(names: readonly string[]): string {
  const buckets = names.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('')
  return `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets></ListAllMyBucketsResult>`
}

test('an answer that turns to another protocol ends the attempt, and not in silence', async () => {
  const sockets = new Set<Socket>()
  const upgrading = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    )
  })
  await new Promise<void>((resolve) => upgrading.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    upgrading.close()
  })
  const address = upgrading.address()
  const port = typeof address === 'object' ? address?.port : undefined

  const run = await runAction({ ...inputs, endpoint: `http://127.0.0.1:${port}` }, { timeoutMs: 30_000 })

  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain('HTTP status 101')
  expect(run.stderr).toBe('')
})

test('a marker that no request can hold is an error of the listing, and no bug', async () => {
  for (const key of ['a', 'b']) server.createUpload('my-bucket', key, { initiated: LONG_AGO })
  server.fault({
    when: isList,
    do: {
      status: 200,
      body: '<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>&#xD800;</NextKeyMarker></ListMultipartUploadsResult>',
    },
  })

  const run = await runAction(inputs)

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.stdout).toContain('its NextKeyMarker cannot be read')
})

test('an upload whose id no request can hold is left alone and named, and keeps no other from going', async () => {
  const entry = (key: string, id: string): string =>
    `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>2020-01-01T00:00:00Z</Initiated></Upload>`
  server.createUpload('my-bucket', 'good', { initiated: LONG_AGO, uploadId: 'good-id' })
  server.fault({
    when: isList,
    times: 1,
    do: {
      status: 200,
      body: `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${entry('bad', '&#xD800;')}${entry('good', 'good-id')}</ListMultipartUploadsResult>`,
    },
  })

  const run = await runAction(inputs)

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.outputs).toMatchObject({ aborted: '1' })
  expect(run.stdout).toContain('an entry whose upload id cannot be read, for the key "bad"')
})

test('a bucket whose name no request can hold is left out and said, and nothing is asked of it', async () => {
  server.fault({ when: isBuckets, do: { status: 200, body: bucketList(['&#xD800;']) } })

  const run = await runAction({ ...inputs, bucket: '*' })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.stdout).toContain('::error::The store lists a bucket that cannot be addressed')
  expect(server.requests.map(({ operation }) => operation)).toEqual(['ListBuckets'])
})

test('of two hundred thousand buckets on one page those that match the glob are found', async () => {
  const names = Array.from({ length: 200_000 }, (_, n) => `b${n}`)
  server.fault({ when: isBuckets, do: { status: 200, body: bucketList([...names, 'my-bucket']) } })

  const run = await runAction({ ...inputs, bucket: 'my-*' })

  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.stdout).toContain('Looking at my-bucket')
})

test('a message is short, however long the text is that a server sends in place of an answer', async () => {
  server.fault({ when: isList, do: { status: 200, body: `<${'x'.repeat(1_000_000)}/>` } })
  const run = await runAction(inputs)
  expect(run.stdout.length).toBeLessThan(5_000)

  server.fault({ when: isBuckets, do: { status: 400, code: 'x'.repeat(1_000_000) } })
  const other = await runAction({ ...inputs, bucket: '*' })
  expect(other.stdout.length).toBeLessThan(5_000)
})

test('a server that says that our clock is wrong, and names a day beyond all dates, is an error and no bug', async () => {
  const headers = { date: '+275760-09-13T00:00:00Z' }
  server.fault({ do: { status: 403, code: 'RequestTimeTooSkewed', headers } })

  const run = await runAction(inputs)

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.stdout).toContain("The clock of this machine is too far from the store's")
}, 60_000)

const isParts = ({ operation }: FaultTarget): boolean => operation === 'ListParts'

/** Changes the text of each answer to a look at parts. */
function changeParts(change: (body: string) => string): void {
  server.fault({
    when: isParts,
    do: { respond: (answer) => ({ ...answer, body: change(String(answer.body)) }) },
  })
}

test.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'])(
  'a part of %s, as servers date what they have no date of, may be new: its upload is kept, and that is a problem',
  async (date) => {
    server.createUpload('my-bucket', 'k', { initiated: LONG_AGO, parts: [{ size: 1 }] })
    changeParts((body) => body.replace(/<LastModified>[^<]*/g, `<LastModified>${date}`))

    const run = await runAction(inputs)

    expect(server.uploads('my-bucket')).toHaveLength(1)
    expect(run.outputs).toMatchObject({ listed: '1', stale: '0', kept: '1' })
    expect(run.stdout).toContain(`a part has the date "${date}"`)
    expect(run.exitCode).toBe(1)
  },
)

describe('an upload whose newest part is on a second page is kept where the first page', () => {
  test.each([
    ['says in odd words that more follows', '<IsTruncated>yes</IsTruncated>'],
    ['does not say that more follows, and says where', ''],
  ])('%s', async (_what, isTruncated) => {
    await server.close()
    server = await startS3Server({ maxParts: 1 })
    server.createBucket('my-bucket')
    const parts = [
      { size: 1, lastModified: LONG_AGO },
      { size: 1, lastModified: new Date() },
    ]
    server.createUpload('my-bucket', 'k', { initiated: LONG_AGO, parts })
    changeParts((body) => body.replace('<IsTruncated>true</IsTruncated>', isTruncated))

    const run = await runAction({ ...inputs, endpoint: server.endpoint })

    expect(server.uploads('my-bucket')).toHaveLength(1)
    expect(run.outputs).toMatchObject({ listed: '1', stale: '0', kept: '1' })
  })
})

test('a thousand refusals that each name another key do not fill the log, and are all counted', async () => {
  for (let n = 0; n < 1_000; n++) server.createUpload('my-bucket', `key-${n}`, { initiated: LONG_AGO })
  server.fault({
    when: isParts,
    do: {
      respond: (answer) => ({
        ...answer,
        status: 403,
        body: `<Error><Code>AccessDenied</Code><Message>not authorized for ${server.requests.length}</Message></Error>`,
      }),
    },
  })

  const run = await runAction(inputs)

  expect(run.outputs).toMatchObject({ listed: '1000', stale: '0', kept: '1000' })
  expect(run.stdout.split('\n').length).toBeLessThan(200)
  expect(run.exitCode).toBe(1)
})

test('a thousand aborts that are refused, each in other words, do not fill the log, and are all counted', async () => {
  for (let n = 0; n < 1_000; n++) server.createUpload('my-bucket', `key-${n}`, { initiated: LONG_AGO })
  server.fault({
    when: ({ operation }) => operation === 'AbortMultipartUpload',
    do: {
      respond: () => ({
        status: 403,
        headers: {},
        body: `<Error><Code>AccessDenied</Code><Message>not authorized for ${server.requests.length}</Message></Error>`,
      }),
    },
  })

  const run = await runAction({ ...inputs, 'min-idle': '0' })

  expect(run.outputs).toMatchObject({ stale: '1000', failed: '1000' })
  expect(run.stdout.split('\n').length).toBeLessThan(400)
  expect(run.exitCode).toBe(1)
})
