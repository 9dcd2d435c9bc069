import { covers, minIdleOf, type Policy } from './policy.ts'
import type { Look, Parts, Upload } from './upload.ts'

/** Every upload that is listed gets one. All but `stale` mean that it is kept. */
export type Verdict = 'stale' | 'young' | 'active' | 'excluded' | 'unknown-age' | 'unknown-activity'

/** S3 learned multipart uploads on 2010-11-10, the date that some servers invent for every upload: none is older. */
export const EARLIEST_MS = Date.UTC(2010, 10, 11)
/** Clocks differ a little. What was started further in the future than this has a date that cannot be true. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

/**
 * The first judgement, from the listing alone: a verdict, or `look` when only the parts can tell.
 *
 * @param nowMs the earlier of the local clock and the server's, so that a wrong clock makes uploads younger, not older
 */
export function judgeListed(upload: Upload, policy: Policy, nowMs: number): Verdict | 'look' {
  if (policy.kind === 'exactly') return isThatOne(upload, policy) ? 'stale' : 'excluded'
  if (!covers(policy, upload.key)) return 'excluded'
  if (!isCredible(upload.initiatedMs, nowMs)) return 'unknown-age'
  if (nowMs - upload.initiatedMs <= policy.maxAgeMs) return 'young'
  return policy.minIdleMs === 0 ? 'stale' : 'look'
}

/** The second judgement, of an upload that is old enough: are its parts, too? What could not be seen is never stale. */
export function judgeParts(look: Look, policy: Policy): 'stale' | 'active' | 'unknown-activity' {
  const minIdleMs = minIdleOf(policy)
  if (minIdleMs === 0) return 'stale'
  switch (look.kind) {
    case 'gone':
      return 'stale'
    case 'parts':
      return isIdle(look.parts, minIdleMs) ? 'stale' : 'active'
    case 'blind':
    case 'not-looked':
      return 'unknown-activity'
  }
}

function isThatOne(upload: Upload, wanted: Extract<Policy, { kind: 'exactly' }>): boolean {
  return upload.uploadId === wanted.uploadId && (wanted.key === undefined || upload.key === wanted.key)
}

function isCredible(initiatedMs: number | undefined, nowMs: number): initiatedMs is number {
  return initiatedMs !== undefined && initiatedMs >= EARLIEST_MS && initiatedMs <= nowMs + CLOCK_TOLERANCE_MS
}

function isIdle({ lastPartMs, asOfMs }: Parts, minIdleMs: number): boolean {
  return lastPartMs === undefined || asOfMs - lastPartMs >= minIdleMs
}
