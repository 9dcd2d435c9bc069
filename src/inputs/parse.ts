import { type Glob, isGlob, parseGlob } from '../uploads/glob.ts'
import type { Policy } from '../uploads/policy.ts'
import type { Shard } from '../uploads/shard.ts'
import { bucketProblem } from './bucket-name.ts'
import { parseDurationMs } from './duration.ts'
import { endpointProblem, wantsRegionAuto } from './endpoint.ts'
import type { BucketInput, FailOn, Inputs, StaticCredentials } from './inputs.ts'

/** What the runner hands over: every input as `INPUT_<NAME>`, unset ones as empty text. */
export type Environment = Readonly<Record<string, string | undefined>>

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
const MAX_SHARDS = 256

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
  const raw = new RawInputs(env)
  const inputs = readInputs(raw, env)
  return raw.problems.length === 0 ? { kind: 'valid', inputs } : { kind: 'invalid', problems: raw.problems }
}

function readInputs(raw: RawInputs, env: Environment): Inputs {
  raw.refuseUnknown(env)
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
      credentials: readCredentials(raw),
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

/** The texts of the inputs, and the problems found in them so far. */
class RawInputs {
  readonly problems: string[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
  }

  problem(name: InputName, what: string): void {
    this.problems.push(`Input \`${name}\`: ${what}`)
  }

  refuseUnknown(env: Environment): void {
    const known = new Set<string>(INPUT_NAMES.map(variableOf))
    for (const variable of Object.keys(env).sort()) {
      if (!variable.startsWith('INPUT_') || known.has(variable)) continue
      const name = variable.slice('INPUT_'.length).toLowerCase()
      this.problems.push(`Input \`${name}\` is unknown. The inputs are: ${INPUT_NAMES.join(', ')}.`)
    }
  }

  lines(name: InputName): string[] {
    const lines = (this.#env[variableOf(name)] ?? '').split(/\r?\n/).map((line) => line.trim())
    return [...new Set(lines.filter((line) => line !== ''))]
  }

  /** The value of an input that has one line; undefined when it is not set. */
  text(name: InputName): string | undefined {
    const lines = this.lines(name)
    if (lines.length > 1)
      this.problem(name, `takes one value, but has ${lines.length} lines. Leave one of them.`)
    return lines[0]
  }

  /** What YAML 1.2 core calls booleans, and nothing else: `dry-run: yse` must not mean false. */
  boolean<Default>(name: InputName, otherwise: Default): boolean | Default {
    const text = this.text(name)
    if (text === undefined) return otherwise
    if (/^(?:true|True|TRUE)$/.test(text)) return true
    if (/^(?:false|False|FALSE)$/.test(text)) return false
    const auto = otherwise === 'auto' ? ', or `auto`' : ''
    this.problem(
      name,
      `${quoted(text)} is neither \`true\` nor \`false\`${auto}. Write for example \`${name}: true\`.`,
    )
    return otherwise
  }

  durationMs(name: InputName, otherwiseMs: number): number {
    const text = this.text(name)
    if (text === undefined) return otherwiseMs
    const ms = parseDurationMs(text)
    if (ms !== undefined) return ms
    const example = /^\d+$/.test(text) ? `${text}d` : '7d'
    const why = /^\d+$/.test(text) ? 'has no unit' : 'is not a duration'
    this.problem(
      name,
      `${quoted(text)} ${why}. Write a number with a unit (s, m, h, d, w), for example \`${name}: ${example}\`, \`36h\`, \`1d12h\`, or ISO 8601 \`P7D\`.`,
    )
    return otherwiseMs
  }

  wholeNumber(name: InputName, least: number, most: number, example: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`
    this.problem(
      name,
      `${quoted(text)} is not a whole number ${bounds}. Write for example \`${name}: ${example}\`.`,
    )
    return undefined
  }

  globs(name: InputName): Glob[] {
    return this.lines(name).flatMap((line) => this.glob(name, line) ?? [])
  }

  glob(name: InputName, source: string): Glob | undefined {
    try {
      return parseGlob(source)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      this.problem(name, `the pattern ${quoted(source)} ${error.message}.`)
      return undefined
    }
  }
}

function readBuckets(raw: RawInputs, endpoint: URL | undefined): BucketInput[] {
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

function readEndpoint(raw: RawInputs): URL | undefined {
  const text = raw.text('endpoint')
  if (text === undefined) return undefined
  const problem = endpointProblem(text, raw.lines('bucket'))
  if (problem !== undefined) raw.problem('endpoint', problem)
  return problem === undefined ? new URL(text) : undefined
}

/** A store that knows only the region `auto` gets it, whatever region the job uses for AWS. */
function readRegion(raw: RawInputs, env: Environment, endpoint: URL | undefined): string {
  const given = raw.text('region')
  if (given !== undefined && !/^[A-Za-z0-9-]+$/.test(given)) {
    raw.problem('region', `${quoted(given)} is not a region. Write for example \`region: eu-central-1\`.`)
  }
  if (given !== undefined) return given
  if (endpoint !== undefined && wantsRegionAuto(endpoint)) return 'auto'
  return env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1'
}

/** The values are secrets: no message shows them. */
function readCredentials(raw: RawInputs): StaticCredentials | undefined {
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

function readOwner(raw: RawInputs): string | undefined {
  const owner = raw.text('expected-bucket-owner')
  if (owner !== undefined && !/^\d{12}$/.test(owner)) {
    raw.problem(
      'expected-bucket-owner',
      `${quoted(owner)} is not an AWS account id of 12 digits. Write for example \`expected-bucket-owner: "123456789012"\`.`,
    )
  }
  return owner
}

function readPolicy(raw: RawInputs, buckets: readonly BucketInput[], prefixes: readonly string[]): Policy {
  const maxAgeMs = raw.durationMs('max-age', 7 * 86_400_000)
  const minIdleMs = raw.durationMs('min-idle', 3_600_000)
  const include = raw.globs('include')
  const exclude = raw.globs('exclude')
  const uploadId = raw.text('upload-id')
  const key = raw.text('key')
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
  raw: RawInputs,
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

function readShard(raw: RawInputs): Shard | undefined {
  const text = raw.text('shard')
  if (text === undefined) return undefined
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index >= 1 && index <= of && of <= MAX_SHARDS) return { index, of }
  raw.problem(
    'shard',
    `${quoted(text)} is not a share of the work. Write for example \`shard: 2/5\` for the second of five (at most ${MAX_SHARDS}).`,
  )
  return undefined
}

function readFailOn(raw: RawInputs): Set<FailOn> {
  const words = raw
    .lines('fail-on')
    .flatMap((line) => line.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')
  if (words.length === 0) return new Set<FailOn>(['failed'])
  const unknown = words.filter((word) => !isFailOn(word) && word !== 'never')
  for (const word of unknown) {
    raw.problem(
      'fail-on',
      `${quoted(word)} is not one of \`failed\`, \`stale\`, \`deferred\`, \`never\`. Write for example \`fail-on: failed, deferred\`.`,
    )
  }
  if (words.includes('never') && words.some(isFailOn)) {
    raw.problem(
      'fail-on',
      `${quoted(words.join(', '))} contradicts itself. Write \`fail-on: never\` alone, or leave \`never\` out.`,
    )
  }
  return new Set(words.filter(isFailOn))
}

function isFailOn(word: string): word is FailOn {
  return word === 'failed' || word === 'stale' || word === 'deferred'
}

/** A prefix that begins with another finds nothing that the other does not. */
function withoutCovered(prefixes: readonly string[]): string[] {
  return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
}

function variableOf(name: InputName): string {
  return `INPUT_${name.toUpperCase()}`
}

function quoted(text: string): string {
  return `\`${text}\``
}
