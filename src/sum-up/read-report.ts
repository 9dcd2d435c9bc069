import type { RunContext } from '../github/run-context.ts'
import { type BucketReport, type ByteCount, type Ending, sum, type Totals } from '../report/report.ts'
import type { KeptCounts } from '../sweep/findings.ts'
import { parseGlob } from '../uploads/glob.ts'
import { parseShard } from '../uploads/shard.ts'
import type { Outcome, StaleUpload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import { Highlights } from './highlights.ts'
import { JsonValue } from './json-value.ts'
import { readReportFile } from './report-file.ts'
import type { ShardReport, Terms } from './shard-report.ts'

const VERSION = 1
const ENDINGS: readonly Ending[] = ['completed', 'cancelled', 'crashed']
const OUTCOMES = ['planned', 'aborted', 'already-gone', 'failed', 'deferred'] as const
/** What becomes of what is stale. */
const STALE = ['aborted', 'alreadyGone', 'failed', 'deferred', 'planned'] as const
const LISTINGS = ['complete', 'failed'] as const

/** @throws {UserError} that names the file, says what is wrong with it, and what to do */
export async function readReport(path: string): Promise<ShardReport> {
  const highlights = new Highlights()
  try {
    const json = await readReportFile(path, (entry) => {
      const upload = toStaleUpload(new JsonValue(entry, 'uploads[]'))
      if (upload !== undefined) highlights.add(upload)
    })
    return toShardReport(new JsonValue(json), path, highlights)
  } catch (error) {
    throw explained(error, path)
  }
}

function explained(error: unknown, path: string): unknown {
  if (error instanceof SyntaxError)
    return new UserError(
      `\`${path}\` is not a report of this action: ${error.message}. Name the reports of the shards in \`reports\`, as they were written, and nothing else.`,
    )
  if (error instanceof Error && 'code' in error)
    return new UserError(`\`${path}\` cannot be read (${String(error.code)}). Correct \`reports\`.`)
  return error
}

function toShardReport(json: JsonValue, path: string, highlights: Highlights): ShardReport {
  const version = json.at('version').count()
  if (version !== VERSION)
    throw new UserError(
      `\`${path}\` was written by another version of this action (its reports have version ${version}, not ${VERSION}). Use the same version for the shards and for the sum.`,
    )
  const problems = json
    .at('problems')
    .list()
    .map((problem) => problem.text())
  if (json.at('policy').isNull())
    throw new UserError(
      `\`${path}\` is the report of a run that did nothing, because its inputs need mending. ${problems.join(' ')}`,
    )
  const buckets = json
    .at('buckets')
    .list()
    .map((bucket) => toBucket(bucket, highlights))
  return {
    path,
    shard: toShard(json.at('policy').at('shard'), path),
    run: json.at('run').orNull(toRun),
    terms: toTerms(json),
    startedMs: json.at('startedAt').date(),
    endedMs: json.at('endedAt').date(),
    ending: json.at('ending').oneOf(ENDINGS),
    totals: sum(buckets.map(({ totals }) => totals)),
    buckets,
    problems,
  }
}

function toShard(json: JsonValue, path: string): ShardReport['shard'] {
  const text = json.orNull((value) => value.text())
  if (text === undefined)
    throw new UserError(
      `\`${path}\` is the report of a run without \`shard\`: it is a whole already. Leave it out, or give its job a \`shard\`.`,
    )
  const shard = parseShard(text)
  if (shard === undefined) throw new SyntaxError('`policy.shard` is not a share such as 2/5')
  return shard
}

function toRun(json: JsonValue): RunContext {
  return {
    repository: json.at('repository').text(),
    workflow: json.at('workflow').text(),
    job: json.at('job').text(),
    runId: json.at('runId').count(),
    attempt: json.at('attempt').count(),
    url: json.at('url').text(),
  }
}

function toTerms(json: JsonValue): Terms {
  const policy = json.at('policy')
  return {
    dryRun: json.at('dryRun').truth(),
    prefixes: texts(policy.at('prefixes')),
    maxAborts: policy.at('maxAborts').orNull((value) => value.count()),
    policy: {
      // `upload-id` and `shard` are never together.
      kind: policy.at('kind').oneOf(['stale'] as const),
      maxAgeMs: policy.at('maxAgeSeconds').seconds(),
      minIdleMs: policy.at('minIdleSeconds').seconds(),
      include: texts(policy.at('include')).map(parseGlob),
      exclude: texts(policy.at('exclude')).map(parseGlob),
    },
  }
}

function texts(json: JsonValue): string[] {
  return json.list().map((item) => item.text())
}

function toBucket(json: JsonValue, highlights: Highlights): BucketReport {
  const bucket = json.at('bucket').text()
  return {
    bucket,
    listing: json.at('listing').oneOf(LISTINGS),
    totals: toTotals(json.at('totals')),
    prefixes: json
      .at('prefixes')
      .list()
      .map((prefix) => ({ prefix: prefix.at('prefix').text(), totals: toTotals(prefix.at('totals')) })),
    problems: json
      .at('problems')
      .list()
      .map((problem) => ({ message: problem.at('message').text(), times: problem.at('times').count() })),
    warnings: texts(json.at('warnings')),
    stale: highlights.of(bucket),
    unknown: [],
  }
}

function toTotals(json: JsonValue): Totals {
  const count = (name: string): number => json.at(name).count()
  assertSum('listed', count('listed'), [count('stale'), count('kept')])
  assertSum('stale', count('stale'), STALE.map(count))
  return {
    listed: count('listed'),
    stale: count('stale'),
    aborted: count('aborted'),
    alreadyGone: count('alreadyGone'),
    failed: count('failed'),
    deferred: count('deferred'),
    planned: count('planned'),
    kept: count('kept'),
    keptBecause: toKept(json.at('keptBecause')),
    bytesFreed: toBytes(json, 'bytesFreed'),
    bytesPlanned: toBytes(json, 'bytesPlanned'),
  }
}

function assertSum(name: string, total: number, terms: readonly number[]): void {
  if (total !== terms.reduce((a, b) => a + b, 0))
    throw new SyntaxError(`\`${name}\` is not the sum of what it is made of`)
}

function toKept(json: JsonValue): KeptCounts {
  return {
    young: json.at('young').count(),
    active: json.at('active').count(),
    excluded: json.at('excluded').count(),
    'unknown-age': json.at('unknown-age').count(),
    'unknown-activity': json.at('unknown-activity').count(),
  }
}

function toBytes(json: JsonValue, name: 'bytesFreed' | 'bytesPlanned'): ByteCount {
  return { bytes: json.at(`${name}AtLeast`).count(), isExact: !json.at(name).isNull() }
}

/** undefined for one that was kept, and is in the report because nobody could judge it. */
function toStaleUpload(json: JsonValue): StaleUpload | undefined {
  if (json.at('verdict').text() !== 'stale') return undefined
  const [count, bytes] = [json.at('parts').orNull(countOf), json.at('bytes').orNull(countOf)]
  const lastPartMs = json.at('lastPartAt').orNull(dateOf)
  return {
    bucket: json.at('bucket').text(),
    key: json.at('key').text(),
    uploadId: json.at('uploadId').text(),
    initiatedMs: json.at('initiated').orNull(dateOf),
    storageClass: json.at('storageClass').orNull((value) => value.text()),
    look:
      count === undefined || bytes === undefined
        ? { kind: 'not-looked' }
        : { kind: 'parts', parts: { count, bytes, lastPartMs, lookedAtMs: 0, asOfMs: 0 } },
    outcome: toOutcome(json),
  }
}

function toOutcome(json: JsonValue): Outcome {
  const kind = json.at('outcome').oneOf(OUTCOMES)
  if (kind === 'failed') return { kind, error: json.at('error').text() }
  if (kind === 'deferred')
    return { kind, reason: json.at('error').oneOf(['max-aborts', 'cancelled'] as const) }
  return { kind }
}

function countOf(json: JsonValue): number {
  return json.count()
}

function dateOf(json: JsonValue): number {
  return json.date()
}
