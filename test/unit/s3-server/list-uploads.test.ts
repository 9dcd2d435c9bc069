import { ListMultipartUploadsCommand, type ListMultipartUploadsCommandInput } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { type Connected, connect } from './client.ts'

const Bucket = 'my-bucket'

async function listed({ client }: Connected, input: Partial<ListMultipartUploadsCommandInput> = {}) {
  return client.send(new ListMultipartUploadsCommand({ Bucket, ...input }))
}

async function keysOf(connected: Connected, input: Partial<ListMultipartUploadsCommandInput>) {
  const { Uploads = [] } = await listed(connected, input)
  return Uploads.map(({ Key }) => Key)
}

function seed({ server }: Connected, ...names: string[]): void {
  names.forEach((name, at) => {
    const [key = '', uploadId = ''] = name.split(' ')
    server.createUpload(Bucket, key, { uploadId, initiated: new Date(at * 1_000) })
  })
}

test('uploads are in the order of their keys’ bytes, then of their start', async () => {
  const connected = await connect()
  seed(connected, 'b late-id', 'a 9', 'a 1', '\u{1f9f9} 3', '\uffee 4', 'B 5')

  const { Uploads = [], IsTruncated } = await listed(connected)

  expect(Uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`)).toEqual([
    'B 5',
    'a 9',
    'a 1',
    'b late-id',
    '\uffee 4',
    '\u{1f9f9} 3',
  ])
  expect(IsTruncated).toBe(false)
})

test('an upload has its start, its storage class, its owner', async () => {
  const connected = await connect()
  const initiated = new Date('2026-01-02T03:04:05.678Z')
  connected.server.createUpload(Bucket, 'k', { uploadId: 'id', initiated, storageClass: 'GLACIER' })

  expect((await listed(connected)).Uploads).toEqual([
    expect.objectContaining({ Key: 'k', UploadId: 'id', Initiated: initiated, StorageClass: 'GLACIER' }),
  ])
})

test('both markers lead through all pages, also where one ends among the uploads of a key', async () => {
  const connected = await connect({ pageSize: 2 })
  seed(connected, 'a 1', 'k 2', 'k 3', 'k 4', 'z 5')
  const ids: (string | undefined)[][] = []

  let page = await listed(connected)
  for (;;) {
    ids.push((page.Uploads ?? []).map(({ UploadId }) => UploadId))
    if (page.IsTruncated !== true) break
    page = await listed(connected, { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker })
  }

  expect(ids).toEqual([['1', '2'], ['3', '4'], ['5']])
})

test('a key marker alone leaves out all uploads of that key; an upload-id marker alone does nothing', async () => {
  const connected = await connect()
  seed(connected, 'a 1', 'k 2', 'k 3', 'z 4')

  expect(await keysOf(connected, { KeyMarker: 'k' })).toEqual(['z'])
  expect(await keysOf(connected, { UploadIdMarker: '3' })).toEqual(['a', 'k', 'k', 'z'])
})

test('markers may name an upload that has ended, but none that never was', async () => {
  const connected = await connect()
  seed(connected, 'a 1', 'k 2', 'k 3')
  connected.server.endUpload(Bucket, '2')

  expect(await keysOf(connected, { KeyMarker: 'k', UploadIdMarker: '2' })).toEqual(['k'])
  await expect(listed(connected, { KeyMarker: 'k', UploadIdMarker: 'x' })).rejects.toMatchObject({
    name: 'InvalidArgument',
  })
})

test('a prefix is the beginning of keys, and a delimiter puts together what goes on alike', async () => {
  const connected = await connect()
  seed(connected, 'logs 1', 'logs/a 2', 'logs/b/x 3', 'logs/b/y 4', 'other 5')

  expect(await keysOf(connected, { Prefix: 'logs/' })).toEqual(['logs/a', 'logs/b/x', 'logs/b/y'])
  expect(await listed(connected, { Prefix: 'logs/', Delimiter: '/' })).toMatchObject({
    Uploads: [{ Key: 'logs/a' }],
    CommonPrefixes: [{ Prefix: 'logs/b/' }],
  })
})

test('max-uploads asks for smaller pages, never for larger ones', async () => {
  const connected = await connect({ pageSize: 2 })
  seed(connected, 'a 1', 'b 2', 'c 3')

  expect(await keysOf(connected, { MaxUploads: 1 })).toEqual(['a'])
  expect(await keysOf(connected, { MaxUploads: 1_000 })).toEqual(['a', 'b'])
  await expect(listed(connected, { MaxUploads: 0 })).rejects.toMatchObject({ name: 'InvalidArgument' })
})

test('encoding-type=url encodes keys and markers like a form, and says so', async () => {
  const connected = await connect({ pageSize: 1 })
  connected.server.createUpload(Bucket, 'a b+c/%é')
  connected.server.createUpload(Bucket, 'z')

  expect(await listed(connected, { EncodingType: 'url' })).toMatchObject({
    EncodingType: 'url',
    Uploads: [{ Key: 'a+b%2Bc/%25%C3%A9' }],
    NextKeyMarker: 'a+b%2Bc/%25%C3%A9',
  })
})

test('without it, keys come as they are, those included that XML cannot hold', async () => {
  const connected = await connect()
  const keys = ['\u0001', ' ', '\u{1f9f9}', '<&>']
  for (const key of keys) connected.server.createUpload(Bucket, key)

  expect(new Set(await keysOf(connected, {}))).toEqual(new Set(keys))
})

test('a bucket that is not there is NoSuchBucket', async () => {
  const connected = await connect()

  await expect(listed(connected, { Bucket: 'no-such-bucket' })).rejects.toMatchObject({
    name: 'NoSuchBucket',
  })
})
