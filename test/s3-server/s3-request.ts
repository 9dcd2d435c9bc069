import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type Operation, operationOf } from './operation.ts'
import { decodeQuery, decodeUri } from './uri.ts'

/** A request, read from the wire as it was sent. */
export interface S3Request {
  readonly method: string
  /** As it was sent. */
  readonly target: string
  readonly host: string
  /** Decoded; what was signed. */
  readonly path: string
  /** Decoded, in the order in which they were sent. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly query: ReadonlyMap<string, string>
  readonly headers: IncomingHttpHeaders
  readonly operation: Operation
  readonly bucket: string | undefined
  readonly key: string | undefined
  readonly uploadId: string | undefined
}

/** @throws {S3Error} InvalidURI */
export function readRequest(message: IncomingMessage, virtualHostSuffix: string | undefined): S3Request {
  const method = message.method ?? ''
  const target = message.url ?? ''
  const host = message.headers.host ?? ''
  const [rawPath, rawQuery] = splitTarget(target)
  const path = decodeUri(rawPath)
  const parameters = readParameters(rawQuery)
  const query = new Map(parameters)
  const { bucket, key } = addressOf(path, virtualBucket(host, virtualHostSuffix))
  const operation = operationOf({ method, bucket, key, query })
  const uploadId = query.get('uploadId')
  return {
    method,
    target,
    host,
    path,
    parameters,
    query,
    headers: message.headers,
    operation,
    bucket,
    key,
    uploadId,
  }
}

/** Path and query. A client that takes us for a proxy sends a whole URL. */
function splitTarget(target: string): [path: string, query: string] {
  const relative = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/, '')
  const mark = relative.indexOf('?')
  return mark === -1 ? [relative, ''] : [relative.slice(0, mark), relative.slice(mark + 1)]
}

function readParameters(raw: string): [name: string, value: string][] {
  if (raw === '') return []
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      if (equals === -1) return [decodeQuery(pair), '']
      return [decodeQuery(pair.slice(0, equals)), decodeQuery(pair.slice(equals + 1))]
    })
}

/** The bucket in front of the host name, when there is one. */
function virtualBucket(host: string, suffix: string | undefined): string | undefined {
  if (suffix === undefined) return undefined
  const name = host.replace(/:\d+$/, '')
  return name.endsWith(`.${suffix}`) ? name.slice(0, -suffix.length - 1) : undefined
}

/** An empty key is no key: `/bucket/` is the bucket. */
function addressOf(
  path: string,
  virtual: string | undefined,
): { bucket: string | undefined; key: string | undefined } {
  if (virtual !== undefined) return { bucket: virtual, key: path.slice(1) || undefined }
  const slash = path.indexOf('/', 1)
  if (slash === -1) return { bucket: path.slice(1) || undefined, key: undefined }
  return { bucket: path.slice(1, slash), key: path.slice(slash + 1) || undefined }
}
