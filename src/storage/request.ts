/**
 * The requests that this action can make: these four and no others. There is no method to choose and no query to fill
 * in, so nothing outside this file can make a request that deletes an object or a bucket.
 */
export type S3Request =
  | { readonly operation: 'ListBuckets'; readonly continuationToken?: string }
  | {
      readonly operation: 'ListMultipartUploads'
      readonly bucket: string
      readonly prefix: string
      readonly markers: Markers | undefined
      readonly urlEncoded: boolean
    }
  | {
      readonly operation: 'ListParts'
      readonly bucket: string
      readonly key: string
      readonly uploadId: string
      readonly partNumberMarker: string | undefined
      readonly urlEncoded: boolean
    }
  | {
      readonly operation: 'AbortMultipartUpload'
      readonly bucket: string
      readonly key: string
      readonly uploadId: string
    }

export type Operation = S3Request['operation']

/** Where the next page begins, exactly as the server said it. */
export interface Markers {
  readonly keyMarker: string | undefined
  readonly uploadIdMarker: string | undefined
}

/** What goes over the wire, but for the host and the signature. */
export interface WireRequest {
  readonly method: 'GET' | 'DELETE'
  /** undefined for requests to the store itself. */
  readonly bucket: string | undefined
  /** Begins with `/`; encoded. */
  readonly path: string
  /** Sorted and encoded, without the `?`; as the signature wants it. */
  readonly query: string
}

export function toWire(request: S3Request): WireRequest {
  switch (request.operation) {
    case 'ListBuckets':
      return get(undefined, '/', { 'continuation-token': request.continuationToken })
    case 'ListMultipartUploads':
      return get(request.bucket, '/', {
        uploads: '',
        prefix: request.prefix === '' ? undefined : request.prefix,
        'key-marker': request.markers?.keyMarker,
        'upload-id-marker': request.markers?.uploadIdMarker,
        'encoding-type': request.urlEncoded ? 'url' : undefined,
      })
    case 'ListParts':
      assertNamed(request)
      return get(request.bucket, `/${encodeKey(request.key)}`, {
        uploadId: request.uploadId,
        'part-number-marker': request.partNumberMarker,
        'encoding-type': request.urlEncoded ? 'url' : undefined,
      })
    case 'AbortMultipartUpload':
      // The same request without an upload id deletes the object, and without a key it deletes the bucket. This is the
      // only place in the project where a DELETE comes into being.
      assertNamed(request)
      return {
        method: 'DELETE',
        bucket: request.bucket,
        path: `/${encodeKey(request.key)}`,
        query: toQuery({ uploadId: request.uploadId }),
      }
  }
}

function assertNamed(upload: {
  readonly bucket: unknown
  readonly key: unknown
  readonly uploadId: unknown
}): void {
  for (const name of ['bucket', 'key', 'uploadId'] as const) {
    const value = upload[name]
    // White space may be a key. As an id it is none, and a server may trim it away.
    if (typeof value !== 'string' || value === '' || (name === 'uploadId' && value.trim() === '')) {
      throw new Error(
        `Refused to address an upload without its ${name}: the request would reach the object or the bucket`,
      )
    }
  }
  if (upload.bucket === '.' || upload.bucket === '..') {
    throw new Error(
      'Refused to address an upload in a bucket named `.` or `..`: the request would reach another bucket',
    )
  }
}

function get(
  bucket: string | undefined,
  path: string,
  query: Record<string, string | undefined>,
): WireRequest {
  return { method: 'GET', bucket, path, query: toQuery(query) }
}

function toQuery(parameters: Record<string, string | undefined>): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeRfc3986(name)}=${encodeRfc3986(value)}`],
    )
    .sort()
    .join('&')
}

/** A key as a path: every byte outside RFC 3986's unreserved characters escaped, but for `/`. */
function encodeKey(key: string): string {
  return encodeRfc3986(key).replaceAll('%2F', '/')
}

export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
