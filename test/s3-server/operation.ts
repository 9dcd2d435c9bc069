/** What a request asks for, by the name that S3 gives it. */
export type Operation =
  | 'ListBuckets'
  | 'HeadBucket'
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketLifecycleConfiguration'
  | 'ListObjectsV2'
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListMultipartUploads'
  | 'ListParts'
  | 'Unknown'

export interface Addressed {
  readonly method: string
  readonly bucket: string | undefined
  readonly key: string | undefined
  readonly query: ReadonlyMap<string, string>
}

/**
 * Routes as Ceph does, which trusts the request most: without a key, `DELETE` means the bucket, whatever upload id
 * stands behind it; with an empty upload id it means the object. A client that sends one of these does real harm here.
 */
export function operationOf(request: Addressed): Operation {
  if (request.bucket === undefined) return request.method === 'GET' ? 'ListBuckets' : 'Unknown'
  return request.key === undefined ? bucketOperation(request) : objectOperation(request)
}

function bucketOperation({ method, query }: Addressed): Operation {
  switch (method) {
    case 'GET':
      return bucketReading(query)
    case 'HEAD':
      return 'HeadBucket'
    case 'PUT':
      return hasOnlyPlainParameters(query) ? 'CreateBucket' : 'Unknown'
    case 'DELETE':
      return hasOnlyPlainParameters(query) ? 'DeleteBucket' : 'Unknown'
    default:
      return 'Unknown'
  }
}

function bucketReading(query: ReadonlyMap<string, string>): Operation {
  if (query.has('uploads')) return 'ListMultipartUploads'
  if (query.has('location')) return 'GetBucketLocation'
  if (query.has('lifecycle')) return 'GetBucketLifecycleConfiguration'
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'Unknown'
}

/** `PUT /bucket?lifecycle` must not create a bucket, nor `DELETE /bucket?policy` delete one. */
function hasOnlyPlainParameters(query: ReadonlyMap<string, string>): boolean {
  return [...query.keys()].every((name) => name === 'x-id' || name === 'uploadId')
}

function objectOperation({ method, query }: Addressed): Operation {
  const uploadId = query.get('uploadId') ?? ''
  switch (method) {
    case 'GET':
      return uploadId === '' ? 'GetObject' : 'ListParts'
    case 'HEAD':
      return 'HeadObject'
    case 'PUT':
      return uploadId === '' ? 'PutObject' : 'UploadPart'
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload'
      return uploadId === '' ? 'Unknown' : 'CompleteMultipartUpload'
    case 'DELETE':
      return uploadId === '' ? 'DeleteObject' : 'AbortMultipartUpload'
    default:
      return 'Unknown'
  }
}
