import type { Bucket, Ranking } from '../bucket.ts'
import type { Operation } from '../operation.ts'
import type { ErrorAnswer } from '../s3-error.ts'
import type { Position } from '../sorted-index.ts'
import type { Upload } from '../upload.ts'
import type { Page, UploadsQuery } from '../uploads-page.ts'
import type { Fact } from './fact.ts'

/** How one kind of server differs from the others: data where data will do, small functions where not. */
export interface Personality {
  readonly name: string
  /** What behaves so, as a reader of the documentation knows it. */
  readonly server: string
  /** What differs from AWS, and how we know. The documentation says it in these words. */
  readonly facts: readonly Fact[]
  /** What it calls its region, unless it is set to another. */
  readonly region: string
  /** Whether a request signed for `signedFor` is served in `region`. */
  readonly acceptsRegion: (signedFor: string, region: string) => boolean
  /** The answer to a request for a wrong region; undefined: the one of AWS, which names the right one. */
  readonly wrongRegion: ErrorAnswer | undefined
  /** Whether an answer with a character that XML 1.0 cannot hold comes to nothing but a 500. */
  readonly strictXml: boolean
  /** Whether the body of an error holds a `<Message>`. */
  readonly errorMessages: boolean
  /** What `x-amz-expected-bucket-owner` does; an answer is given to whoever sends it. */
  readonly expectedOwner: 'checked' | 'ignored' | ErrorAnswer
  /** Operations that it does not have. */
  readonly refuses: Readonly<Partial<Record<Operation, ErrorAnswer>>>
  /** The answer to `DELETE /bucket/key?uploadId=`; undefined: the object is deleted. */
  readonly emptyUploadId: ErrorAnswer | undefined
  /** The answer to `DELETE /bucket/?uploadId=...`; undefined: the bucket is deleted. */
  readonly emptyKey: ErrorAnswer | undefined
  readonly listing: UploadListing
  readonly abort: AbortTraits
  /** The answer to ListParts of an upload that does not exist. */
  readonly missingParts: ErrorAnswer | 'empty-list'
}

/** How uploads are listed, from the order on. */
export interface UploadListing {
  readonly rank: Ranking
  /** Whether a rank begins with the key in byte order: prefixes can then be sought instead of filtered for. */
  readonly rankedByKey: boolean
  /** How many uploads go on a page. `asked` is undefined where the client did not say. May throw an S3Error. */
  readonly limit: (asked: number | undefined, pageSize: number, query: UploadsQuery) => number
  /** Whether the upload is one that was asked for: the prefix, as this server understands it. */
  readonly accepts: (upload: Upload, query: UploadsQuery) => boolean
  /** Where the page begins. May throw an S3Error. */
  readonly start: (query: UploadsQuery, bucket: Bucket) => Start
  /** What the whole listing is refused with, if it is. */
  readonly refusal: (query: UploadsQuery, bucket: Bucket) => ErrorAnswer | undefined
  readonly isTruncated: (page: Page) => boolean
  readonly nextMarkers: (page: Page, query: UploadsQuery) => Markers
  readonly encoding: KeyEncoding
  /** Whether uploads of one key can be on no page at all, without a sign that any client could see. */
  readonly hidesSiblings: boolean
  /** The text of `<Initiated>`; undefined leaves the element out. */
  readonly initiated: (upload: Upload, nowMs: number) => string | undefined
}

export interface Start {
  /** Undefined: at the first. */
  readonly position: Position | undefined
  /** Behind it, or at it. */
  readonly behind: boolean
}

/** Undefined leaves the element out. */
export interface Markers {
  readonly key: string | undefined
  readonly uploadId: string | undefined
}

/** What `encoding-type=url` does. */
export interface KeyEncoding {
  readonly key: (key: string) => string
  /** Markers, prefix and delimiter. */
  readonly marker: (text: string) => string
  /** Whether the answer says `<EncodingType>url</EncodingType>`. */
  readonly echoed: boolean
}

export interface AbortTraits {
  readonly status: 200 | 204
  /** The answer for an upload id that nobody has; `done` is the answer to a success. */
  readonly unknownId: ErrorAnswer | 'done'
  /** The answer for an upload that ended before. */
  readonly endedId: ErrorAnswer | 'done'
  /** The answer for an upload id that another key has; `abort` ends the upload of that other key. */
  readonly wrongKey: ErrorAnswer | 'done' | 'abort'
}
