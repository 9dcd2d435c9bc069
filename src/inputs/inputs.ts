import type { Glob } from '../uploads/glob.ts'
import type { Policy } from '../uploads/policy.ts'
import type { Shard } from '../uploads/shard.ts'

/** The inputs of the action, read and checked: whoever holds this value need not check anything again. */
export interface Inputs {
  readonly buckets: readonly BucketInput[]
  /** Empty: the whole bucket. None of them begins with another. */
  readonly prefixes: readonly string[]
  readonly connection: Connection
  readonly policy: Policy
  /** undefined: no limit. */
  readonly maxAborts: number | undefined
  readonly shard: Shard | undefined
  readonly dryRun: boolean
  readonly verify: boolean
  /** Empty: never. */
  readonly failOn: ReadonlySet<FailOn>
  readonly concurrency: number
  readonly summary: boolean
}

export type BucketInput =
  | { readonly kind: 'name'; readonly name: string }
  /** Matched against the buckets that the credentials can list. */
  | { readonly kind: 'glob'; readonly glob: Glob }

export type FailOn = 'failed' | 'stale' | 'deferred'

/** Where the store is, and as whom to speak to it. */
export interface Connection {
  /** undefined: AWS. */
  readonly endpoint: URL | undefined
  readonly region: string
  readonly forcePathStyle: boolean | 'auto'
  /** From the inputs or the environment; undefined: what else the SDK's default provider chain finds. */
  readonly credentials: StaticCredentials | undefined
  readonly expectedBucketOwner: string | undefined
}

export interface StaticCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | undefined
}
