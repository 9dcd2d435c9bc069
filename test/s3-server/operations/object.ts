import { hash } from 'node:crypto'
import { type Answer, emptyAnswer } from '../answer.ts'
import type { Bucket } from '../bucket.ts'
import { noSuchKey, S3Error } from '../s3-error.ts'
import type { S3Request } from '../s3-request.ts'
import { bytesOf, type StoredObject } from '../stored-object.ts'
import { type BucketHandler, headerOf } from './handler.ts'

export const putObject: BucketHandler = async ({ request, nowMs, payload }, bucket) => {
  const bytes = await payload()
  const contentType = headerOf(request, 'content-type') ?? 'binary/octet-stream'
  const stored = objectOf(bytes, nowMs, contentType)
  bucket.objects.set(request.key ?? '', stored)
  return emptyAnswer(200, { etag: `"${stored.etag}"` })
}

export const getObject: BucketHandler = ({ request }, bucket) => {
  const stored = find(request, bucket)
  return { ...headAnswer(stored), body: { size: stored.size, pieces: bytesOf(stored) } }
}

export const headObject: BucketHandler = ({ request }, bucket) => headAnswer(find(request, bucket))

/** Also what a DELETE with an empty upload id comes to, on the servers that do not look closely. */
export const deleteObject: BucketHandler = ({ request, settings }, bucket) => {
  const { emptyUploadId } = settings.personality
  if (request.uploadId !== undefined && emptyUploadId !== undefined) throw new S3Error(emptyUploadId)
  bucket.objects.delete(request.key ?? '')
  return emptyAnswer(204)
}

export function objectOf(bytes: Uint8Array, nowMs: number, contentType: string): StoredObject {
  return {
    etag: hash('md5', bytes, 'hex'),
    lastModifiedMs: nowMs,
    size: bytes.length,
    contentType,
    storageClass: 'STANDARD',
    pieces: [{ size: bytes.length, bytes }],
  }
}

function find({ key = '' }: S3Request, bucket: Bucket): StoredObject {
  const stored = bucket.objects.get(key)
  if (stored === undefined) throw new S3Error(noSuchKey)
  return stored
}

function headAnswer(stored: StoredObject): Answer {
  return emptyAnswer(200, {
    etag: `"${stored.etag}"`,
    'last-modified': new Date(stored.lastModifiedMs).toUTCString(),
    'content-type': stored.contentType,
    'content-length': String(stored.size),
  })
}
