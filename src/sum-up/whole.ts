import { isDeepStrictEqual } from 'node:util'
import type { Shard } from '../uploads/shard.ts'
import { nameOf, type ShardReport, type Terms } from './shard-report.ts'

/** What the reports make up together. */
export interface Whole {
  /** One of each shard, in order. What does not belong to them is left out. */
  readonly shards: readonly ShardReport[]
  readonly missing: readonly Shard[]
  /** Why this is not the whole, or not of one piece. */
  readonly problems: readonly string[]
}

/** More shards than this are not named one by one. */
const MOST_NAMED = 10

/** Sorts out which reports belong together: one of each shard, of one run, under the same inputs. */
export function assemble(reports: readonly ShardReport[]): Whole {
  const sorted = reports.toSorted((a, b) => a.shard.index - b.shard.index)
  const [first] = sorted
  if (first === undefined) return { shards: [], missing: [], problems: [] }
  const shards = new Map<number, ShardReport>()
  const problems: string[] = []
  for (const report of sorted) {
    const twin = shards.get(report.shard.index)
    const misfit = report === first ? undefined : misfitOf(report, first)
    if (misfit !== undefined) problems.push(`${misfit} It is left out.`)
    else if (twin !== undefined) problems.push(`${twice(report, twin)} It is left out.`)
    else shards.set(report.shard.index, report)
    if (misfit === undefined && twin === undefined) problems.push(...bucketProblems(report, first))
  }
  const all = Array.from({ length: first.shard.of }, (_, at) => ({ index: at + 1, of: first.shard.of }))
  const missing = all.filter(({ index }) => !shards.has(index))
  if (missing.length > 0) problems.push(missingProblem(missing))
  return { shards: [...shards.values()], missing, problems }
}

function misfitOf(report: ShardReport, first: ShardReport): string | undefined {
  const [name, other] = [capitalized(nameOf(report)), nameOf(first)]
  if (report.shard.of !== first.shard.of)
    return `${name} is a share of ${report.shard.of}, and ${other} of ${first.shard.of}. Give every shard the same number behind the slash.`
  if (report.run?.repository !== first.run?.repository || report.run?.runId !== first.run?.runId)
    return `${name} comes from ${runOf(report)}, and ${other} from ${runOf(first)}. Add up reports of one run only.`
  const differing = differingInputs(report.terms, first.terms)
  if (differing.length > 0)
    return `${name} was made with another ${differing.join(', ')} than ${other}. Give all shards the same inputs.`
  return undefined
}

function runOf({ run }: ShardReport): string {
  return run === undefined ? 'outside of GitHub Actions' : `run ${run.runId} of ${run.repository}`
}

function differingInputs(a: Terms, b: Terms): string[] {
  const inputs: [name: string, of: (terms: Terms) => unknown][] = [
    ['max-age', ({ policy }) => (policy.kind === 'stale' ? policy.maxAgeMs : undefined)],
    ['min-idle', ({ policy }) => (policy.kind === 'stale' ? policy.minIdleMs : undefined)],
    ['include', ({ policy }) => (policy.kind === 'stale' ? policy.include : undefined)],
    ['exclude', ({ policy }) => (policy.kind === 'stale' ? policy.exclude : undefined)],
    ['prefix', ({ prefixes }) => prefixes],
    ['max-aborts', ({ maxAborts }) => maxAborts],
    ['dry-run', ({ dryRun }) => dryRun],
  ]
  return inputs.flatMap(([name, of]) => (isDeepStrictEqual(of(a), of(b)) ? [] : [`\`${name}\``]))
}

function twice(report: ShardReport, twin: ShardReport): string {
  return `${capitalized(nameOf(report))} is there twice, also as \`${twin.path}\`. Name one report of each shard: that of its last attempt.`
}

/** With a glob for `bucket`, a bucket that comes or goes meanwhile is in the reports of some shards only. */
function bucketProblems(report: ShardReport, first: ShardReport): string[] {
  return [...lacking(first, report), ...lacking(report, first)]
}

function lacking(has: ShardReport, lacks: ShardReport): string[] {
  const known = new Set(lacks.buckets.map(({ bucket }) => bucket))
  return has.buckets
    .filter(({ bucket }) => !known.has(bucket))
    .map(
      ({ bucket }) =>
        `${capitalized(nameOf(lacks))} did not look at the bucket \`${bucket}\`, and ${nameOf(has)} did. Give all shards the same \`bucket\`, and run them again.`,
    )
}

function missingProblem(missing: readonly Shard[]): string {
  const named = missing.slice(0, MOST_NAMED).map(({ index, of }) => `${index}/${of}`)
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : ''
  const [shards, jobs] = missing.length === 1 ? ['shard', 'its job'] : ['shards', 'their jobs']
  return `No report of ${shards} ${named.join(', ')}${more} could be used. See the log of ${jobs}, run ${missing.length === 1 ? 'it' : 'them'} again, and then this one.`
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
