import type { Bucket } from '../bucket.ts'
import { byteOrder } from '../rank.ts'
import { invalidArgument, noSuchUpload } from '../s3-error.ts'
import type { Upload } from '../upload.ts'
import type { Page, UploadsQuery } from '../uploads-page.ts'
import { encodeAsForm } from '../uri.ts'
import { documented } from './fact.ts'
import type { Markers, Personality, Start } from './personality.ts'

/**
 * Amazon S3, and what the others are described against. In what it leaves open it is as unhelpful as it may be: an
 * unknown id is a 404, and the next markers are set on the last page too.
 */
export const aws: Personality = {
  name: 'aws',
  server: 'AWS S3, general purpose buckets',
  facts: [
    documented('1,000 uploads a page, by key, then by start. Both markers go back together.'),
    documented('A key marker alone skips the rest of the uploads of that key.'),
    documented('The next markers can be set on the last page, too.'),
    documented('Aborting an upload that is not there is a 404 or a 204, by region and time. Here: 404.'),
    documented('A part in flight can land after an abort.'),
  ],
  region: 'us-east-1',
  acceptsRegion: (signedFor, region) => signedFor === region,
  wrongRegion: undefined,
  strictXml: false,
  errorMessages: true,
  expectedOwner: 'checked',
  refuses: {},
  emptyUploadId: undefined,
  emptyKey: undefined,
  listing: {
    rank: byteOrder,
    rankedByKey: true,
    limit: limitOf,
    accepts: (upload, { prefix }) => upload.key.startsWith(prefix),
    start: afterMarkers,
    refusal: () => undefined,
    isTruncated: ({ following }) => following !== undefined,
    nextMarkers: lastOf,
    encoding: { key: encodeAsForm, marker: encodeAsForm, echoed: true },
    hidesSiblings: false,
    initiated: ({ initiatedMs }: Upload) => new Date(initiatedMs).toISOString(),
  },
  abort: { status: 204, unknownId: noSuchUpload, endedId: noSuchUpload, wrongKey: noSuchUpload },
  missingParts: noSuchUpload,
}

export function limitOf(asked: number | undefined, pageSize: number): number {
  if (asked === undefined) return pageSize
  if (asked >= 1 && Number.isInteger(asked)) return Math.min(asked, pageSize)
  throw invalidArgument('Argument max-uploads must be an integer between 1 and 2147483647', 'max-uploads')
}

export const anyRegion = (): boolean => true

/** Behind the upload of both markers; with a key marker alone, behind all uploads of that key. */
export function afterMarkers({ keyMarker, uploadIdMarker }: UploadsQuery, bucket: Bucket): Start {
  if (keyMarker === '') return AT_THE_FIRST
  const rank = bucket.rank(keyMarker, uploadIdMarker)
  if (uploadIdMarker === '') return behindRank(rank)
  const initiatedMs = bucket.initiatedMs(keyMarker, uploadIdMarker)
  if (initiatedMs === undefined) throw invalidArgument('Invalid uploadId marker', 'upload-id-marker')
  return { position: { rank, initiatedMs, uploadId: uploadIdMarker }, behind: true }
}

export const AT_THE_FIRST: Start = { position: undefined, behind: false }

/** Behind everything that has this rank. */
export function behindRank(rank: string): Start {
  return { position: { rank, initiatedMs: Number.POSITIVE_INFINITY, uploadId: '' }, behind: true }
}

export const NO_MARKERS: Markers = { key: undefined, uploadId: undefined }

/** For the servers that say where the next page begins only when there is one. */
export function lastIfTruncated(page: Page): Markers {
  return page.following === undefined ? NO_MARKERS : lastOf(page)
}

/** The markers that name the last item of the page. */
export function lastOf({ items }: Page): Markers {
  const last = items.at(-1)
  if (last === undefined) return { key: '', uploadId: '' }
  if (last.kind === 'group') return { key: last.prefix, uploadId: '' }
  return { key: last.upload.key, uploadId: last.upload.uploadId }
}
