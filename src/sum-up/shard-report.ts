import type { RunContext } from '../github/run-context.ts'
import type { BucketReport, Ending, ReportedInputs, Totals } from '../report/report.ts'
import type { Shard } from '../uploads/shard.ts'

/** The report of one shard, as its file has it. */
export interface ShardReport {
  readonly path: string
  readonly shard: Shard
  /** undefined: it was not made in GitHub Actions. */
  readonly run: RunContext | undefined
  readonly terms: Terms
  readonly startedMs: number
  readonly endedMs: number
  readonly ending: Ending
  readonly totals: Totals
  /** Of their uploads, only those that a summary may name. */
  readonly buckets: readonly BucketReport[]
  readonly problems: readonly string[]
}

/** The inputs that all shards must share, or their numbers mean different things. */
export type Terms = Pick<ReportedInputs, 'policy' | 'prefixes' | 'maxAborts' | 'dryRun'>

/** `shard 2/5 (report-1.json)` */
export function nameOf({ shard, path }: Pick<ShardReport, 'shard' | 'path'>): string {
  return `shard ${shard.index}/${shard.of} (\`${path}\`)`
}
