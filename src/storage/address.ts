import type { Connection } from '../inputs/inputs.ts'
import { UserError } from '../user-error.ts'
import { encodeRfc3986 } from './request.ts'
import type { SigningScope } from './signature.ts'
import type { Origin } from './transport.ts'

/** Where the requests for one bucket go, and for what they are signed. */
export interface Address {
  readonly origin: Origin
  /** The `Host` header: with a port only where it is not the usual one. */
  readonly host: string
  /** What stands before the key, without a final `/`; encoded. */
  readonly basePath: string
  readonly scope: SigningScope
}

/** Stores that answer only, or best, where the bucket is in the host name. */
const VIRTUAL_HOST_ONLY = /(?:^|\.)(?:aliyuncs\.com|myqcloud\.com|volces\.com)$/

/** The address of a bucket, or of the store itself, at an endpoint that the user named. */
export function addressAt(
  endpoint: URL,
  bucket: string | undefined,
  connection: Connection,
  region: string,
): Address {
  const scope = { region, service: 's3' }
  const base = endpoint.pathname.replace(/\/+$/, '').split('/').map(encodeSegment).join('/')
  if (bucket === undefined) return at(endpoint, base, scope)
  if (usesPathStyle(endpoint, bucket, connection))
    return at(endpoint, `${base}/${encodeRfc3986(bucket)}`, scope)
  return at(inFrontOf(endpoint, bucket), base, scope)
}

/**
 * The bucket as part of the host name. What the name would become is checked: a URL keeps its old host where the new
 * one is impossible (the first word of each key would then be taken for the bucket), and a host name has no capitals.
 */
function inFrontOf(endpoint: URL, bucket: string): URL {
  const url = new URL(endpoint)
  const wanted = `${bucket}.${endpoint.hostname}`
  url.hostname = wanted
  if (url.hostname === wanted) return url
  throw new UserError(
    `The bucket \`${bucket}\` cannot stand in front of the host ${endpoint.hostname}. Set \`force-path-style: true\`, or leave it out.`,
  )
}

export function at(url: URL, basePath: string, scope: SigningScope): Address {
  const protocol = url.protocol === 'http:' ? 'http:' : 'https:'
  const port = url.port === '' ? (protocol === 'http:' ? 80 : 443) : Number(url.port)
  return { origin: { protocol, hostname: url.hostname, port }, host: url.host, basePath, scope }
}

/** A URL leaves characters as they are that a signature wants encoded. */
function encodeSegment(segment: string): string {
  try {
    return encodeRfc3986(decodeURIComponent(segment))
  } catch {
    return segment
  }
}

/** A dot in the name breaks the certificate's wildcard, an IP address or `localhost` has no subdomains. */
function usesPathStyle(endpoint: URL, bucket: string, { forcePathStyle }: Connection): boolean {
  if (forcePathStyle !== 'auto') return forcePathStyle
  return (
    !VIRTUAL_HOST_ONLY.test(endpoint.hostname) || (endpoint.protocol === 'https:' && bucket.includes('.'))
  )
}
