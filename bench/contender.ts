import type { ServerAddress } from './server-command.ts'

/** What is to be done in the bucket: list it only; list it and abort what is stale; or look at the parts of that. */
export type JobKind = 'list' | 'clean' | 'inspect'

export interface Job extends ServerAddress {
  readonly kind: JobKind
  readonly bucket: string
}

/** A process to start and to measure. */
export interface Command {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Decides how memory and CPU time are measured. */
  readonly runtime: 'node' | 'other'
}

export interface Contender {
  readonly name: string
  /** How it is run, for the reader. */
  readonly settings: string
  /** By its own word; undefined where it is not installed. */
  readonly version?: () => string | undefined
  /** The command, or why there is none. */
  readonly command: (job: Job) => Command | string
  /** About as many uploads as it aborts in a second: the warm-up, which tells how many it is given then. */
  readonly trial: number
  /** How long it may work on what it is given, by the warm-up's pace. */
  readonly budgetMs: number
}

/** What every program of the bench reads. */
export function programEnvironment(job: Job): Record<string, string> {
  return {
    BENCH_ENDPOINT: job.endpoint,
    BENCH_BUCKET: job.bucket,
    BENCH_JOB: job.kind,
    AWS_REGION: job.region,
    AWS_DEFAULT_REGION: job.region,
    AWS_ACCESS_KEY_ID: job.accessKeyId,
    AWS_SECRET_ACCESS_KEY: job.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
