import { isGlob } from '../uploads/glob.ts'
import type { Policy } from '../uploads/policy.ts'
import { MOST_SHARDS, parseShard, type Shard } from '../uploads/shard.ts'
import { bucketProblem } from './bucket-name.ts'
import { endpointProblem, wantsRegionAuto } from './endpoint.ts'
import { environmentKeys } from './environment-keys.ts'
import { readFailOn } from './fail-on.ts'
import type { BucketInput, Inputs, StaticCredentials } from './inputs.ts'
import { type Environment, quoted, RawInputs, variableOf } from './raw-inputs.ts'

export type ParsedInputs =
  | { readonly kind: 'valid'; readonly inputs: Inputs }
  /** Every problem at once, each naming the input, the value, and a right example. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

export const INPUT_NAMES = [
  'bucket',
  'prefix',
  'endpoint',
  'region',
  'force-path-style',
  'access-key-id',
  'secret-access-key',
  'session-token',
  'expected-bucket-owner',
  'max-age',
  'min-idle',
  'include',
  'exclude',
  'upload-id',
  'key',
  'max-aborts',
  'shard',
  'dry-run',
  'verify',
  'fail-on',
  'concurrency',
  'summary',
] as const
export type InputName = (typeof INPUT_NAMES)[number]

const SECRET_INPUTS = ['access-key-id', 'secret-access-key', 'session-token'] as const
const SECRET_VARIABLES = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const
const MAX_CONCURRENCY = 1_000

/** The values that must be masked before anything else is done. */
export function secretsIn(env: Environment): string[] {
  const names = [...SECRET_INPUTS.map(variableOf), ...SECRET_VARIABLES]
  return names
    .flatMap((name) => (env[name] ?? '').split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Reads all inputs; asks nothing of the network. */
export function parseInputs(env: Environment): ParsedInputs {
  const raw = new RawInputs(env, INPUT_NAMES)
  raw.refuseUnknown()
  const inputs = readInputs(raw, env)
  return raw.problems.length === 0 ? { kind: 'valid', inputs } : { kind: 'invalid', problems: raw.problems }
}

function readInputs(raw: RawInputs<InputName>, env: Environment): Inputs {
  const endpoint = readEndpoint(raw)
  const buckets = readBuckets(raw, endpoint)
  const prefixes = withoutCovered(raw.lines('prefix'))
  const policy = readPolicy(raw, buckets, prefixes)
  return {
    buckets,
    prefixes,
    connection: {
      endpoint,
      region: readRegion(raw, env, endpoint),
      forcePathStyle:
        raw.text('force-path-style') === 'auto' ? 'auto' : raw.boolean('force-path-style', 'auto'),
      credentials: readCredentials(raw) ?? environmentKeys(env),
      expectedBucketOwner: readOwner(raw),
    },
    policy,
    maxAborts: raw.wholeNumber('max-aborts', 0, Number.MAX_SAFE_INTEGER, '500'),
    shard: readShard(raw),
    dryRun: raw.boolean('dry-run', false),
    verify: raw.boolean('verify', true),
    failOn: readFailOn(raw),
    concurrency: raw.wholeNumber('concurrency', 1, MAX_CONCURRENCY, '64') ?? 64,
    summary: raw.boolean('summary', true),
  }
}

function readBuckets(raw: RawInputs<InputName>, endpoint: URL | undefined): BucketInput[] {
  const lines = raw.lines('bucket')
  if (lines.length === 0) raw.problem('bucket', 'is required. Write for example `bucket: my-bucket`.')
  return lines.flatMap((line): BucketInput[] => {
    const problem = bucketProblem(line, endpoint)
    if (problem !== undefined) raw.problem('bucket', problem)
    if (problem !== undefined) return []
    if (!isGlob(line)) return [{ kind: 'name', name: line }]
    const glob = raw.glob('bucket', line)
    return glob === undefined ? [] : [{ kind: 'glob', glob }]
  })
}

function readEndpoint(raw: RawInputs<InputName>): URL | undefined {
  const text = raw.text('endpoint')
  if (text === undefined) return undefined
  const problem = endpointProblem(text, raw.lines('bucket'))
  if (problem !== undefined) raw.problem('endpoint', problem)
  return problem === undefined ? new URL(text) : undefined
}

/** A store that knows only the region `auto` gets it, whatever region the job uses for AWS. */
function readRegion(raw: RawInputs<InputName>, env: Environment, endpoint: URL | undefined): string {
  const given = raw.text('region')
  if (given !== undefined && !/^[A-Za-z0-9-]+$/.test(given)) {
    raw.problem('region', `${quoted(given)} is not a region. Write for example \`region: eu-central-1\`.`)
  }
  const isAws = raw.lines('endpoint').length === 0
  if (given === 'auto' && isAws) {
    raw.problem(
      'region',
      '`auto` is for stores other than AWS. Set `endpoint` too, or write for example `region: eu-central-1`.',
    )
  }
  if (given !== undefined) return given
  if (endpoint !== undefined && wantsRegionAuto(endpoint)) return 'auto'
  const fromJob = env.AWS_REGION?.trim() || env.AWS_DEFAULT_REGION?.trim() || 'us-east-1'
  return fromJob === 'auto' && isAws ? 'us-east-1' : fromJob
}

/** The values are secrets: no message shows them. */
function readCredentials(raw: RawInputs<InputName>): StaticCredentials | undefined {
  const accessKeyId = raw.text('access-key-id')
  const secretAccessKey = raw.text('secret-access-key')
  const sessionToken = raw.text('session-token')
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { accessKeyId, secretAccessKey, sessionToken }
  const example = '`${{ secrets.S3_SECRET_ACCESS_KEY }}`'
  if (accessKeyId !== undefined) {
    raw.problem(
      'secret-access-key',
      `is missing or empty, while \`access-key-id\` is set. Set both, for example to ${example}; an empty value is often a secret that does not exist.`,
    )
  } else if (secretAccessKey !== undefined) {
    raw.problem(
      'access-key-id',
      'is missing or empty, while `secret-access-key` is set. Set both, for example to `${{ secrets.S3_ACCESS_KEY_ID }}`.',
    )
  } else if (sessionToken !== undefined) {
    raw.problem(
      'session-token',
      'is set without `access-key-id` and `secret-access-key`. Set all three, or none of them.',
    )
  }
  return undefined
}

function readOwner(raw: RawInputs<InputName>): string | undefined {
  const owner = raw.text('expected-bucket-owner')
  if (owner !== undefined && !/^\d{12}$/.test(owner)) {
    raw.problem(
      'expected-bucket-owner',
      `${quoted(owner)} is not an AWS account id of 12 digits. Write for example \`expected-bucket-owner: "123456789012"\`.`,
    )
  }
  return owner
}

function readPolicy(
  raw: RawInputs<InputName>,
  buckets: readonly BucketInput[],
  prefixes: readonly string[],
): Policy {
  const maxAgeMs = raw.durationMs('max-age', { text: '7d', ms: 7 * 86_400_000 })
  const minIdleMs = raw.durationMs('min-idle', { text: '1h', ms: 3_600_000 })
  const include = raw.globs('include')
  const exclude = raw.globs('exclude')
  const uploadId = raw.name('upload-id')
  const key = raw.name('key')
  if (uploadId !== undefined) {
    checkExactly(raw, buckets, prefixes, key)
    return { kind: 'exactly', uploadId, key }
  }
  if (key !== undefined) {
    raw.problem(
      'key',
      `${quoted(key)} is set without \`upload-id\`. Set \`upload-id\` too, or use \`include\` to choose uploads by key.`,
    )
  }
  if (maxAgeMs === 0 && minIdleMs === 0 && prefixes.length === 0) {
    raw.problem(
      'max-age',
      '`0` together with `min-idle: 0` and no `prefix` would end every upload in the bucket, those being written now included. ' +
        'Set `min-idle` (for example `min-idle: 1h`), or name a `prefix`.',
    )
  }
  return { kind: 'stale', maxAgeMs, minIdleMs, include, exclude }
}

function checkExactly(
  raw: RawInputs<InputName>,
  buckets: readonly BucketInput[],
  prefixes: readonly string[],
  key: string | undefined,
): void {
  if (raw.text('shard') !== undefined) {
    raw.problem(
      'shard',
      'cannot be used together with `upload-id`: there is only one upload to abort. Leave one of them out.',
    )
  }
  if (key === undefined) return
  if (buckets.length > 1 || buckets.some((bucket) => bucket.kind === 'glob')) {
    raw.problem(
      'bucket',
      'must be one bucket by name where `upload-id` and `key` say which upload to abort. Write for example `bucket: my-bucket`.',
    )
  }
  if (prefixes.length > 0 && !prefixes.some((prefix) => key.startsWith(prefix))) {
    raw.problem(
      'key',
      `${quoted(key)} does not begin with ${quoted(prefixes.join(', '))}. Leave \`prefix\` out.`,
    )
  }
}

function readShard(raw: RawInputs<InputName>): Shard | undefined {
  const text = raw.text('shard')
  if (text === undefined) return undefined
  const shard = parseShard(text)
  if (shard !== undefined) return shard
  raw.problem(
    'shard',
    `${quoted(text)} is not a share of the work. Write for example \`shard: 2/5\` for the second of five (at most ${MOST_SHARDS}).`,
  )
  return undefined
}

/** A prefix that begins with another finds nothing that the other does not. */
function withoutCovered(prefixes: readonly string[]): string[] {
  return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
}
