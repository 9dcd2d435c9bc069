import type { Connection } from '../inputs/inputs.ts'
import type { Look, Upload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import { readBuckets } from './buckets-page.ts'
import { explain } from './explain.ts'
import { type Lister, listUploads, type OnPage } from './listing.ts'
import { readParts } from './parts-page.ts'
import type { Reply } from './reply.ts'
import type { Operation, S3Request } from './request.ts'
import type { S3 } from './s3.ts'
import { shortened } from './shortened.ts'

/** What came of asking for an abort. */
export type AbortResult =
  | { readonly kind: 'aborted' }
  | { readonly kind: 'already-gone' }
  | { readonly kind: 'failed'; readonly error: string }
  /** The bucket itself is gone: asking again for its other uploads is pointless. */
  | { readonly kind: 'no-bucket'; readonly error: string }

/** A multipart upload has at most 10,000 parts, and a page that brings none ends the look; this is a backstop. */
const MAX_PARTS_PAGES = 10_001
const MAX_BUCKETS_PAGES = 1_000

/** All that the rest of the action knows of S3. */
export class Store {
  readonly #s3: S3
  readonly #connection: Connection

  constructor(s3: S3, connection: Connection) {
    this.#s3 = s3
    this.#connection = connection
  }

  nowMs(): number {
    return this.#s3.nowMs()
  }

  sleep(ms: number): Promise<void> {
    return this.#s3.sleep(ms)
  }

  /** Requests that left so far, by operation, retries included. */
  get requests(): ReadonlyMap<Operation, number> {
    return this.#s3.sent
  }

  /** The names of all buckets that the credentials can list. @throws {UserError} */
  async listBuckets(): Promise<string[]> {
    const names: string[] = []
    const tokens = new Set<string>()
    let continuationToken: string | undefined
    do {
      const reply = await this.#s3.send({
        operation: 'ListBuckets',
        ...(continuationToken && { continuationToken }),
      })
      if (reply.kind !== 'answer') throw new UserError(this.#explain(reply, 'ListBuckets', undefined))
      const page = this.#read('ListBuckets', undefined, () => readBuckets(reply.body))
      for (const name of page.names) names.push(name)
      continuationToken = page.continuationToken
      if (continuationToken === undefined) return names
    } while (!tokens.has(continuationToken) && tokens.add(continuationToken).size < MAX_BUCKETS_PAGES)
    throw new UserError(
      'The list of buckets has no end: the server leads back to pages that were seen, or to ever more of them. Name the buckets in `bucket`, without a glob.',
    )
  }

  /** @throws {UserError} when the listing cannot be had completely; what it gave until then is not to be relied on */
  listUploads(bucket: string, prefixes: readonly string[], onPage: OnPage): Promise<void> {
    return listUploads(this.#lister(bucket, this.#s3.isAws), bucket, prefixes, onPage)
  }

  /** The uploads of one key, and perhaps of keys that begin with it. A prefix that is a whole key is right everywhere. */
  listUploadsOfKey(bucket: string, key: string, onPage: OnPage): Promise<void> {
    // A directory bucket lists below folders only.
    const prefix = bucket.endsWith('--x-s3') ? key.slice(0, key.lastIndexOf('/') + 1) : key
    return listUploads(this.#lister(bucket, true), bucket, [prefix], onPage)
  }

  /**
   * Adds up the parts of an upload. One part that is younger than `minIdleMs` ends the look: it is known then that the
   * upload is in use, and more parts may arrive faster than they are listed. Never throws for what the store says: what
   * cannot be seen is `blind`.
   */
  async lookAtParts(upload: Upload, minIdleMs: number): Promise<Look> {
    const { bucket, key, uploadId } = upload
    const lookedAtMs = this.#s3.nowMs()
    let asOfMs = lookedAtMs
    let count = 0
    let bytes = 0
    let lastPartMs: number | undefined
    const markersSeen = new Set<string>()
    let partNumberMarker: string | undefined
    for (let number = 1; number <= MAX_PARTS_PAGES; number++) {
      const reply = await this.#listParts({ bucket, key, uploadId, partNumberMarker })
      if (isGone(reply))
        return upload.isKeyDecoded ? { kind: 'blind', problem: doubtOf(bucket) } : { kind: 'gone' }
      if (reply.kind !== 'answer')
        return { kind: 'blind', problem: this.#explain(reply, 'ListParts', bucket) }
      const page = this.#tryRead('ListParts', bucket, () => readParts(reply.body, uploadId))
      if (typeof page === 'string') return { kind: 'blind', problem: page }
      asOfMs = Math.min(asOfMs, reply.serverMs ?? asOfMs)
      count += page.count
      bytes += page.bytes
      if (page.newestMs !== undefined) lastPartMs = Math.max(lastPartMs ?? page.newestMs, page.newestMs)
      const isInUse = lastPartMs !== undefined && asOfMs - lastPartMs < minIdleMs
      if (isInUse || !page.isTruncated)
        return { kind: 'parts', parts: { count, bytes, lastPartMs, lookedAtMs, asOfMs } }
      if (page.nextMarker === undefined || markersSeen.has(page.nextMarker) || page.count === 0) break
      markersSeen.add(page.nextMarker)
      partNumberMarker = page.nextMarker
    }
    return {
      kind: 'blind',
      problem: `The parts of an upload in \`${bucket}\` cannot be listed to the end: the server says that more follow, and not where.`,
    }
  }

  /** Ends one upload. Never throws for what the store says. */
  async abort({ bucket, key, uploadId, isKeyDecoded }: Upload): Promise<AbortResult> {
    const reply = await this.#s3.send({ operation: 'AbortMultipartUpload', bucket, key, uploadId })
    if (reply.kind === 'answer') return { kind: 'aborted' }
    const error = this.#explain(reply, 'AbortMultipartUpload', bucket)
    if (reply.kind === 'refusal' && reply.code === 'NoSuchBucket') return { kind: 'no-bucket', error }
    if (!isGone(reply)) return { kind: 'failed', error }
    return isKeyDecoded ? { kind: 'failed', error: doubtOf(bucket) } : { kind: 'already-gone' }
  }

  /** OpenStack Swift fails on a key with a control character, unless it may answer with the key encoded. */
  async #listParts(
    page: Omit<Extract<S3Request, { operation: 'ListParts' }>, 'operation' | 'urlEncoded'>,
  ): Promise<Reply> {
    const reply = await this.#s3.send({ operation: 'ListParts', ...page, urlEncoded: false })
    if (reply.kind !== 'refusal' || reply.status !== 500) return reply
    return this.#s3.send({ operation: 'ListParts', ...page, urlEncoded: true })
  }

  #lister(bucket: string, trustsPrefix: boolean): Lister {
    return {
      send: (request) => this.#s3.send(request),
      explain: (reply) => this.#explain(reply, 'ListMultipartUploads', bucket),
      nowMs: () => this.#s3.nowMs(),
      trustsPrefix,
    }
  }

  #read<T>(operation: Operation, bucket: string | undefined, read: () => T): T {
    const result = this.#attemptToRead(operation, bucket, read)
    if ('error' in result) throw new UserError(result.error)
    return result.value
  }

  #tryRead<T extends object>(operation: Operation, bucket: string, read: () => T): T | string {
    const result = this.#attemptToRead(operation, bucket, read)
    return 'error' in result ? result.error : result.value
  }

  #attemptToRead<T>(
    operation: Operation,
    bucket: string | undefined,
    read: () => T,
  ): { value: T } | { error: string } {
    try {
      return { value: read() }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      const where = bucket === undefined ? '' : ` for \`${bucket}\``
      return {
        error: `The answer to ${operation}${where} is not what S3 answers: ${shortened(error.message)}. Check that \`endpoint\` is the S3 API and not a web page or a proxy's.`,
      }
    }
  }

  #explain(
    reply: Exclude<Reply, { kind: 'answer' }>,
    operation: Operation,
    bucket: string | undefined,
  ): string {
    const { endpoint, region } = this.#connection
    return explain(reply, { operation, bucket, endpoint: endpoint?.origin, region })
  }
}

/** Gone, or read the wrong way: nobody can say. */
function doubtOf(bucket: string): string {
  return `The store lists an upload in \`${bucket}\` under a key in URL encoding, and knows none under the decoded key: it has ended since, or the key was not encoded at all. Run it again later.`
}

/** `NoSuchUpload`; Ceph says `NoSuchKey`; some say nothing but 404. A missing bucket is another thing. */
function isGone(reply: Reply): boolean {
  return (
    reply.kind === 'refusal' && reply.status === 404 && ['NoSuchUpload', 'NoSuchKey', ''].includes(reply.code)
  )
}
