import type { Inputs } from '../inputs/inputs.ts'
import type { Findings, KeptCounts, KeptVerdict, UnknownUpload } from '../sweep/findings.ts'
import type { StaleUpload } from '../uploads/upload.ts'

/** All that there is to say about a run. Outputs, log, summary and JSON are four ways to say it. */
export interface Report {
  readonly startedMs: number
  readonly endedMs: number
  readonly ending: Ending
  /** undefined when the inputs could not be read. */
  readonly inputs: ReportedInputs | undefined
  readonly totals: Totals
  readonly buckets: readonly BucketReport[]
  /** What went wrong outside any bucket, in the words for the user. */
  readonly problems: readonly string[]
}

/** What the inputs asked for, as far as it bears on what is said. */
export type ReportedInputs = Pick<
  Inputs,
  'prefixes' | 'policy' | 'maxAborts' | 'shard' | 'dryRun' | 'failOn' | 'summary'
>

export type Ending = 'completed' | 'cancelled' | 'crashed'

export interface BucketReport {
  readonly bucket: string
  /** `failed`: the numbers are all 0, and the bucket was left alone. */
  readonly listing: 'complete' | 'failed'
  readonly totals: Totals
  readonly prefixes: readonly { readonly prefix: string; readonly totals: Totals }[]
  readonly problems: readonly { readonly message: string; readonly times: number }[]
  readonly warnings: readonly string[]
  readonly stale: readonly StaleUpload[]
  readonly unknown: readonly UnknownUpload[]
}

/** `listed = stale + kept`; `stale = aborted + alreadyGone + failed + deferred + planned`. */
export interface Totals {
  readonly listed: number
  readonly stale: number
  readonly aborted: number
  readonly alreadyGone: number
  readonly failed: number
  readonly deferred: number
  /** What a dry run would abort; 0 otherwise. */
  readonly planned: number
  readonly kept: number
  readonly keptBecause: KeptCounts
  readonly bytesFreed: ByteCount
  readonly bytesPlanned: ByteCount
}

/** A sum of which some terms may be unknown. */
export interface ByteCount {
  readonly bytes: number
  /** False: there are uploads whose parts nobody could see, so it is at least this. */
  readonly isExact: boolean
}

const NO_BYTES: ByteCount = { bytes: 0, isExact: true }
const NONE_KEPT: KeptCounts = { young: 0, active: 0, excluded: 0, 'unknown-age': 0, 'unknown-activity': 0 }
export const NOTHING: Totals = {
  listed: 0,
  stale: 0,
  aborted: 0,
  alreadyGone: 0,
  failed: 0,
  deferred: 0,
  planned: 0,
  kept: 0,
  keptBecause: NONE_KEPT,
  bytesFreed: NO_BYTES,
  bytesPlanned: NO_BYTES,
}

/** What was found, turned into what is to be said. */
export function toBucketReport(findings: Findings): BucketReport {
  const isListed = findings.listing === 'complete'
  const stale = isListed ? findings.stale.filter(({ outcome }) => outcome.kind !== 'spared') : []
  const prefixes = isListed ? totalsByPrefix(findings) : []
  return {
    bucket: findings.bucket,
    listing: isListed ? 'complete' : 'failed',
    totals: sum(prefixes.map(({ totals }) => totals)),
    prefixes,
    problems: [...findings.problems].map(([message, times]) => ({ message, times })),
    warnings: findings.warnings,
    stale,
    unknown: isListed ? [...findings.unknown, ...findings.stale.flatMap(unknownAfterAll)] : [],
  }
}

/** A second look could not see the parts any more. */
function unknownAfterAll(upload: StaleUpload): UnknownUpload[] {
  const { outcome } = upload
  const isUnknown = outcome.kind === 'spared' && outcome.verdict === 'unknown-activity'
  return isUnknown ? [{ ...upload, verdict: 'unknown-activity' }] : []
}

function totalsByPrefix(findings: Findings): { prefix: string; totals: Totals }[] {
  const groups = new Map(findings.prefixes.map((prefix) => [prefix, new Tally(findings.keptUnder(prefix))]))
  for (const upload of findings.stale) groups.get(findings.prefixOf(upload))?.add(upload)
  return [...groups].map(([prefix, tally]) => ({ prefix, totals: tally.totals() }))
}

/** Counts what became of the stale uploads under one prefix. */
class Tally {
  readonly #kept: Record<KeptVerdict, number>
  readonly #count = { aborted: 0, 'already-gone': 0, failed: 0, deferred: 0, planned: 0 }
  #freed: ByteCount = NO_BYTES
  #planned: ByteCount = NO_BYTES

  constructor(kept: KeptCounts) {
    this.#kept = { ...kept }
  }

  add(upload: StaleUpload): void {
    const { outcome } = upload
    if (outcome.kind === 'spared') {
      this.#kept[outcome.verdict]++
      return
    }
    this.#count[outcome.kind]++
    if (outcome.kind === 'aborted') this.#freed = addBytes(this.#freed, bytesOf(upload))
    if (outcome.kind === 'planned') this.#planned = addBytes(this.#planned, bytesOf(upload))
  }

  totals(): Totals {
    const { aborted, 'already-gone': alreadyGone, failed, deferred, planned } = this.#count
    const stale = aborted + alreadyGone + failed + deferred + planned
    const kept = Object.values(this.#kept).reduce((total, count) => total + count, 0)
    return {
      listed: stale + kept,
      stale,
      aborted,
      alreadyGone,
      failed,
      deferred,
      planned,
      kept,
      keptBecause: this.#kept,
      bytesFreed: this.#freed,
      bytesPlanned: this.#planned,
    }
  }
}

/** Unknown where nobody looked, or nobody could see. */
export function bytesOf({ look }: Pick<StaleUpload, 'look'>): ByteCount {
  return look.kind === 'parts' ? { bytes: look.parts.bytes, isExact: true } : { bytes: 0, isExact: false }
}

function addBytes(a: ByteCount, b: ByteCount): ByteCount {
  return { bytes: a.bytes + b.bytes, isExact: a.isExact && b.isExact }
}

export function sum(all: readonly Totals[]): Totals {
  return all.reduce(
    (a, b) => ({
      listed: a.listed + b.listed,
      stale: a.stale + b.stale,
      aborted: a.aborted + b.aborted,
      alreadyGone: a.alreadyGone + b.alreadyGone,
      failed: a.failed + b.failed,
      deferred: a.deferred + b.deferred,
      planned: a.planned + b.planned,
      kept: a.kept + b.kept,
      keptBecause: addKept(a.keptBecause, b.keptBecause),
      bytesFreed: addBytes(a.bytesFreed, b.bytesFreed),
      bytesPlanned: addBytes(a.bytesPlanned, b.bytesPlanned),
    }),
    NOTHING,
  )
}

function addKept(a: KeptCounts, b: KeptCounts): KeptCounts {
  return {
    young: a.young + b.young,
    active: a.active + b.active,
    excluded: a.excluded + b.excluded,
    'unknown-age': a['unknown-age'] + b['unknown-age'],
    'unknown-activity': a['unknown-activity'] + b['unknown-activity'],
  }
}

/** Why the step is to fail; empty when it is to succeed. */
export function reasonsToFail({ ending, inputs, totals, buckets, problems }: Report): string[] {
  const reasons: string[] = []
  // Without inputs nothing is known of `fail-on`, and a bug is no reason to be green.
  if (inputs === undefined || ending === 'crashed') reasons.push('The run did not come to its end.')
  if (ending === 'cancelled') reasons.push('The run was cancelled.')
  const failOn = inputs?.failOn
  const hasProblems = problems.length > 0 || buckets.some((bucket) => bucket.problems.length > 0)
  if (failOn?.has('failed') && (totals.failed > 0 || hasProblems)) reasons.push(failedReason(totals.failed))
  if (failOn?.has('stale') && totals.stale > 0)
    reasons.push(`Stale uploads were found (${totals.stale}), and \`fail-on\` names \`stale\`.`)
  if (failOn?.has('deferred') && totals.deferred > 0) {
    reasons.push(
      `Uploads were deferred by \`max-aborts\` (${totals.deferred}), and \`fail-on\` names \`deferred\`.`,
    )
  }
  return reasons
}

function failedReason(failed: number): string {
  return failed === 0
    ? 'The run could not do all of its job; see the problems.'
    : `${failed} uploads could not be aborted.`
}
