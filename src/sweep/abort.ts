import { forEachInParallel } from '../parallel.ts'
import type { Store } from '../storage/store.ts'
import type { Policy } from '../uploads/policy.ts'
import type { Outcome, StaleUpload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import { Cancelled } from './cancellation.ts'
import type { Findings } from './findings.ts'
import { isOld, isStillStale } from './second-look.ts'

export interface AbortOptions {
  readonly policy: Policy
  readonly concurrency: number
  /** The findings of every bucket, by its name. */
  readonly findings: ReadonlyMap<string, Findings>
}

/** Aborts what the plan says; leaves each upload with what became of it. */
export async function abortAll(
  store: Store,
  uploads: readonly StaleUpload[],
  { policy, concurrency, findings }: AbortOptions,
): Promise<void> {
  const missingBuckets = new Map<string, string>()
  await forEachInParallel(uploads, concurrency, async (upload) => {
    const missing = missingBuckets.get(upload.bucket)
    try {
      if (missing !== undefined) upload.outcome = { kind: 'failed', error: missing }
      else if (
        !isOld(upload, policy, store.nowMs()) ||
        (await isStillStale(store, upload, policy, findings.get(upload.bucket)))
      )
        upload.outcome = await abortOne(store, upload, missingBuckets)
    } catch (error) {
      // No credentials any more, say: what was not asked for must not stay without a last word.
      if (!(error instanceof UserError)) throw error
      upload.outcome = { kind: 'failed', error: error.message }
    }
  })
}

async function abortOne(
  store: Store,
  upload: StaleUpload,
  missingBuckets: Map<string, string>,
): Promise<Outcome> {
  try {
    const result = await store.abort(upload)
    if (result.kind !== 'no-bucket') return result
    missingBuckets.set(upload.bucket, result.error)
    return { kind: 'failed', error: result.error }
  } catch (error) {
    if (!(error instanceof Cancelled) || !error.answerLost) throw error
    return {
      kind: 'failed',
      error: 'The run was cancelled before the store answered; the upload may be aborted or not.',
    }
  }
}
