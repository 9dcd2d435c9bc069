import type { StaleUpload } from './upload.ts'

/** What a run is going to do. A dry run makes the same plan and leaves it unexecuted. */
export interface Plan {
  readonly abort: readonly StaleUpload[]
  /** Left for a later run. */
  readonly defer: readonly StaleUpload[]
}

/**
 * Oldest first over all buckets, and at most `maxAborts` of them. What is gone already takes none of the places.
 * Uploads of equal age go by bucket, key and id, so that the same listing always gives the same plan.
 */
export function plan(stale: readonly StaleUpload[], maxAborts: number | undefined): Plan {
  const left = stale.filter((upload) => upload.outcome.kind === 'planned').sort(byAge)
  const places = maxAborts ?? left.length
  return { abort: left.slice(0, places), defer: left.slice(places) }
}

function byAge(a: StaleUpload, b: StaleUpload): number {
  return (
    (a.initiatedMs ?? 0) - (b.initiatedMs ?? 0) ||
    compare(a.bucket, b.bucket) ||
    compare(a.key, b.key) ||
    compare(a.uploadId, b.uploadId)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
