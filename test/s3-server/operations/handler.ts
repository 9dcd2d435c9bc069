import type { Answer } from '../answer.ts'
import type { Bucket } from '../bucket.ts'
import type { Personality } from '../personalities/personality.ts'
import type { S3Request } from '../s3-request.ts'
import type { Store } from '../store.ts'

/** What the server is set to. */
export interface Settings {
  readonly region: string
  readonly personality: Personality
  readonly pageSize: number
  readonly maxParts: number
  readonly endpoint: () => string
}

/** All that an operation may look at. */
export interface Context {
  readonly request: S3Request
  readonly settings: Settings
  readonly store: Store
  readonly nowMs: number
  /** What the client sent, checked. */
  readonly payload: () => Promise<Buffer>
}

/** An operation of the service, or of a bucket that need not be there. */
export type Handler = (context: Context) => Answer | Promise<Answer>

/** An operation in a bucket that is there. */
export type BucketHandler = (context: Context, bucket: Bucket) => Answer | Promise<Answer>

/** A header that is sent once. */
export function headerOf({ headers }: S3Request, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
