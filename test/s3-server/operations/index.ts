import type { Answer } from '../answer.ts'
import type { Bucket } from '../bucket.ts'
import type { Operation } from '../operation.ts'
import { internalError, notImplemented, S3Error } from '../s3-error.ts'
import { UNSPEAKABLE } from '../xml.ts'
import { abortMultipartUpload } from './abort-upload.ts'
import {
  createBucket,
  deleteBucket,
  getBucketLifecycle,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './bucket.ts'
import type { BucketHandler, Context, Handler } from './handler.ts'
import { listObjects } from './list-objects.ts'
import { listParts } from './list-parts.ts'
import { listMultipartUploads } from './list-uploads.ts'
import { deleteObject, getObject, headObject, putObject } from './object.ts'
import { completeMultipartUpload, createMultipartUpload, uploadPart } from './upload.ts'

const inBucket: Readonly<Partial<Record<Operation, BucketHandler>>> = {
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
  GetBucketLifecycleConfiguration: getBucketLifecycle,
  ListObjectsV2: listObjects,
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListMultipartUploads: listMultipartUploads,
  ListParts: listParts,
}

const inService: Readonly<Partial<Record<Operation, Handler>>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
}

/**
 * Does what the request asks for. `bucket` is the one that it names.
 *
 * @throws {S3Error}
 */
export async function perform(context: Context, bucket: Bucket | undefined): Promise<Answer> {
  const answer = await handle(context, bucket)
  if (context.settings.personality.strictXml && holdsUnspeakable(answer)) throw new S3Error(internalError)
  return answer
}

/** What was asked for has happened all the same. */
function holdsUnspeakable({ body }: Answer): boolean {
  return typeof body === 'string' && UNSPEAKABLE.test(body)
}

function handle(context: Context, bucket: Bucket | undefined): Answer | Promise<Answer> {
  const { operation } = context.request
  const refusal = context.settings.personality.refuses[operation]
  if (refusal !== undefined) throw new S3Error(refusal)
  const handler = inBucket[operation]
  if (handler !== undefined)
    return handler(context, bucket ?? context.store.get(context.request.bucket ?? ''))
  const service = inService[operation]
  if (service === undefined) throw new S3Error(notImplemented)
  return service(context)
}
