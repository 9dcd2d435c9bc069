import type { Upload } from '../uploads/upload.ts'
import { parseDate } from './date.ts'
import { type Fields, readListDocument, readTruncated, type Shape, sendable } from './list-document.ts'
import type { Markers } from './request.ts'
import { shortened } from './shortened.ts'
import { decodeUrl, isUrlEncoded } from './url-encoding.ts'

/** One page of a listing, as the server wrote it. */
export interface ListingPage {
  readonly uploads: readonly Upload[]
  /** Entries that name no upload that could be addressed, described. */
  readonly unreadable: readonly string[]
  readonly isTruncated: boolean
  /** undefined when the server returned none. */
  readonly markers: Markers | undefined
}

type Page = Fields<'Bucket' | 'EncodingType' | 'IsTruncated' | 'NextKeyMarker' | 'NextUploadIdMarker'>
type Entry = Fields<'Key' | 'UploadId' | 'Initiated' | 'StorageClass'>
const LISTING: Shape<keyof Page, keyof Entry> = {
  root: 'ListMultipartUploadsResult',
  own: ['Bucket', 'EncodingType', 'IsTruncated', 'NextKeyMarker', 'NextUploadIdMarker'],
  item: 'Upload',
  fields: ['Key', 'UploadId', 'Initiated', 'StorageClass'],
}

/** An access point or an alias, which stand for a bucket of another name. */
const STAND_IN = /^arn:|-s3alias$|--[a-z]+-s3$/

/** U+FFFD: bytes that were no UTF-8 stood here, so the key is not known. */
const REPLACEMENT = '\ufffd'

/**
 * Reads a `ListMultipartUploadsResult`.
 *
 * @param urlEncoded whether the keys were asked for in URL encoding, which servers do or do not do
 * @throws {SyntaxError} that says what was seen instead
 */
export function readListing(body: string, bucket: string, urlEncoded: boolean): ListingPage {
  const { own, items } = readListDocument(body, LISTING)
  if (!isAbout(own, bucket)) throw new SyntaxError(`it is about the bucket ${quoted(own.Bucket ?? '')}`)
  const keys = items.map(({ Key = '' }) => Key)
  const isAnnounced = own.EncodingType === 'url'
  const encoded = urlEncoded && isUrlEncoded(keys) && (isAnnounced || keys.every(mayBeOfCeph))
  if (!urlEncoded && keys.some((key) => key.includes(REPLACEMENT)))
    throw new SyntaxError('it has keys that are no UTF-8')
  const { uploads, unreadable } = readEntries(items, bucket, encoded)
  const lastKey = keys.at(-1)
  const keyMarker = sendable('NextKeyMarker', own.NextKeyMarker)
  const uploadIdMarker = sendable('NextUploadIdMarker', own.NextUploadIdMarker)
  return {
    uploads,
    unreadable,
    isTruncated: readTruncated(own.IsTruncated, keyMarker ?? uploadIdMarker),
    markers:
      keyMarker === undefined && uploadIdMarker === undefined
        ? undefined
        : { keyMarker: encoded ? decodeMarker(keyMarker, lastKey, isAnnounced) : keyMarker, uploadIdMarker },
  }
}

/** A cache may give the listing of another bucket. Ceph leaves the tenant out of `tenant:bucket`. */
function isAbout({ Bucket = '' }: Page, bucket: string): boolean {
  return Bucket === '' || Bucket === bucket || bucket.endsWith(`:${Bucket}`) || STAND_IN.test(bucket)
}

/** One bad entry hides no other. */
function readEntries(entries: readonly Entry[], bucket: string, encoded: boolean) {
  const uploads: Upload[] = []
  const unreadable: string[] = []
  for (const entry of entries) {
    const rawKey = entry.Key ?? ''
    const key = encoded ? decodeUrl(rawKey) : rawKey
    const uploadId = entry.UploadId ?? ''
    const problem = problemOf(key, uploadId)
    if (problem !== undefined) unreadable.push(problem)
    else if (key === rawKey) uploads.push(toUpload(entry, bucket, key, uploadId))
    else uploads.push({ ...toUpload(entry, bucket, key, uploadId), isKeyDecoded: true })
  }
  return { uploads, unreadable }
}

function problemOf(key: string, uploadId: string): string | undefined {
  if (uploadId.trim() === '') return `an entry without an upload id, for the key ${quoted(key)}`
  if (key === '') return `an entry without a key, for the upload id ${quoted(uploadId)}`
  if (!key.isWellFormed() || key.includes(REPLACEMENT))
    return `an entry whose key cannot be read, ${quoted(key)}`
  if (!uploadId.isWellFormed() || uploadId.includes(REPLACEMENT))
    return `an entry whose upload id cannot be read, for the key ${quoted(key)}`
  return undefined
}

/** Backticks are the messages' own: they mark what is code. */
function quoted(text: string): string {
  return JSON.stringify(shortened(text)).replaceAll('`', "'")
}

function toUpload({ Initiated, StorageClass }: Entry, bucket: string, key: string, uploadId: string): Upload {
  return { bucket, key, uploadId, initiatedMs: parseDate(Initiated), storageClass: nonEmpty(StorageClass) }
}

/** Ceph, the only server that encodes without saying so, writes a space as `%20` and leaves slashes alone. */
function mayBeOfCeph(key: string): boolean {
  return !/\+|%2f/i.test(key)
}

/**
 * AWS encodes the marker with the keys, Ceph and Swift do not: whether it equals the last key tells. A marker that names
 * the key to come is encoded on Garage, which says so, and is not on gofakes3, which says nothing.
 */
function decodeMarker(
  marker: string | undefined,
  lastKey: string | undefined,
  isAnnounced: boolean,
): string | undefined {
  if (marker === undefined) return undefined
  if (marker === lastKey) return decodeUrl(marker)
  const isRaw = lastKey !== undefined && marker === decodeUrl(lastKey)
  return isRaw || !isAnnounced || !isUrlEncoded([marker]) ? marker : decodeUrl(marker)
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
