import type { Bucket } from './bucket.ts'
import type { UploadListing } from './personalities/personality.ts'
import { byteOrder } from './rank.ts'
import type { Position } from './sorted-index.ts'
import type { Upload } from './upload.ts'

/** A request for a page of uploads. An empty text is none. */
export interface UploadsQuery {
  readonly prefix: string
  readonly delimiter: string
  readonly keyMarker: string
  readonly uploadIdMarker: string
  /** Whether the client asked for `encoding-type=url`. */
  readonly encoded: boolean
}

/** An upload, or all those whose keys begin alike up to the delimiter. */
export type PageItem =
  | { readonly kind: 'upload'; readonly upload: Upload }
  | { readonly kind: 'group'; readonly prefix: string }

export interface Page {
  readonly items: readonly PageItem[]
  readonly limit: number
  /** The first upload that found no place on the page. */
  readonly following: Upload | undefined
}

/** Cuts one page out of the index: it is sought, never sorted or walked from the beginning. */
export function cutPage(bucket: Bucket, listing: UploadListing, query: UploadsQuery, limit: number): Page {
  const items: PageItem[] = []
  const prefixRank = listing.rankedByKey ? byteOrder(query.prefix) : ''
  // A group that is itself the marker was on the page before.
  const groups = new Set([query.keyMarker])
  let scan = begin(bucket, listing, query, prefixRank)
  for (let next = scan.next(); !next.done; next = scan.next()) {
    const upload = next.value
    if (!upload.rank.startsWith(prefixRank)) break
    if (!listing.accepts(upload, query)) continue
    const group = groupOf(upload.key, query)
    const isNew = group === undefined || !groups.has(group)
    if (isNew && items.length >= limit) return { items, limit, following: upload }
    if (isNew) items.push(group === undefined ? { kind: 'upload', upload } : { kind: 'group', prefix: group })
    if (group === undefined) continue
    groups.add(group)
    if (listing.rankedByKey) scan = bucket.index.from(behindAll(group), true)
  }
  return { items, limit, following: undefined }
}

function begin(
  bucket: Bucket,
  listing: UploadListing,
  query: UploadsQuery,
  prefixRank: string,
): Generator<Upload> {
  const { position, behind } = listing.start(query, bucket)
  if (position !== undefined && position.rank >= prefixRank) return bucket.index.from(position, behind)
  return bucket.index.from({ rank: prefixRank, initiatedMs: Number.NEGATIVE_INFINITY, uploadId: '' }, false)
}

/** The part of the key up to the first delimiter behind the prefix. */
function groupOf(key: string, { prefix, delimiter }: UploadsQuery): string | undefined {
  if (delimiter === '') return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

/** Where everything ends that begins with this. */
function behindAll(prefix: string): Position {
  return { rank: `${byteOrder(prefix)}\uffff`, initiatedMs: Number.POSITIVE_INFINITY, uploadId: '' }
}
