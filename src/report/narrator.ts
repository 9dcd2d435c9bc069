import type { Inputs } from '../inputs/inputs.ts'
import type { Findings } from '../sweep/findings.ts'
import type { StaleUpload } from '../uploads/upload.ts'
import { headline } from './headline.ts'
import { bytesOf, type Report, toBucketReport } from './report.ts'
import { visible } from './visible.ts'
import { keptBecause, number, policyInWords, size, uploads } from './words.ts'

/** Long work says how far it is this often. */
const PROGRESS_EVERY_MS = 5_000
/** A list in the log is for a glance; the report has all. */
const MOST_LINES = 100

/** Where the story goes. */
export interface Teller {
  log(line: string): void
  group(title: string, lines: Iterable<string>): void
}

/** Tells the log's story: about ten lines, and one more every few seconds while something takes long. */
export class Narrator {
  readonly #teller: Teller

  constructor(teller: Teller) {
    this.#teller = teller
  }

  opening({ connection, policy, dryRun, prefixes, shard }: Inputs, buckets: readonly string[]): void {
    const at =
      connection.endpoint === undefined
        ? `AWS S3, ${connection.region}`
        : connection.endpoint.href.replace(/\/$/, '')
    const under =
      prefixes.length === 0 ? '' : `, under ${prefixes.map((prefix) => `"${visible(prefix)}"`).join(', ')}`
    const share = shard === undefined ? '' : `, shard ${shard.index}/${shard.of}`
    const named =
      buckets.length > 5 ? `${buckets.length} buckets` : buckets.map((bucket) => visible(bucket)).join(', ')
    this.#teller.log(
      `${dryRun ? 'Dry run: nothing will be aborted. ' : ''}Looking at ${named} (${at})${under}${share}.`,
    )
    this.#teller.log(policyInWords(policy))
  }

  surveyed(findings: Findings): void {
    const { bucket, listing, totals, stale, problems } = toBucketReport(findings)
    if (listing === 'failed') {
      this.#teller.log(
        `${visible(bucket)}: could not be listed, so nothing is aborted there. ${problems[0]?.message ?? ''}`,
      )
      return
    }
    const because = totals.kept === 0 ? '' : `: ${keptBecause(totals)}`
    const bytes = size(
      stale.map(bytesOf).reduce((a, b) => ({ bytes: a.bytes + b.bytes, isExact: a.isExact && b.isExact }), {
        bytes: 0,
        isExact: true,
      }),
    )
    const holding = totals.stale === 0 || bytes === undefined ? '' : `, holding ${bytes}`
    this.#teller.log(
      `${visible(bucket)}: ${uploads(totals.listed)} listed; ${number(totals.stale)} stale${holding}; ${number(totals.kept)} kept${because}.`,
    )
  }

  planned(abort: readonly StaleUpload[], defer: readonly StaleUpload[], dryRun: boolean): void {
    const rest = defer.length === 0 ? '' : `; ${uploads(defer.length)} left for a later run by max-aborts`
    if (abort.length === 0) {
      this.#teller.log(`Nothing to abort${rest}.`)
      return
    }
    const listed = abort.slice(0, MOST_LINES).map(describe)
    const more =
      abort.length > MOST_LINES ? [`... and ${abort.length - MOST_LINES} more; all are in the report.`] : []
    this.#teller.group(
      `${dryRun ? 'Would abort' : 'Aborting'} ${uploads(abort.length)}, oldest first${rest}`,
      [...listed, ...more],
    )
  }

  verifying(): void {
    this.#teller.log('Looking again whether all that was aborted is gone.')
  }

  closing(report: Report, reportPath: string | undefined): void {
    this.#teller.log(headline(report).replaceAll('`', '"'))
    if (reportPath !== undefined) this.#teller.log(`Report: ${reportPath}`)
  }

  /** Says every few seconds how far the work is, until it ends. */
  async during<T>(status: () => string, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => this.#teller.log(`... ${status()}`), PROGRESS_EVERY_MS)
    try {
      return await work()
    } finally {
      clearInterval(timer)
    }
  }

  /** How far the listing is. */
  static listing(all: readonly Findings[]): string {
    const listed = all.reduce((count, findings) => count + findings.listed, 0)
    const stale = all.reduce((count, findings) => count + findings.stale.length, 0)
    const done = all.filter(({ listing }) => listing !== 'running').length
    return `${uploads(listed)} listed, ${stale} of them stale so far; ${done} of ${all.length} buckets done`
  }

  /** How far the aborting is. */
  static aborting(plan: readonly StaleUpload[]): string {
    const left = plan.filter(({ outcome }) => outcome.kind === 'planned').length
    return `${plan.length - left} of ${uploads(plan.length)} done`
  }
}

function describe(upload: StaleUpload): string {
  const started =
    upload.initiatedMs === undefined ? 'unknown' : new Date(upload.initiatedMs).toISOString().slice(0, 10)
  return `${started}  ${size(bytesOf(upload)) ?? 'unknown size'}  ${visible(upload.bucket)}  "${visible(upload.key)}"`
}
