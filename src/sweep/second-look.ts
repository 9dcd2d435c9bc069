import type { Store } from '../storage/store.ts'
import { judgeParts } from '../uploads/judge.ts'
import { minIdleOf, type Policy } from '../uploads/policy.ts'
import type { StaleUpload } from '../uploads/upload.ts'
import type { Findings } from './findings.ts'

/** A look older than this is repeated right before the abort: somebody may have come back to the upload. */
const LOOK_VALID_MS = 5 * 60_000

export function isOld({ look }: StaleUpload, policy: Policy, nowMs: number): boolean {
  const minIdleMs = minIdleOf(policy)
  if (minIdleMs === 0 || look.kind !== 'parts') return false
  return nowMs - look.parts.lookedAtMs > Math.min(LOOK_VALID_MS, minIdleMs)
}

/** Looks at the parts once more, and spares the upload if it is in use after all, or if nobody can tell. */
export async function isStillStale(
  store: Store,
  upload: StaleUpload,
  policy: Policy,
  findings: Findings | undefined,
): Promise<boolean> {
  upload.look = await store.lookAtParts(upload, minIdleOf(policy))
  if (upload.look.kind === 'gone') {
    upload.outcome = { kind: 'already-gone' }
    return false
  }
  const verdict = judgeParts(upload.look, policy)
  if (verdict === 'stale') return true
  upload.outcome = { kind: 'spared', verdict }
  if (upload.look.kind === 'blind') findings?.fail(`${upload.look.problem} Such uploads were kept.`)
  return false
}
