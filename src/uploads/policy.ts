import { type Glob, matchesAny } from './glob.ts'

/** Which uploads are to go. */
export type Policy =
  | {
      readonly kind: 'stale'
      /** Started longer ago than this, in ms. */
      readonly maxAgeMs: number
      /** No part within this time, in ms; 0 when the parts are not to be looked at. */
      readonly minIdleMs: number
      /** Empty: every key is included. */
      readonly include: readonly Glob[]
      /** Wins over `include`. */
      readonly exclude: readonly Glob[]
    }
  /** Exactly this upload, whatever its age, activity or name: the user has judged. */
  | { readonly kind: 'exactly'; readonly uploadId: string; readonly key: string | undefined }

export function covers(policy: Extract<Policy, { kind: 'stale' }>, key: string): boolean {
  if (matchesAny(policy.exclude, key)) return false
  return policy.include.length === 0 || matchesAny(policy.include, key)
}

/** How long an upload must have been left alone, in ms; 0 where that is not asked. */
export function minIdleOf(policy: Policy): number {
  return policy.kind === 'exactly' ? 0 : policy.minIdleMs
}
