import { xmlAnswer } from '../answer.ts'
import { ownerElement } from '../owner.ts'
import type { KeyEncoding } from '../personalities/personality.ts'
import { PLAIN_KEYS } from '../personalities/plain-keys.ts'
import { invalidArgument, S3Error } from '../s3-error.ts'
import type { S3Request } from '../s3-request.ts'
import { cutPage, type Page, type UploadsQuery } from '../uploads-page.ts'
import { document, element } from '../xml.ts'
import type { BucketHandler, Context } from './handler.ts'

export const listMultipartUploads: BucketHandler = (context, bucket) => {
  const { pageSize, personality } = context.settings
  const { listing } = personality
  const query = readQuery(context.request)
  const refusal = listing.refusal(query, bucket)
  if (refusal !== undefined) throw new S3Error(refusal)
  const limit = listing.limit(readMaximum(context.request), pageSize, query)
  const page = cutPage(bucket, listing, query, limit)
  const encoding = query.encoded ? listing.encoding : PLAIN_KEYS
  const owner = bucket.properties.owner
  const head = element('Bucket', bucket.properties.name) + headElements(context, query, page, encoding)
  return xmlAnswer(
    document(
      'ListMultipartUploadsResult',
      head + uploadElements(context, page, encoding, owner) + groupElements(page, encoding),
    ),
  )
}

function readQuery({ query }: S3Request): UploadsQuery {
  const encodingType = query.get('encoding-type') ?? ''
  if (encodingType !== '' && encodingType !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type')
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    keyMarker: query.get('key-marker') ?? '',
    uploadIdMarker: query.get('upload-id-marker') ?? '',
    encoded: encodingType === 'url',
  }
}

function readMaximum({ query }: S3Request): number | undefined {
  const text = query.get('max-uploads') ?? ''
  if (text === '') return undefined
  if (!/^-?\d+$/.test(text))
    throw invalidArgument('Provided max-uploads not an integer or within integer range', 'max-uploads')
  return Number(text)
}

function headElements({ settings }: Context, query: UploadsQuery, page: Page, encoding: KeyEncoding): string {
  const { listing } = settings.personality
  const next = listing.nextMarkers(page, query)
  return [
    element('KeyMarker', encoding.marker(query.keyMarker)),
    element('UploadIdMarker', query.uploadIdMarker),
    element('NextKeyMarker', next.key === undefined ? undefined : encoding.marker(next.key)),
    element('NextUploadIdMarker', next.uploadId),
    element('Delimiter', query.delimiter === '' ? undefined : encoding.marker(query.delimiter)),
    element('Prefix', encoding.marker(query.prefix)),
    element('EncodingType', encoding.echoed ? 'url' : undefined),
    element('MaxUploads', page.limit),
    element('IsTruncated', listing.isTruncated(page)),
  ].join('')
}

function uploadElements(
  { settings, nowMs }: Context,
  page: Page,
  encoding: KeyEncoding,
  owner: string,
): string {
  const owners = ownerElement('Initiator', owner) + ownerElement('Owner', owner)
  let xml = ''
  for (const item of page.items) {
    if (item.kind === 'group') continue
    const { upload } = item
    const initiated = settings.personality.listing.initiated(upload, nowMs)
    xml += `<Upload>${element('Key', encoding.key(upload.key))}${element('UploadId', upload.uploadId)}${owners}${element('StorageClass', upload.storageClass)}${element('Initiated', initiated)}</Upload>`
  }
  return xml
}

function groupElements(page: Page, encoding: KeyEncoding): string {
  const groups = page.items.flatMap((item) => (item.kind === 'group' ? [item.prefix] : []))
  return groups
    .map((prefix) => `<CommonPrefixes>${element('Prefix', encoding.key(prefix))}</CommonPrefixes>`)
    .join('')
}
