import { fileURLToPath } from 'node:url'
import type { Contender, Job, JobKind } from './contender.ts'
import { measure, type Usage } from './measure.ts'
import { median } from './median.ts'
import type { ServerProcess } from './server-process.ts'

/** One job for several contenders, side by side. */
export interface Race {
  readonly kind: JobKind
  readonly contenders: readonly Contender[]
  readonly rounds: number
  readonly latencyMs: number
  /** No contender is given more uploads than this; a slow one gets what it does within its budget. */
  readonly most: number
  /** How many the warm-up has. */
  readonly trial: (contender: Contender) => number
  readonly staleEvery: number
  readonly partsEach: number
  readonly profile: boolean
}

/** What one run took, by the process and by the server. */
export interface Run extends Usage {
  readonly requests: number
  readonly serverCpuMs: number
}

export interface Measured {
  readonly kind: 'measured'
  readonly contender: Contender
  readonly uploads: number
  readonly run: Run
  /** Where the CPU profile of its last round is. */
  readonly profile?: string
}

export type Result =
  | Measured
  | { readonly kind: 'left-out'; readonly contender: Contender; readonly why: string }

/** One contender in the middle of the race. */
interface Entry {
  readonly contender: Contender
  uploads: number
  readonly runs: Run[]
  /** Why it is out. */
  failure?: string
}

const BUCKET = 'bench-bucket'

/** Warms up each contender, then runs them in turns; gives the median of each. */
export async function hold(race: Race, server: ServerProcess): Promise<Result[]> {
  await server.setLatency(race.latencyMs)
  const course = new Course(race, server)
  const entries = race.contenders.map((contender): Entry => ({ contender, uploads: 0, runs: [] }))
  for (const entry of entries) {
    await attempt(entry, async () => {
      entry.uploads = await share(entry.contender, race, course)
    })
  }
  for (let round = 1; round <= race.rounds; round++) {
    for (const entry of entries) {
      await attempt(entry, async () => {
        entry.runs.push(await course.run(entry.contender, entry.uploads))
      })
    }
  }
  return entries.map(({ contender, uploads, runs, failure }): Result => {
    if (failure !== undefined) return { kind: 'left-out', contender, why: failure }
    const measured: Measured = { kind: 'measured', contender, uploads, run: medians(runs) }
    return race.profile ? { ...measured, profile: profilePath(contender, race) } : measured
  })
}

/** Says what was run; a later run of the same takes its place. */
function profilePath({ name }: Contender, { kind, most, latencyMs }: Race): string {
  const words = `${kind} ${most} at ${latencyMs} ms ${name}`.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return fileURLToPath(new URL(`out/${words.join('-')}.cpuprofile`, import.meta.url))
}

/** A contender that cannot do the job, or fails in it, is out, and the others go on. */
async function attempt(entry: Entry, work: () => Promise<void>): Promise<void> {
  if (entry.failure !== undefined) return
  try {
    await work()
  } catch (error) {
    entry.failure = error instanceof Error ? error.message : String(error)
  }
}

/** The warm-up, which tells how many uploads the contender is given in the rounds. */
async function share(contender: Contender, race: Race, course: Course): Promise<number> {
  const trial = Math.min(race.trial(contender), race.most)
  const { wallMs } = await course.run(contender, trial)
  if (race.most === 0) return 0
  const withinBudget = Math.round(((trial / wallMs) * contender.budgetMs) / 10) * 10
  return Math.min(race.most, Math.max(trial, withinBudget))
}

/** The bucket in which they run, filled as each run needs it. */
class Course {
  readonly #race: Race
  readonly #server: ServerProcess
  #holds: number | undefined

  constructor(race: Race, server: ServerProcess) {
    this.#race = race
    this.#server = server
  }

  async run(contender: Contender, uploads: number): Promise<Run> {
    const job: Job = { ...this.#server.address, kind: this.#race.kind, bucket: BUCKET }
    const command = contender.command(job)
    if (typeof command === 'string') throw new Error(command)
    await this.#fill(uploads)
    await this.#server.read(BUCKET)
    const usage = await measure(command, this.#race.profile ? profilePath(contender, this.#race) : undefined)
    const { requests, cpuMs, uploadsLeft } = await this.#server.read(BUCKET)
    this.#holds = uploadsLeft
    if (job.kind === 'clean' && uploadsLeft > 0)
      throw new Error(`left ${uploadsLeft} of ${uploads} uploads in the bucket`)
    const sent = Object.values(requests).reduce((sum, count) => sum + count, 0)
    return { ...usage, requests: sent, serverCpuMs: cpuMs }
  }

  async #fill(uploads: number): Promise<void> {
    const { staleEvery, partsEach } = this.#race
    if (this.#holds !== uploads) await this.#server.fill({ bucket: BUCKET, uploads, staleEvery, partsEach })
    this.#holds = uploads
  }
}

function medians(runs: readonly Run[]): Run {
  const of = (value: (run: Run) => number): number => median(runs.map(value))
  return {
    wallMs: of((run) => run.wallMs),
    cpuMs: of((run) => run.cpuMs),
    peakBytes: of((run) => run.peakBytes),
    requests: of((run) => run.requests),
    serverCpuMs: of((run) => run.serverCpuMs),
  }
}
