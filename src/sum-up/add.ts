import { type BucketReport, type Ending, type Report, sum, type Totals } from '../report/report.ts'
import type { Inputs } from './inputs.ts'
import { nameOf, type ShardReport } from './shard-report.ts'
import type { Whole } from './whole.ts'

/** Of several endings, the worst is that of the whole. */
const WORST_FIRST: readonly Ending[] = ['crashed', 'cancelled']

/** Makes one report of those of the shards. */
export function add({ shards, missing }: Whole, problems: readonly string[], inputs: Inputs): Report {
  const buckets = mergedBuckets(shards)
  const totals = sum(buckets.map((bucket) => bucket.totals))
  const endings = new Set(shards.map(({ ending }) => ending))
  const [first] = shards
  return {
    startedMs: Math.min(...shards.map(({ startedMs }) => startedMs)),
    endedMs: Math.max(...shards.map(({ endedMs }) => endedMs)),
    ending: WORST_FIRST.find((ending) => endings.has(ending)) ?? 'completed',
    inputs:
      first === undefined
        ? undefined
        : { ...first.terms, shard: undefined, failOn: inputs.failOn, summary: inputs.summary },
    totals: missing.length === 0 && first !== undefined ? totals : atLeast(totals),
    buckets,
    problems: [...problems, ...shards.flatMap(problemsOf)],
  }
}

/** What a missing shard has freed, nobody knows. */
function atLeast(totals: Totals): Totals {
  const { bytesFreed, bytesPlanned } = totals
  return {
    ...totals,
    bytesFreed: { ...bytesFreed, isExact: false },
    bytesPlanned: { ...bytesPlanned, isExact: false },
  }
}

function problemsOf(report: ShardReport): string[] {
  const { ending, problems } = report
  if (ending === 'completed') return problems.map((problem) => `In ${nameOf(report)}: ${problem}`)
  const how = ending === 'cancelled' ? 'was cancelled' : 'ended early'
  return [`${problems.join(' ')} So ${nameOf(report)} ${how}: run its job again, and then this one.`]
}

function mergedBuckets(shards: readonly ShardReport[]): BucketReport[] {
  const all = shards.flatMap(({ buckets }) => buckets)
  return [...Map.groupBy(all, ({ bucket }) => bucket).values()].map(merged)
}

function merged(parts: readonly BucketReport[]): BucketReport {
  const prefixes = Map.groupBy(
    parts.flatMap((part) => part.prefixes),
    ({ prefix }) => prefix,
  )
  const times = new Map<string, number>()
  for (const problem of parts.flatMap((part) => part.problems))
    times.set(problem.message, (times.get(problem.message) ?? 0) + problem.times)
  return {
    bucket: parts[0]?.bucket ?? '',
    listing: parts.some(({ listing }) => listing === 'complete') ? 'complete' : 'failed',
    totals: sum(parts.map(({ totals }) => totals)),
    prefixes: [...prefixes].map(([prefix, rows]) => ({
      prefix,
      totals: sum(rows.map(({ totals }) => totals)),
    })),
    problems: [...times].map(([message, count]) => ({ message, times: count })),
    warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
    stale: parts.flatMap(({ stale }) => stale),
    unknown: [],
  }
}
