import { forEachInParallel } from '../parallel.ts'
import type { Upload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import { type ListingPage, readListing } from './listing-page.ts'
import type { Reply } from './reply.ts'
import type { Markers, S3Request } from './request.ts'
import { Seen } from './seen.ts'
import { shortened } from './shortened.ts'

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

/** Takes one page after another; the pages of several prefixes come as they please. */
export type OnPage = (page: FoundPage) => Promise<void>

/** One listing: where, what of it is wanted, and who takes what was found. */
interface Listing {
  readonly lister: Lister
  readonly bucket: string
  /** A server may give more than it was asked for: what is under one of these is wanted, whatever the request was. */
  readonly wanted: readonly string[]
  readonly seen: Seen
  readonly onPage: OnPage
}

/** A hundred million uploads where pages are full: what has more is a server that makes them up. */
const MOST_PAGES = 100_000
const MOST_PREFIXES_AT_ONCE = 8
/** The name of a directory bucket, or of an access point to one. */
const DIRECTORY_BUCKET = /--xa?-s3$/

/**
 * Finds all uploads in progress under the prefixes (none: in the whole bucket); several prefixes are listed side by
 * side. None of them may begin with another.
 *
 * @throws {UserError} when the listing cannot be had completely, be it for a refusal, or for an answer that cannot be true
 */
export async function listUploads(
  lister: Lister,
  bucket: string,
  prefixes: readonly string[],
  onPage: OnPage,
): Promise<void> {
  const wanted = prefixes.length === 0 ? [''] : prefixes
  const listing: Listing = { lister, bucket, wanted, seen: new Seen(), onPage }
  let isDoubtful = false
  await forEachInParallel(wanted, MOST_PREFIXES_AT_ONCE, async (prefix) => {
    const foundBelow = await listPrefix(listing, prefix)
    isDoubtful ||= !foundBelow && prefix !== '' && !lister.trustsPrefix
  })
  // Some servers take a prefix for a whole key. Where nothing below one was found, the bucket is listed as a whole.
  if (isDoubtful) await listPrefix(listing, '')
}

/** What a run through all pages showed. */
interface Run {
  /** There was a key longer than the prefix, which shows that the server knows what a prefix is. */
  readonly foundBelow: boolean
  /** More was to follow, and nothing did. */
  readonly endsInNothing: boolean
}

/**
 * Where the upload that the markers name has ended in the meantime, gofakes3 and others answer with an empty last page.
 * For Swift such a page is the end of every list that fills its pages. A second run tells: other markers lead it on.
 *
 * @returns whether the server knows what a prefix is
 */
async function listPrefix(listing: Listing, prefix: string): Promise<boolean> {
  const first = await listReadably(listing, prefix)
  if (!first.endsInNothing) return first.foundBelow
  const second = await listReadably(listing, prefix)
  return first.foundBelow || second.foundBelow
}

/** Asks plainly first; when that cannot be read, for keys in URL encoding, from the start. */
async function listReadably(listing: Listing, prefix: string): Promise<Run> {
  const request = {
    operation: 'ListMultipartUploads',
    bucket: listing.bucket,
    prefix: askable(prefix, listing.bucket),
    markers: undefined,
  } as const
  try {
    return await listPages(listing, { ...request, urlEncoded: false })
  } catch (error) {
    if (!(error instanceof UnreadableListing)) throw error
    try {
      return await listPages(listing, { ...request, urlEncoded: true })
    } catch (second) {
      // The first answer tells more: encoding was only the way out.
      throw second instanceof UnreadableListing ? new UserError(error.message, { cause: second }) : second
    }
  }
}

/** What of a prefix the bucket can be asked for: a directory bucket of AWS takes only one that ends in a slash. */
function askable(prefix: string, bucket: string): string {
  return DIRECTORY_BUCKET.test(bucket) ? prefix.slice(0, prefix.lastIndexOf('/') + 1) : prefix
}

/** The plain listing failed in a way that URL encoding may mend. */
class UnreadableListing extends Error {
  override readonly name = 'UnreadableListing'
}

/** The next page is asked for while this one is worked on. */
async function listPages(listing: Listing, first: ListRequest): Promise<Run> {
  const { lister, seen, wanted, onPage } = listing
  const run = seen.beginRun()
  const markersSeen = new Set<string>()
  let foundBelow = false
  let coming = fetchPage(lister, first, 1)
  for (let number = 1; ; number++) {
    const { page, asOfMs } = await coming
    const sights = page.uploads.map((upload) => seen.see(upload, run))
    const bringsNews = sights.some((sight) => sight !== 'repeated')
    foundBelow ||= page.uploads.some(({ key }) => key.startsWith(first.prefix) && key !== first.prefix)
    const next = page.isTruncated
      ? followPage(listing, first, page, { number, bringsNews, markersSeen })
      : undefined
    // Should the work on this page fail first, nobody asks any more what became of the next one.
    next?.catch(() => {})
    await onPage({
      uploads: page.uploads.filter(
        ({ key }, at) => sights[at] === 'new' && wanted.some((prefix) => key.startsWith(prefix)),
      ),
      unreadable: page.unreadable,
      asOfMs,
    })
    if (next === undefined) return { foundBelow, endsInNothing: number > 1 && page.uploads.length === 0 }
    coming = next
  }
}

async function followPage(
  { lister, bucket }: Listing,
  first: ListRequest,
  page: ListingPage,
  { number, bringsNews, markersSeen }: { number: number; bringsNews: boolean; markersSeen: Set<string> },
): Promise<DatedPage> {
  const markers = nextMarkers(page, bucket, number)
  assertMovesOn(markers, markersSeen, bringsNews, bucket, number)
  try {
    return await fetchPage(lister, { ...first, markers }, number + 1)
  } catch (error) {
    if (!(error instanceof RefusedMarkers)) throw error
    return fetchBehindKey(lister, first, error, number + 1)
  }
}

/** The server refuses both markers together: versitygw always, LocalStack when the upload that they name has ended. */
class RefusedMarkers extends UserError {
  readonly keyMarker: string

  constructor(message: string, keyMarker: string) {
    super(message)
    this.keyMarker = keyMarker
  }
}

/** The key marker alone leads past all uploads of that key; so those are asked for as well. */
async function fetchBehindKey(
  lister: Lister,
  first: ListRequest,
  refused: RefusedMarkers,
  number: number,
): Promise<DatedPage> {
  const { keyMarker } = refused
  const ofKey = await fetchPage(lister, { ...first, prefix: keyMarker }, number)
  const siblings = ofKey.page.uploads.filter(({ key }) => key === keyMarker)
  // They come first, so another key shows that they all came.
  if (ofKey.page.isTruncated && siblings.length === ofKey.page.uploads.length) throw refused
  const behind = await fetchPage(
    lister,
    { ...first, markers: { keyMarker, uploadIdMarker: undefined } },
    number,
  )
  return {
    page: { ...behind.page, uploads: [...siblings, ...behind.page.uploads] },
    asOfMs: Math.min(ofKey.asOfMs, behind.asOfMs),
  }
}

interface DatedPage {
  readonly page: ListingPage
  /** The earlier of our clock and the server's when the page came, in ms. */
  readonly asOfMs: number
}

async function fetchPage(lister: Lister, request: ListRequest, number: number): Promise<DatedPage> {
  const reply = await lister.send(request)
  const serverMs = reply.kind === 'unreachable' ? undefined : reply.serverMs
  const asOfMs = Math.min(lister.nowMs(), serverMs ?? Number.POSITIVE_INFINITY)
  if (reply.kind === 'answer') {
    try {
      return { page: readListing(reply.body, request.bucket, request.urlEncoded), asOfMs }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      throw new UnreadableListing(
        `Page ${number} of the listing of \`${request.bucket}\` is no S3 listing: ${shortened(error.message)}. Nothing was aborted in this bucket. Check that \`endpoint\` is the S3 API and not a web page or a proxy's.`,
      )
    }
  }
  // A gofakes3 bucket that never had an upload says that there is no such upload.
  if (number === 1 && reply.kind === 'refusal' && reply.code === 'NoSuchUpload') {
    return { page: { uploads: [], unreadable: [], isTruncated: false, markers: undefined }, asOfMs }
  }
  const message = `${lister.explain(reply)}${number === 1 ? '' : ` That was page ${number} of the listing; nothing was aborted in this bucket.`}`
  // OpenStack Swift cannot list a key with a control character, but can list it encoded.
  if (reply.kind === 'refusal' && reply.status === 500) throw new UnreadableListing(message)
  const { keyMarker, uploadIdMarker } = request.markers ?? {}
  // A marker that had to be decoded may have been misread, which is reason enough to refuse it.
  const isExact = !request.urlEncoded && keyMarker !== undefined && uploadIdMarker !== undefined
  if (isExact && reply.kind === 'refusal' && reply.code === 'InvalidArgument')
    throw new RefusedMarkers(message, keyMarker)
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
  bringsNews: boolean,
  bucket: string,
  number: number,
): void {
  const markersText = JSON.stringify([markers.keyMarker, markers.uploadIdMarker])
  if (number >= MOST_PAGES)
    throw new UserError(
      `The listing of \`${bucket}\` has more than 100,000 pages, and the server says that still more follow. Nothing was aborted in this bucket; list less of it at a time with \`prefix\`.`,
    )
  const why = markersSeen.has(markersText)
    ? 'leads back to a page that was listed before'
    : !bringsNews
      ? 'brings nothing new and says that more follows'
      : undefined
  markersSeen.add(markersText)
  if (why === undefined) return
  throw new UserError(
    `Page ${number} of the listing of \`${bucket}\` ${why}: the server's paging goes round in circles. The rest cannot be found, so nothing was aborted in this bucket; narrow \`prefix\` until a listing has one page.`,
  )
}
