import { expect, test } from 'vitest'
import { startS3Server } from '../../s3-server/index.ts'
import { connect } from './connected-store.ts'

const UPLOAD = {
  bucket: 'my-bucket',
  key: 'k',
  uploadId: 'ID',
  initiatedMs: undefined,
  storageClass: undefined,
}

async function start() {
  const server = await startS3Server()
  server.createBucket('my-bucket')
  server.createUpload('my-bucket', 'k', { uploadId: 'ID' })
  return server
}

test('an abort whose answer was lost, and whose next attempt a cancellation forbids, is no abort that was never sent', async () => {
  const server = await start()
  const { store, cancellation } = connect(server, { onSleep: () => cancellation.cancel() })
  server.fault({ do: 'lose-answer' })

  const result = await store.abort(UPLOAD)

  expect(result).toEqual({ kind: 'failed', error: expect.stringContaining('ECONNRESET') })
  expect(server.uploads('my-bucket')).toEqual([])
  expect(server.requests).toHaveLength(1)
  await server.close()
})

test('an abort that the store refused for now, and whose next attempt a cancellation forbids, is none', async () => {
  const server = await start()
  const { store, cancellation } = connect(server, { onSleep: () => cancellation.cancel() })
  server.fault({ do: { status: 503, code: 'SlowDown' } })

  await expect(store.abort(UPLOAD)).rejects.toThrow('The run was cancelled')

  expect(server.uploads('my-bucket')).toHaveLength(1)
  expect(server.requests).toHaveLength(1)
  await server.close()
})
