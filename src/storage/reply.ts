import type { RawReply } from './transport.ts'
import { childText, parseXml } from './xml.ts'

/** What came of a request, after all attempts. */
export type Reply =
  | { readonly kind: 'answer'; readonly body: string; readonly serverMs: number | undefined }
  | Refusal
  | Unreachable

/** The store answered, and not with success. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly status: number
  /** S3's error code, or '' where the body had none. */
  readonly code: string
  /** S3's own words, or ''. */
  readonly message: string
  /** The region that the store wants, where it said so. */
  readonly region: string | undefined
  /** Where the store sends the request instead. */
  readonly location: URL | undefined
  readonly retryAfterMs: number | undefined
  readonly serverMs: number | undefined
}

/** No answer came. */
export interface Unreachable {
  readonly kind: 'unreachable'
  /** A code of Node's such as `ECONNREFUSED`, or one of ours. */
  readonly code: string
  readonly message: string
  /** The proxy that did not let us through. */
  readonly proxy?: string | undefined
}

export function toReply(raw: RawReply): Reply {
  const serverMs = dateOf(raw.headers.date)
  if (
    raw.status >= 200 &&
    raw.status < 300 &&
    !/^[^<]*(?:<\?xml[^>]*>\s*)?<Error[\s>]/.test(raw.body.slice(0, 300))
  ) {
    return { kind: 'answer', body: raw.body, serverMs }
  }
  const error = readError(raw.body)
  const location = readUrl(raw.headers.location)
  return {
    kind: 'refusal',
    status: raw.status,
    code: error.code,
    message: error.message,
    region: readRegion(text(raw.headers['x-amz-bucket-region']) ?? error.region) ?? regionOf(location),
    location,
    retryAfterMs: readRetryAfter(text(raw.headers['retry-after']), serverMs),
    serverMs,
  }
}

function readError(body: string): { code: string; message: string; region: string | undefined } {
  try {
    const root = parseXml(body)
    return {
      code: childText(root, 'Code')?.trim() ?? '',
      message: childText(root, 'Message')?.trim() ?? '',
      region: childText(root, 'Region'),
    }
  } catch (error) {
    // Not every error has a body, and some bodies come from a proxy: the status still tells.
    if (error instanceof SyntaxError) return { code: '', message: '', region: undefined }
    throw error
  }
}

function readUrl(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined
}

/** What is no region would only break the next signature. */
function readRegion(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9-]+$/.test(text) ? text : undefined
}

/** AWS's temporary redirects name the region in the host only: `my-bucket.s3-eu-central-1.amazonaws.com`. */
function regionOf(location: URL | undefined): string | undefined {
  const [, region] =
    /\.s3[.-]([a-z]+-[a-z-]+-\d+)\.amazonaws\.com(?:\.cn)?$/.exec(location?.hostname ?? '') ?? []
  return region
}

/** Seconds, or a date. */
function readRetryAfter(header: string | undefined, serverMs: number | undefined): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1_000
  const untilMs = dateOf(header)
  return untilMs === undefined || serverMs === undefined ? undefined : Math.max(0, untilMs - serverMs)
}

/** A signature has four digits for the year. */
const LATEST_MS = Date.UTC(9999, 11, 31)

function dateOf(header: string | undefined): number | undefined {
  const ms = Date.parse(header ?? '')
  return Number.isNaN(ms) || ms > LATEST_MS ? undefined : ms
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
