import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RunContext } from '../github/run-context.ts'
import type { StaleUpload, Upload } from '../uploads/upload.ts'
import type { BucketReport, Report, ReportedInputs, Totals } from './report.ts'

/** Entries are written in blocks of about this many bytes: a million of them never stand in memory as one text. */
const BLOCK_LENGTH = 64 * 1024

/** Writes the report as JSON, described by docs/report.schema.json; one upload a line. */
export function writeJson(report: Report, run: RunContext | undefined, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  try {
    let block = ''
    for (const text of pieces(report, run)) {
      block += text
      if (block.length < BLOCK_LENGTH) continue
      writeSync(file, block)
      block = ''
    }
    writeSync(file, block)
  } finally {
    closeSync(file)
  }
}

function* pieces(report: Report, run: RunContext | undefined): Generator<string> {
  const { inputs, ending, totals, problems } = report
  const head = {
    version: 1,
    startedAt: iso(report.startedMs),
    endedAt: iso(report.endedMs),
    ending,
    dryRun: inputs?.dryRun ?? null,
    policy: inputs === undefined ? null : policyOf(inputs),
    run: run ?? null,
    totals: totalsOf(totals),
    problems,
  }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "buckets": [`
  let separator = '\n'
  for (const bucket of report.buckets) {
    yield separator
    yield* bucketPieces(bucket)
    separator = ',\n'
  }
  yield '\n  ]\n}\n'
}

function policyOf({ policy, maxAborts, shard, prefixes }: ReportedInputs) {
  const limits = {
    prefixes,
    maxAborts: maxAborts ?? null,
    shard: shard === undefined ? null : `${shard.index}/${shard.of}`,
  }
  if (policy.kind === 'exactly')
    return { kind: policy.kind, uploadId: policy.uploadId, key: policy.key ?? null, ...limits }
  return {
    kind: policy.kind,
    maxAgeSeconds: policy.maxAgeMs / 1_000,
    minIdleSeconds: policy.minIdleMs / 1_000,
    include: policy.include.map(({ source }) => source),
    exclude: policy.exclude.map(({ source }) => source),
    ...limits,
  }
}

function totalsOf(totals: Totals) {
  const { bytesFreed, bytesPlanned, keptBecause, ...counts } = totals
  return {
    ...counts,
    keptBecause,
    bytesFreed: bytesFreed.isExact ? bytesFreed.bytes : null,
    bytesFreedAtLeast: bytesFreed.bytes,
    bytesPlanned: bytesPlanned.isExact ? bytesPlanned.bytes : null,
    bytesPlannedAtLeast: bytesPlanned.bytes,
  }
}

function* bucketPieces({
  bucket,
  listing,
  totals,
  prefixes,
  problems,
  warnings,
  stale,
  unknown,
}: BucketReport): Generator<string> {
  const head = {
    bucket,
    listing,
    totals: totalsOf(totals),
    prefixes: prefixes.map(({ prefix, totals: ofPrefix }) => ({ prefix, totals: totalsOf(ofPrefix) })),
    problems,
    warnings,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"uploads":[`
  let separator = '\n'
  for (const upload of stale) {
    yield separator + JSON.stringify(staleEntry(upload))
    separator = ',\n'
  }
  for (const upload of unknown) {
    yield separator +
      JSON.stringify({ ...named(upload), verdict: upload.verdict, outcome: 'kept', error: null })
    separator = ',\n'
  }
  yield '\n]}'
}

function staleEntry(upload: StaleUpload) {
  const { outcome, look } = upload
  const parts = look.kind === 'parts' ? look.parts : undefined
  return {
    ...named(upload),
    lastPartAt: iso(parts?.lastPartMs),
    parts: parts?.count ?? null,
    bytes: parts?.bytes ?? null,
    verdict: 'stale',
    outcome: outcome.kind,
    error: outcome.kind === 'failed' ? outcome.error : outcome.kind === 'deferred' ? outcome.reason : null,
  }
}

function named({ bucket, key, uploadId, initiatedMs, storageClass }: Upload) {
  return {
    bucket,
    key,
    uploadId,
    initiated: iso(initiatedMs),
    lastPartAt: null as string | null,
    parts: null as number | null,
    bytes: null as number | null,
    storageClass: storageClass ?? null,
  }
}

/** Dates that no `Date` can hold are not dates. */
function iso(ms: number | undefined): string | null {
  return ms === undefined || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString()
}
