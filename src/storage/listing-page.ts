import type { Upload } from '../uploads/upload.ts'
import { parseDate } from './date.ts'
import type { Markers } from './request.ts'
import { decodeUrl, isUrlEncoded } from './url-encoding.ts'
import { child, childText, type Element, parseXml } from './xml.ts'

/** One page of a listing, as the server wrote it. */
export interface ListingPage {
  readonly uploads: readonly Upload[]
  /** Entries that name no upload that could be addressed, described. */
  readonly unreadable: readonly string[]
  readonly isTruncated: boolean
  /** undefined when the server returned none. */
  readonly markers: Markers | undefined
}

/** U+FFFD: bytes that were no UTF-8 stood here, so the key is not known. */
const REPLACEMENT = '\ufffd'

/**
 * Reads a `ListMultipartUploadsResult`.
 *
 * @param urlEncoded whether the keys were asked for in URL encoding, which servers do or do not do
 * @throws {SyntaxError} that says what was seen instead
 */
export function readListing(body: string, bucket: string, urlEncoded: boolean): ListingPage {
  const root = parseXml(body)
  if (root.name !== 'ListMultipartUploadsResult')
    throw new SyntaxError(`it is <${root.name}>, not <ListMultipartUploadsResult>`)
  const entries = root.children.filter((element) => element.name === 'Upload')
  const keys = entries.map((entry) => childText(entry, 'Key') ?? '')
  const encoded = urlEncoded && isUrlEncoded(keys)
  if (!urlEncoded && keys.some((key) => key.includes(REPLACEMENT)))
    throw new SyntaxError('it has keys that are no UTF-8')
  const { uploads, unreadable } = readEntries(entries, bucket, encoded)
  const lastKey = keys.at(-1)
  const keyMarker = nonEmpty(childText(root, 'NextKeyMarker'))
  const uploadIdMarker = nonEmpty(childText(root, 'NextUploadIdMarker'))
  return {
    uploads,
    unreadable,
    isTruncated: readTruncated(root),
    markers:
      keyMarker === undefined && uploadIdMarker === undefined
        ? undefined
        : { keyMarker: encoded ? decodeMarker(keyMarker, lastKey) : keyMarker, uploadIdMarker },
  }
}

/** One bad entry hides no other. */
function readEntries(entries: readonly Element[], bucket: string, encoded: boolean) {
  const uploads: Upload[] = []
  const unreadable: string[] = []
  for (const entry of entries) {
    const rawKey = childText(entry, 'Key') ?? ''
    const key = encoded ? decodeUrl(rawKey) : rawKey
    const uploadId = childText(entry, 'UploadId') ?? ''
    const problem = problemOf(key, uploadId)
    if (problem === undefined) uploads.push(toUpload(entry, bucket, key, uploadId))
    else unreadable.push(problem)
  }
  return { uploads, unreadable }
}

function problemOf(key: string, uploadId: string): string | undefined {
  if (uploadId === '') return `an entry without an upload id, for the key ${quoted(key)}`
  if (key === '') return `an entry without a key, for the upload id ${quoted(uploadId)}`
  if (!key.isWellFormed() || key.includes(REPLACEMENT))
    return `an entry whose key cannot be read, ${quoted(key)}`
  return undefined
}

/** Backticks are the messages' own: they mark what is code. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('`', "'")
}

function toUpload(entry: Element, bucket: string, key: string, uploadId: string): Upload {
  const storageClass = childText(entry, 'StorageClass')
  return {
    bucket,
    key,
    uploadId,
    initiatedMs: parseDate(childText(entry, 'Initiated')),
    storageClass: nonEmpty(storageClass),
  }
}

/** Where the field is missing, a marker is what says that more follows. */
function readTruncated(root: Element): boolean {
  const text = childText(root, 'IsTruncated')?.trim().toLowerCase()
  if (text === 'true') return true
  if (text === 'false') return false
  if (text === undefined || text === '')
    return child(root, 'NextKeyMarker')?.text !== undefined && childText(root, 'NextKeyMarker') !== ''
  throw new SyntaxError(`its IsTruncated is ${JSON.stringify(text)}`)
}

/** AWS encodes the marker with the keys, Ceph and Swift do not: whether it equals the last key tells. */
function decodeMarker(marker: string | undefined, lastKey: string | undefined): string | undefined {
  if (marker === undefined) return undefined
  if (marker === lastKey) return decodeUrl(marker)
  const isRaw = lastKey !== undefined && marker === decodeUrl(lastKey)
  return isRaw || !isUrlEncoded([marker]) ? marker : decodeUrl(marker)
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
