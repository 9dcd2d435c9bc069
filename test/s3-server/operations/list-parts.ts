import { type Answer, xmlAnswer } from '../answer.ts'
import { ownerElement } from '../owner.ts'
import { invalidArgument, S3Error } from '../s3-error.ts'
import type { Part, Upload } from '../upload.ts'
import { encodeAsForm } from '../uri.ts'
import { document, element } from '../xml.ts'
import type { BucketHandler, Context } from './handler.ts'

export const listParts: BucketHandler = (context, bucket) => {
  const { key = '', uploadId = '' } = context.request
  const upload = bucket.find(key, uploadId)
  if (upload !== undefined) return partsAnswer(context, upload, bucket.properties.owner)
  const { missingParts } = context.settings.personality
  if (missingParts !== 'empty-list') throw new S3Error(missingParts)
  const none = { key, uploadId, storageClass: 'STANDARD', parts: [] }
  return partsAnswer(context, none, bucket.properties.owner)
}

type Listed = Pick<Upload, 'key' | 'uploadId' | 'storageClass' | 'parts'>

function partsAnswer({ request, settings }: Context, upload: Listed, owner: string): Answer {
  const marker = readNumber(request.query, 'part-number-marker') ?? 0
  const limit = Math.min(readNumber(request.query, 'max-parts') ?? settings.maxParts, settings.maxParts)
  const rest = upload.parts.filter(({ number }) => number > marker)
  const page = rest.slice(0, limit)
  const encoded = request.query.get('encoding-type') === 'url'
  const content = [
    element('Bucket', request.bucket),
    element('EncodingType', encoded ? 'url' : undefined),
    element('Key', encoded ? encodeAsForm(upload.key) : upload.key),
    element('UploadId', upload.uploadId),
    ownerElement('Initiator', owner),
    ownerElement('Owner', owner),
    element('StorageClass', upload.storageClass),
    element('PartNumberMarker', marker),
    element('NextPartNumberMarker', page.at(-1)?.number ?? 0),
    element('MaxParts', limit),
    element('IsTruncated', rest.length > page.length),
    ...page.map(partElement),
  ]
  return xmlAnswer(document('ListPartsResult', content.join('')))
}

function partElement(part: Part): string {
  const date = new Date(part.lastModifiedMs).toISOString()
  return `<Part>${element('PartNumber', part.number)}${element('LastModified', date)}${element('ETag', `"${part.etag}"`)}${element('Size', part.size)}</Part>`
}

function readNumber(query: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = query.get(name) ?? ''
  if (text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name)
}
