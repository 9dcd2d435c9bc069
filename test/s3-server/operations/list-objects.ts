import { xmlAnswer } from '../answer.ts'
import { byteOrder } from '../rank.ts'
import { invalidArgument } from '../s3-error.ts'
import type { StoredObject } from '../stored-object.ts'
import { encodeAsForm } from '../uri.ts'
import { document, element } from '../xml.ts'
import type { BucketHandler } from './handler.ts'

/** Sorted anew for each page: nobody lists millions of objects here. */
export const listObjects: BucketHandler = ({ request, settings }, bucket) => {
  const { query } = request
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const token = query.get('continuation-token')
  const after =
    token === undefined ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString()
  const limit = Math.min(readMaximum(query.get('max-keys')) ?? settings.pageSize, settings.pageSize)
  const encode = query.get('encoding-type') === 'url' ? encodeAsForm : (text: string) => text
  const names = listedNames([...bucket.objects.keys()], prefix, delimiter)
  const rest = names.filter((name) => byteOrder(name) > byteOrder(after))
  const page = rest.slice(0, limit)
  const truncated = rest.length > page.length
  const last = page.at(-1)
  const content = [
    element('Name', bucket.properties.name),
    element('Prefix', encode(prefix)),
    element('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    element('EncodingType', query.get('encoding-type')),
    element('KeyCount', page.length),
    element('MaxKeys', limit),
    element('IsTruncated', truncated),
    element('ContinuationToken', token),
    element(
      'NextContinuationToken',
      truncated && last !== undefined ? Buffer.from(last).toString('base64url') : undefined,
    ),
    ...page.map((name) => itemElement(encode(name), bucket.objects.get(name))),
  ]
  return xmlAnswer(document('ListBucketResult', content.join('')))
}

/** Keys, and the common prefixes of those that hold the delimiter, in order. */
function listedNames(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return at === -1 ? key : key.slice(0, at + delimiter.length)
    })
  return [...new Set(names)].sort((a, b) => (byteOrder(a) < byteOrder(b) ? -1 : 1))
}

function itemElement(name: string, stored: StoredObject | undefined): string {
  if (stored === undefined) return `<CommonPrefixes>${element('Prefix', name)}</CommonPrefixes>`
  const date = new Date(stored.lastModifiedMs).toISOString()
  return `<Contents>${element('Key', name)}${element('LastModified', date)}${element('ETag', `"${stored.etag}"`)}${element('Size', stored.size)}${element('StorageClass', stored.storageClass)}</Contents>`
}

function readMaximum(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys')
}
