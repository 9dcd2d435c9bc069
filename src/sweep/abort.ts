import { forEachInParallel } from '../parallel.ts'
import type { Store } from '../storage/store.ts'
import { judgeParts } from '../uploads/judge.ts'
import type { Policy } from '../uploads/policy.ts'
import type { Outcome, StaleUpload } from '../uploads/upload.ts'
import { Cancelled } from './cancellation.ts'
import type { Findings } from './findings.ts'

export interface AbortOptions {
  readonly policy: Policy
  readonly concurrency: number
  /** The findings of every bucket, by its name. */
  readonly findings: ReadonlyMap<string, Findings>
}

/** A look older than this is repeated right before the abort: somebody may have come back to the upload. */
const LOOK_VALID_MS = 5 * 60_000

/** Aborts what the plan says; leaves each upload with what became of it. */
export async function abortAll(
  store: Store,
  uploads: readonly StaleUpload[],
  options: AbortOptions,
): Promise<void> {
  const missingBuckets = new Map<string, string>()
  await forEachInParallel(uploads, options.concurrency, async (upload) => {
    const missing = missingBuckets.get(upload.bucket)
    if (missing !== undefined) upload.outcome = { kind: 'failed', error: missing }
    else if (await isStillStale(store, upload, options))
      upload.outcome = await abortOne(store, upload, missingBuckets)
  })
}

async function isStillStale(
  store: Store,
  upload: StaleUpload,
  { policy, findings }: AbortOptions,
): Promise<boolean> {
  if (!isOld(upload, policy, store.nowMs())) return true
  upload.look = await store.lookAtParts(upload)
  if (upload.look.kind === 'gone') upload.outcome = { kind: 'already-gone' }
  if (upload.look.kind === 'gone') return false
  const verdict = judgeParts(upload.look, policy)
  if (verdict === 'stale') return true
  upload.outcome = { kind: 'spared', verdict }
  if (upload.look.kind === 'blind')
    findings.get(upload.bucket)?.fail(`${upload.look.problem} Such uploads were kept.`)
  return false
}

function isOld(upload: StaleUpload, policy: Policy, nowMs: number): boolean {
  if (policy.kind !== 'stale' || policy.minIdleMs === 0 || upload.look.kind !== 'parts') return false
  return nowMs - upload.look.parts.lookedAtMs > Math.min(LOOK_VALID_MS, policy.minIdleMs)
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
