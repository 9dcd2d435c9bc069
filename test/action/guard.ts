import type { S3Server } from '../s3-server/index.ts'

/**
 * Holds after every run of every test: a `DELETE` without a key deletes the bucket, one without an upload id the object.
 *
 * @throws where a server met one
 */
export function assertOnlyUploadsEnded(servers: Iterable<S3Server>): void {
  for (const { unguardedDeletes } of servers) {
    if (unguardedDeletes.length > 0)
      throw new Error(`Requests that delete what is no upload: ${unguardedDeletes.join(', ')}`)
  }
}
