import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { connect } from './client.ts'

const Bucket = 'my-bucket'
const MIN_PART_SIZE = 5 * 1024 * 1024

async function begin(client: S3Client, Key: string): Promise<string> {
  const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  return UploadId
}

async function uploadPart(
  client: S3Client,
  upload: { Key: string; UploadId: string },
  PartNumber: number,
  Body: string,
): Promise<{ PartNumber: number; ETag: string | undefined }> {
  const { ETag } = await client.send(new UploadPartCommand({ Bucket, ...upload, PartNumber, Body }))
  return { PartNumber, ETag }
}

test('an upload that is completed becomes the object of its parts', async () => {
  const { server, client } = await connect()
  const upload = { Key: 'a key', UploadId: await begin(client, 'a key') }
  const parts = [
    await uploadPart(client, upload, 1, 'x'.repeat(MIN_PART_SIZE)),
    await uploadPart(client, upload, 2, 'end'),
  ]

  await client.send(
    new CompleteMultipartUploadCommand({ Bucket, ...upload, MultipartUpload: { Parts: parts } }),
  )

  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a key' }))
  expect(await Body?.transformToString()).toBe(`${'x'.repeat(MIN_PART_SIZE)}end`)
  expect(server.uploads(Bucket)).toEqual([])
})

test('a part in the middle that is smaller than 5 MiB is refused when the upload is completed', async () => {
  const { server, client } = await connect()
  const upload = { Key: 'k', UploadId: await begin(client, 'k') }
  const Parts = [await uploadPart(client, upload, 1, 'small'), await uploadPart(client, upload, 2, 'end')]

  const complete = new CompleteMultipartUploadCommand({ Bucket, ...upload, MultipartUpload: { Parts } })

  await expect(client.send(complete)).rejects.toMatchObject({ name: 'EntityTooSmall' })
  expect(server.uploads(Bucket)).toHaveLength(1)
})

test('an abort ends exactly that upload, and again it says NoSuchUpload', async () => {
  const { server, client } = await connect()
  server.putObject(Bucket, 'k', 'finished')
  const [first, second] = [await begin(client, 'k'), await begin(client, 'k')]
  const abort = new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId: first })

  await client.send(abort)

  expect(server.uploads(Bucket).map(({ uploadId }) => uploadId)).toEqual([second])
  expect(server.objects(Bucket)).toEqual(['k'])
  await expect(client.send(abort)).rejects.toMatchObject({ name: 'NoSuchUpload' })
})

test('an abort with the id of another key ends nothing', async () => {
  const { server, client } = await connect()
  const UploadId = await begin(client, 'k')

  const abort = new AbortMultipartUploadCommand({ Bucket, Key: 'other', UploadId })

  await expect(client.send(abort)).rejects.toMatchObject({ name: 'NoSuchUpload' })
  expect(server.uploads(Bucket)).toHaveLength(1)
})

test('parts are listed by number over several pages, the last of each number only', async () => {
  const { client } = await connect({ maxParts: 2 })
  const upload = { Key: 'k', UploadId: await begin(client, 'k') }
  for (const [number, text] of [
    [3, 'ccc'],
    [1, 'old'],
    [2, 'bb'],
    [1, 'a'],
  ] as const)
    await uploadPart(client, upload, number, text)

  const first = await client.send(new ListPartsCommand({ Bucket, ...upload }))
  const second = await client.send(
    new ListPartsCommand({ Bucket, ...upload, PartNumberMarker: first.NextPartNumberMarker }),
  )

  expect(
    [first, second].map(({ Parts, IsTruncated }) => [IsTruncated, Parts?.map(({ Size }) => Size)]),
  ).toEqual([
    [true, [1, 2]],
    [false, [3]],
  ])
})

test('parts of an upload that is not there are NoSuchUpload', async () => {
  const { client } = await connect()

  const list = new ListPartsCommand({ Bucket, Key: 'k', UploadId: 'nobody' })

  await expect(client.send(list)).rejects.toMatchObject({ name: 'NoSuchUpload' })
})
