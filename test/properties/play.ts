import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Runner } from '../../src/github/runner.ts'
import { main } from '../../src/main.ts'
import { Cancellation } from '../../src/sweep/cancellation.ts'
import type { Fault, FaultAction, FaultTarget } from '../s3-server/fault.ts'
import { type RecordedRequest, type S3Server, startS3Server } from '../s3-server/index.ts'
import { personalities } from '../s3-server/personalities/index.ts'
import type { Upload } from '../s3-server/upload.ts'
import { NOW, type Scenario, type ScenarioInputs, type Trouble } from './scenario.ts'

/** What became of a scenario. */
export interface Played {
  readonly exitCode: 0 | 1
  readonly outputs: Readonly<Record<string, string>>
  readonly report: PlayedReport
  /** As they were before the run. */
  readonly before: readonly TrackedUpload[]
  readonly idsLeft: ReadonlySet<string>
  readonly requests: readonly RecordedRequest[]
  readonly objects: { readonly before: readonly string[]; readonly after: readonly string[] }
  readonly buckets: readonly string[]
  readonly faultsInjected: number
}

/** An upload as the server holds it, and what others did to it while the run went on. */
export interface TrackedUpload {
  readonly bucket: string
  readonly upload: Upload
  readonly ageSeconds: number
  /** Grows when a part arrives. */
  readonly partAgesSeconds: number[]
  isEndedByOthers: boolean
}

export interface PlayedReport {
  readonly totals: Readonly<Record<string, number | null | object>>
  readonly problems: readonly string[]
  readonly buckets: readonly {
    readonly bucket: string
    readonly listing: 'complete' | 'failed'
    readonly problems: readonly unknown[]
    readonly uploads: readonly {
      readonly uploadId: string
      readonly outcome: string
      readonly verdict: string
    }[]
  }[]
}

const BUCKETS = ['first', 'second']

/** Runs `main` of the action on a real server, in this process, with a clock that stands and sleep that takes no time. */
export async function play(scenario: Scenario): Promise<Played> {
  const server = await startS3Server({
    personality: personalities[scenario.personality],
    pageSize: scenario.pageSize,
    maxParts: scenario.maxParts,
    now: () => NOW.getTime(),
  })
  const folder = mkdtempSync(join(tmpdir(), 'property-'))
  try {
    const before = seed(server, scenario)
    const injected = { count: 0 }
    for (const trouble of scenario.troubles) server.fault(toFault(trouble, server, before, injected))
    const objects = objectsOf(server)
    const runner = new SilentRunner()
    const reportPath = join(folder, 'report.json')
    const exitCode = await main({
      env: environment(scenario.inputs, server),
      runner,
      cancellation: new Cancellation(),
      reportPath,
      nowMs: () => NOW.getTime(),
      random: () => 0.5,
      sleep: async (_ms, signal) => signal.throwIfAborted(),
    })
    return {
      exitCode,
      outputs: runner.outputs,
      report: JSON.parse(readFileSync(reportPath, 'utf8')),
      before,
      idsLeft: new Set(BUCKETS.flatMap((bucket) => server.uploads(bucket).map(({ uploadId }) => uploadId))),
      requests: server.requests,
      objects: { before: objects, after: objectsOf(server) },
      buckets: server.buckets(),
      faultsInjected: injected.count,
    }
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Says nothing; keeps the outputs. */
class SilentRunner extends Runner {
  readonly outputs: Record<string, string> = {}
  override mask(): void {}
  override log(): void {}
  override group(): void {}
  override annotate(): void {}
  override addSummary(): void {}
  override setOutput(name: string, value: string): void {
    this.outputs[name] = value
  }
}

function environment(inputs: ScenarioInputs, server: S3Server): Record<string, string> {
  return {
    INPUT_BUCKET: BUCKETS.join('\n'),
    INPUT_ENDPOINT: server.endpoint,
    'INPUT_ACCESS-KEY-ID': server.accessKeyId,
    'INPUT_SECRET-ACCESS-KEY': server.secretAccessKey,
    INPUT_REGION: server.region,
    INPUT_PREFIX: inputs.prefixes.join('\n'),
    INPUT_INCLUDE: inputs.include.join('\n'),
    INPUT_EXCLUDE: inputs.exclude.join('\n'),
    'INPUT_MAX-AGE': inputs.maxAge,
    'INPUT_MIN-IDLE': inputs.minIdle,
    'INPUT_MAX-ABORTS': inputs.maxAborts === undefined ? '' : String(inputs.maxAborts),
    'INPUT_DRY-RUN': String(inputs.dryRun),
    INPUT_VERIFY: String(inputs.verify),
    INPUT_SHARD: inputs.shard ?? '',
    INPUT_CONCURRENCY: String(inputs.concurrency),
    'INPUT_FAIL-ON': 'failed',
  }
}

/** Every key of an upload is an object, too: a request that goes wrong has something to delete. */
function seed(server: S3Server, { uploads }: Scenario): TrackedUpload[] {
  for (const bucket of BUCKETS) server.createBucket(bucket)
  for (const bucket of BUCKETS) server.putObject(bucket, 'an object')
  for (const { bucket, key } of uploads) server.putObject(bucket, key)
  return uploads.map(({ bucket, key, ageSeconds, partAgesSeconds }) => {
    const uploadId = server.createUpload(bucket, key, {
      initiated: ago(ageSeconds),
      parts: partAgesSeconds.map((age) => ({ size: 5, lastModified: ago(age) })),
    })
    const upload = server.uploads(bucket).find((candidate) => candidate.uploadId === uploadId)
    if (upload === undefined) throw new Error('The server lost an upload')
    return { bucket, upload, ageSeconds, partAgesSeconds: [...partAgesSeconds], isEndedByOthers: false }
  })
}

function ago(seconds: number): Date {
  return new Date(NOW.getTime() - seconds * 1_000)
}

function objectsOf(server: S3Server): string[] {
  return server.buckets().flatMap((bucket) => server.objects(bucket).map((key) => `${bucket} ${key}`))
}

function toFault(
  { operation, from, times, what }: Trouble,
  server: S3Server,
  uploads: readonly TrackedUpload[],
  injected: { count: number },
): Fault {
  const meddle = (target: FaultTarget): void => {
    const met = uploads.find(({ upload }) => upload.uploadId === target.uploadId)
    if (met === undefined) return
    if (what === 'somebody ends the upload') {
      server.endUpload(met.bucket, met.upload.uploadId)
      met.isEndedByOthers = true
    }
    // Between the look at the parts and the abort nobody can see a part arrive; so it arrives right before the look.
    if (what === 'a part arrives' && operation === 'ListParts' && !met.isEndedByOthers) {
      met.partAgesSeconds.push(0)
      met.upload.parts = [...met.upload.parts, newestPart(met.upload)]
    }
  }
  return {
    when: (target) => {
      if (target.operation !== operation || target.nth < from) return false
      injected.count++
      meddle(target)
      return true
    },
    ...(times === Number.POSITIVE_INFINITY ? {} : { times }),
    do: toAction(what, operation),
  }
}

function newestPart({ parts }: Upload) {
  const number = (parts.at(-1)?.number ?? 0) + 1
  return {
    number,
    size: 5,
    lastModifiedMs: NOW.getTime(),
    etag: '"00000000000000000000000000000000"',
    bytes: undefined,
  }
}

function toAction(what: Trouble['what'], operation: Trouble['operation']): FaultAction {
  switch (what) {
    case 'slow down':
      return { status: 503, code: 'SlowDown' }
    case 'too many requests':
      return { status: 429, headers: { 'retry-after': '1' } }
    case 'internal error':
      return { status: 500, code: 'InternalError' }
    case 'reset':
      return 'reset'
    case 'cut off':
      return { truncateBodyAt: 60 }
    case 'a web page':
      return { status: 200, body: '<!DOCTYPE html><html><body>Sign in</body></html>' }
    case 'nothing':
      return { status: 200, body: '' }
    case 'access denied':
      return { status: 403, code: 'AccessDenied' }
    case 'no such upload':
      // To a listing, this is the answer of a server that knows of no uploads: a lie that nobody can see through.
      return operation === 'ListMultipartUploads'
        ? { status: 500, code: 'InternalError' }
        : { status: 404, code: 'NoSuchUpload' }
    case 'the answer is lost':
      return { respond: () => ({ status: 502, headers: {}, body: '' }) }
    case 'said and not done':
      return operation === 'AbortMultipartUpload' ? { status: 204, body: '' } : { status: 200, body: '' }
    case 'somebody ends the upload':
    case 'a part arrives':
      return { respond: (answer) => answer }
  }
}
