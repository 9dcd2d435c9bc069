import type { Verdict } from '../uploads/judge.ts'
import type { StaleUpload, Upload } from '../uploads/upload.ts'

export type KeptVerdict = Exclude<Verdict, 'stale'>
export type KeptCounts = Readonly<Record<KeptVerdict, number>>

/** Stores name the key in their messages, so that each of a million may be another. */
const MOST_PROBLEMS = 1_000

/** An upload of which nobody could say whether it is stale. It is kept, and named. */
export interface UnknownUpload extends Upload {
  readonly verdict: 'unknown-age' | 'unknown-activity'
}

/** What is known of one bucket so far. Grows while the run goes on; the report is made from it, whenever the run ends. */
export class Findings {
  readonly bucket: string
  readonly prefixes: readonly string[]
  listing: 'running' | 'complete' | 'failed' = 'running'
  pages = 0
  /** Uploads under the prefixes, those that are none of this run's business included: of another shard, say. */
  found = 0
  readonly stale: StaleUpload[] = []
  readonly unknown: UnknownUpload[] = []
  /** What went wrong, in the words for the user, and how often. */
  readonly problems = new Map<string, number>()
  /** What looks wrong and fails nothing. */
  readonly warnings: string[] = []
  readonly #kept = new Map<string, Record<KeptVerdict, number>>()
  #listed = 0
  #startedNow = 0
  #hasKeysWithSlashFirst = false

  constructor(bucket: string, prefixes: readonly string[]) {
    this.bucket = bucket
    this.prefixes = prefixes.length === 0 ? [''] : prefixes
  }

  /** Uploads seen so far. */
  get listed(): number {
    return this.#listed
  }

  /** Every upload that was listed claims to have been started this very moment, which no real bucket shows. */
  get isAllStartedNow(): boolean {
    return this.#listed >= 2 && this.#startedNow === this.#listed
  }

  get hasKeysWithSlashFirst(): boolean {
    return this.#hasKeysWithSlashFirst
  }

  see(upload: Upload, asOfMs: number): void {
    this.#listed++
    this.#hasKeysWithSlashFirst ||= upload.key.startsWith('/')
    if (upload.initiatedMs !== undefined && Math.abs(asOfMs - upload.initiatedMs) <= 2_000) this.#startedNow++
  }

  keep(upload: Upload, verdict: KeptVerdict): void {
    const counts = this.keptUnder(this.prefixOf(upload))
    counts[verdict]++
    if (verdict === 'unknown-age' || verdict === 'unknown-activity')
      this.unknown.push({ ...remembered(upload), verdict })
  }

  markStale(upload: Upload, look: StaleUpload['look']): void {
    this.stale.push({
      ...remembered(upload),
      look,
      outcome: look.kind === 'gone' ? { kind: 'already-gone' } : { kind: 'planned' },
    })
  }

  fail(problem: string): void {
    const isToldApart = this.problems.has(problem) || this.problems.size < MOST_PROBLEMS
    const told = isToldApart
      ? problem
      : `More went wrong in \`${this.bucket}\`, each time in other words; the first ${MOST_PROBLEMS} are told apart.`
    this.problems.set(told, (this.problems.get(told) ?? 0) + 1)
  }

  keptUnder(prefix: string): Record<KeptVerdict, number> {
    const counts = this.#kept.get(prefix) ?? {
      young: 0,
      active: 0,
      excluded: 0,
      'unknown-age': 0,
      'unknown-activity': 0,
    }
    this.#kept.set(prefix, counts)
    return counts
  }

  prefixOf(upload: Pick<Upload, 'key'>): string {
    return this.prefixes.find((prefix) => upload.key.startsWith(prefix)) ?? ''
  }
}

/** A copy whose texts do not keep the whole listing page alive, as slices of it would. */
function remembered(upload: Upload): Upload {
  return { ...upload, key: detached(upload.key), uploadId: detached(upload.uploadId) }
}

function detached(text: string): string {
  return Buffer.from(text).toString()
}
