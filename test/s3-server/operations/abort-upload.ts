import { type Answer, emptyAnswer } from '../answer.ts'
import type { Bucket } from '../bucket.ts'
import type { AbortTraits } from '../personalities/personality.ts'
import { type ErrorAnswer, S3Error } from '../s3-error.ts'
import type { BucketHandler } from './handler.ts'

export const abortMultipartUpload: BucketHandler = ({ request, settings }, bucket) => {
  const { key = '', uploadId = '' } = request
  const traits = settings.personality.abort
  const upload = bucket.find(key, uploadId)
  if (upload === undefined) return abortOfAnother(bucket, uploadId, traits)
  bucket.end(upload)
  return emptyAnswer(traits.status)
}

/** No upload has this key and this id. */
function abortOfAnother(bucket: Bucket, uploadId: string, traits: AbortTraits): Answer {
  const [other] = bucket.withId(uploadId)
  if (other === undefined)
    return refusedOrDone(bucket.hasEnded(uploadId) ? traits.endedId : traits.unknownId, traits)
  if (traits.wrongKey !== 'abort') return refusedOrDone(traits.wrongKey, traits)
  bucket.end(other)
  return emptyAnswer(traits.status)
}

function refusedOrDone(answer: ErrorAnswer | 'done', { status }: AbortTraits): Answer {
  if (answer === 'done') return emptyAnswer(status)
  throw new S3Error(answer)
}
