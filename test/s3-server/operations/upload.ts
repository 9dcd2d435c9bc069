import { hash } from 'node:crypto'
import { emptyAnswer, xmlAnswer } from '../answer.ts'
import { type Bucket, newUploadId } from '../bucket.ts'
import { invalidArgument, noSuchUpload, S3Error } from '../s3-error.ts'
import type { S3Request } from '../s3-request.ts'
import { type Part, type Upload, withPart } from '../upload.ts'
import { document, element, elementTexts } from '../xml.ts'
import { type BucketHandler, headerOf } from './handler.ts'

const MAX_PARTS = 10_000
const MIN_PART_SIZE = 5 * 1024 * 1024

export const createMultipartUpload: BucketHandler = ({ request, nowMs }, bucket) => {
  const { key = '' } = request
  const storageClass = headerOf(request, 'x-amz-storage-class') ?? 'STANDARD'
  const upload = bucket.add({ key, uploadId: newUploadId(), initiatedMs: nowMs, storageClass, parts: [] })
  const content = `${element('Bucket', bucket.properties.name)}${element('Key', key)}${element('UploadId', upload.uploadId)}`
  return xmlAnswer(document('InitiateMultipartUploadResult', content))
}

export const uploadPart: BucketHandler = async ({ request, nowMs, payload }, bucket) => {
  const number = Number(request.query.get('partNumber'))
  if (!(Number.isInteger(number) && number >= 1 && number <= MAX_PARTS))
    throw invalidArgument(
      `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
      'partNumber',
    )
  uploadOf(request, bucket)
  const bytes = await payload()
  // Again: it may have ended while the bytes came in.
  const upload = uploadOf(request, bucket)
  const etag = hash('md5', bytes, 'hex')
  upload.parts = withPart(upload.parts, { number, size: bytes.length, lastModifiedMs: nowMs, etag, bytes })
  return emptyAnswer(200, { etag: `"${etag}"` })
}

export const completeMultipartUpload: BucketHandler = async ({ request, nowMs, payload }, bucket) => {
  uploadOf(request, bucket)
  const body = (await payload()).toString()
  const upload = uploadOf(request, bucket)
  const pieces = chosenParts(upload, body)
  const etag = `${hash('md5', Buffer.from(pieces.map((part) => part.etag).join(''), 'hex'), 'hex')}-${pieces.length}`
  const size = pieces.reduce((sum, part) => sum + part.size, 0)
  const { key, storageClass } = upload
  const contentType = 'binary/octet-stream'
  bucket.objects.set(key, { etag, size, lastModifiedMs: nowMs, contentType, storageClass, pieces })
  bucket.end(upload)
  const content = `${element('Bucket', bucket.properties.name)}${element('Key', key)}${element('ETag', `"${etag}"`)}`
  return xmlAnswer(document('CompleteMultipartUploadResult', content))
}

function uploadOf({ key = '', uploadId = '' }: S3Request, bucket: Bucket): Upload {
  const upload = bucket.find(key, uploadId)
  if (upload === undefined) throw new S3Error(noSuchUpload)
  return upload
}

/** The parts that the client names, which must be there, in order, and not too small. */
function chosenParts(upload: Upload, body: string): Part[] {
  const numbers = elementTexts(body, 'PartNumber').map(Number)
  const etags = elementTexts(body, 'ETag').map((etag) => etag.replaceAll('"', ''))
  if (numbers.length === 0) throw refused('MalformedXML', 'The XML you provided was not well-formed')
  const parts = numbers.map((number, index) => {
    if (number <= (numbers[index - 1] ?? 0))
      throw refused('InvalidPartOrder', 'The list of parts was not in ascending order.')
    const part = upload.parts.find((candidate) => candidate.number === number)
    if (part === undefined || part.etag !== etags[index])
      throw refused('InvalidPart', 'One or more of the specified parts could not be found.')
    return part
  })
  if (parts.slice(0, -1).some(({ size }) => size < MIN_PART_SIZE))
    throw refused('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
  return parts
}

function refused(code: string, message: string): S3Error {
  return new S3Error({ status: 400, code, message })
}
