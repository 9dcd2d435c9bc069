import { hash } from 'node:crypto'
import type { Upload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import { type ListingPage, readListing } from './listing-page.ts'
import type { Reply } from './reply.ts'
import type { Markers, S3Request } from './request.ts'

type ListRequest = Extract<S3Request, { operation: 'ListMultipartUploads' }>

/** How a listing asks for its pages, and what it needs to know to judge the answers. */
export interface Lister {
  readonly send: (request: ListRequest) => Promise<Reply>
  readonly explain: (reply: Exclude<Reply, { kind: 'answer' }>) => string
  readonly nowMs: () => number
  /** Only AWS's own word that nothing has the prefix is taken for it. */
  readonly trustsPrefix: boolean
}

/** Some of the uploads in progress: none of them twice in a listing, all of them under its prefixes. */
export interface FoundPage {
  readonly uploads: readonly Upload[]
  /** Entries that name no upload that could be addressed, described. */
  readonly unreadable: readonly string[]
  /** The earlier of our clock and the server's when the page came, in ms. */
  readonly asOfMs: number
}

/**
 * All uploads in progress under the prefixes (none: in the whole bucket), page by page.
 *
 * @throws {UserError} when the listing cannot be had completely, be it for a refusal, or for an answer that cannot be true
 */
export async function* listUploads(
  lister: Lister,
  bucket: string,
  prefixes: readonly string[],
): AsyncGenerator<FoundPage> {
  const seen = new Seen()
  for (const prefix of prefixes.length === 0 ? [''] : prefixes) {
    let foundBelow = false
    for await (const page of listPrefix(lister, bucket, prefix, [prefix], seen)) {
      foundBelow ||= page.uploads.some((upload) => upload.key.length > prefix.length)
      yield page
    }
    if (foundBelow || prefix === '' || lister.trustsPrefix) continue
    // Some servers take a prefix for a whole key. Nothing below it was found, so the bucket is listed as a whole; that
    // covers the other prefixes as well.
    yield* listPrefix(lister, bucket, '', prefixes, seen)
    return
  }
}

/** Asks plainly first; when that cannot be read, for keys in URL encoding, from the start. */
async function* listPrefix(
  lister: Lister,
  bucket: string,
  prefix: string,
  wanted: readonly string[],
  seen: Seen,
): AsyncGenerator<FoundPage> {
  try {
    yield* listPages(
      lister,
      { operation: 'ListMultipartUploads', bucket, prefix, markers: undefined, urlEncoded: false },
      wanted,
      seen,
    )
  } catch (error) {
    if (!(error instanceof UnreadableListing)) throw error
    const request = {
      operation: 'ListMultipartUploads',
      bucket,
      prefix,
      markers: undefined,
      urlEncoded: true,
    } as const
    try {
      yield* listPages(lister, request, wanted, seen)
    } catch (second) {
      // The first answer tells more: encoding was only the way out.
      throw second instanceof UnreadableListing ? new UserError(error.message, { cause: second }) : second
    }
  }
}

/** The plain listing failed in a way that URL encoding may mend. */
class UnreadableListing extends Error {
  override readonly name = 'UnreadableListing'
}

async function* listPages(
  lister: Lister,
  first: ListRequest,
  wanted: readonly string[],
  seen: Seen,
): AsyncGenerator<FoundPage> {
  const run = seen.beginRun()
  const markersSeen = new Set<string>()
  let request = first
  for (let number = 1; ; number++) {
    const { page, serverMs } = await fetchPage(lister, request, number)
    let news = 0
    const unknown: Upload[] = []
    for (const upload of page.uploads) {
      const sight = seen.see(upload, run)
      if (sight !== 'repeated') news++
      if (sight === 'new') unknown.push(upload)
    }
    yield {
      uploads: unknown.filter(
        (upload) => wanted.length === 0 || wanted.some((prefix) => upload.key.startsWith(prefix)),
      ),
      unreadable: page.unreadable,
      asOfMs: Math.min(lister.nowMs(), serverMs ?? Number.POSITIVE_INFINITY),
    }
    if (!page.isTruncated) return
    const markers = nextMarkers(page, first.bucket, number)
    assertMovesOn(markers, markersSeen, news, first.bucket, number)
    request = { ...first, markers }
  }
}

async function fetchPage(
  lister: Lister,
  request: ListRequest,
  number: number,
): Promise<{ page: ListingPage; serverMs: number | undefined }> {
  const reply = await lister.send(request)
  if (reply.kind === 'answer') {
    try {
      return { page: readListing(reply.body, request.bucket, request.urlEncoded), serverMs: reply.serverMs }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      throw new UnreadableListing(
        `Page ${number} of the listing of \`${request.bucket}\` is no S3 listing: ${error.message}. Nothing was aborted in this bucket. Check that \`endpoint\` is the S3 API and not a web page or a proxy's.`,
      )
    }
  }
  // A gofakes3 bucket that never had an upload says that there is no such upload.
  if (reply.kind === 'refusal' && reply.code === 'NoSuchUpload') {
    return {
      page: { uploads: [], unreadable: [], isTruncated: false, markers: undefined },
      serverMs: reply.serverMs,
    }
  }
  const message = `${lister.explain(reply)}${number === 1 ? '' : ` That was page ${number} of the listing; nothing was aborted in this bucket.`}`
  // OpenStack Swift cannot list a key with a control character, but can list it encoded.
  if (reply.kind === 'refusal' && reply.status === 500) throw new UnreadableListing(message)
  throw new UserError(message)
}

/** Exactly what the server returned; an empty marker is none. */
function nextMarkers(page: ListingPage, bucket: string, number: number): Markers {
  if (page.markers !== undefined) return page.markers
  throw new UserError(
    `Page ${number} of the listing of \`${bucket}\` says that more follows, and not where (no NextKeyMarker, no NextUploadIdMarker). The rest cannot be found, so nothing was aborted in this bucket; narrow \`prefix\` until a listing has one page.`,
  )
}

function assertMovesOn(
  markers: Markers,
  markersSeen: Set<string>,
  news: number,
  bucket: string,
  number: number,
): void {
  const markersText = JSON.stringify([markers.keyMarker, markers.uploadIdMarker])
  const why = markersSeen.has(markersText)
    ? 'leads back to a page that was listed before'
    : news === 0
      ? 'brings nothing new and says that more follows'
      : undefined
  markersSeen.add(markersText)
  if (why === undefined) return
  throw new UserError(
    `Page ${number} of the listing of \`${bucket}\` ${why}: the server's paging goes round in circles. The rest cannot be found, so nothing was aborted in this bucket; narrow \`prefix\` until a listing has one page.`,
  )
}

/**
 * Which uploads were listed already, and by which run through the pages. Digests, because a bucket may hold a million
 * and a key 1,024 bytes.
 */
class Seen {
  readonly #lastRun = new Map<string, number>()
  #runs = 0

  beginRun(): number {
    return ++this.#runs
  }

  /** `repeated`: this run had it before. `known`: an earlier run had it, so it is not to be counted again. */
  see(upload: Upload, run: number): 'new' | 'known' | 'repeated' {
    const digest = hash('sha1', `${upload.uploadId}\0${upload.key}`, 'base64')
    const last = this.#lastRun.get(digest)
    this.#lastRun.set(digest, run)
    return last === undefined ? 'new' : last === run ? 'repeated' : 'known'
  }
}
