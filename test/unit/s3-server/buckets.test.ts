import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { personalities } from '../../s3-server/index.ts'
import { connect } from './client.ts'

test('buckets are created, listed by name over several pages, and deleted', async () => {
  const { server, client } = await connect()
  for (const Bucket of ['logs-b', 'logs-a']) await client.send(new CreateBucketCommand({ Bucket }))

  const first = await client.send(new ListBucketsCommand({ MaxBuckets: 2 }))
  const second = await client.send(new ListBucketsCommand({ ContinuationToken: first.ContinuationToken }))
  await client.send(new DeleteBucketCommand({ Bucket: 'logs-a' }))

  expect([first, second].map(({ Buckets }) => Buckets?.map(({ Name }) => Name))).toEqual([
    ['logs-a', 'logs-b'],
    ['my-bucket'],
  ])
  expect(server.buckets()).toEqual(['logs-b', 'my-bucket'])
})

test('a bucket says in which region it is', async () => {
  const { server, client } = await connect()
  server.createBucket('far-away', { region: 'us-east-1' })

  await expect(client.send(new HeadBucketCommand({ Bucket: 'far-away' }))).resolves.toMatchObject({
    BucketRegion: 'us-east-1',
  })
})

test('objects are listed, and a bucket that holds one is not deleted', async () => {
  const { server, client } = await connect()
  await client.send(new PutObjectCommand({ Bucket: 'my-bucket', Key: 'k', Body: 'text' }))

  expect(await client.send(new ListObjectsV2Command({ Bucket: 'my-bucket' }))).toMatchObject({
    Contents: [{ Key: 'k', Size: 4 }],
  })
  await expect(client.send(new DeleteBucketCommand({ Bucket: 'my-bucket' }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  })
  expect(server.buckets()).toEqual(['my-bucket'])
})

/** What happens on Ceph and was seen there. The SDK sends these; a test that could not lose anything would prove nothing. */
test('an abort without an upload id deletes the object of that name', async () => {
  const { server, client } = await connect({ personality: personalities.ceph })
  for (const UploadId of [undefined, '']) {
    server.putObject('my-bucket', 'k', 'finished')
    await client.send(new AbortMultipartUploadCommand({ Bucket: 'my-bucket', Key: 'k', UploadId }))

    expect(server.objects('my-bucket')).toEqual([])
  }
})

test('an abort with an empty key deletes the bucket', async () => {
  const { server, client } = await connect({ personality: personalities.ceph })
  const UploadId = server.createUpload('my-bucket', 'k')

  await client.send(new AbortMultipartUploadCommand({ Bucket: 'my-bucket', Key: '', UploadId }))

  expect(server.buckets()).toEqual([])
})

test('Swift refuses both where the id or the key is empty, and deletes without the parameter all the same', async () => {
  const { server, client } = await connect({ personality: personalities.swift })
  server.putObject('my-bucket', 'k', 'finished')
  const abort = (Key: string, UploadId: string | undefined) =>
    client.send(new AbortMultipartUploadCommand({ Bucket: 'my-bucket', Key, UploadId }))

  await expect(abort('k', '')).rejects.toMatchObject({ name: 'NoSuchUpload' })
  await expect(abort('', 'id')).rejects.toMatchObject({ name: 'InvalidRequest' })
  expect(server.objects('my-bucket')).toEqual(['k'])

  await abort('k', undefined)
  expect(server.objects('my-bucket')).toEqual([])
})
