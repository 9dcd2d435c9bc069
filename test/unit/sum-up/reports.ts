import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { RunContext } from '../../../src/github/run-context.ts'
import { writeJson } from '../../../src/report/json.ts'
import { type BucketReport, NOTHING, type Report, sum, type Totals } from '../../../src/report/report.ts'
import type { StaleUpload } from '../../../src/uploads/upload.ts'

const STARTED_MS = Date.parse('2026-01-02T03:04:05Z')

export const RUN: RunContext = {
  repository: 'octo-org/octo-repo',
  workflow: 'Clean up',
  job: 'clean-up',
  runId: 1658821493,
  attempt: 1,
  url: 'https://github.com/octo-org/octo-repo/actions/runs/1658821493',
}

/** The inputs of a run with all defaults. */
export const INPUTS: NonNullable<Report['inputs']> = {
  policy: { kind: 'stale', maxAgeMs: 604_800_000, minIdleMs: 3_600_000, include: [], exclude: [] },
  prefixes: [],
  maxAborts: undefined,
  shard: undefined,
  dryRun: false,
  failOn: new Set(['failed']),
  summary: true,
}

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function totals(some: Partial<Totals>): Totals {
  return { ...NOTHING, ...some }
}

export function bucketReport(some: Partial<BucketReport> = {}): BucketReport {
  const own = some.totals ?? NOTHING
  return {
    bucket: 'my-bucket',
    listing: 'complete',
    totals: own,
    prefixes: [{ prefix: '', totals: own }],
    problems: [],
    warnings: [],
    stale: [],
    unknown: [],
    ...some,
  }
}

export function report(some: Partial<Report> = {}): Report {
  const buckets = some.buckets ?? [bucketReport()]
  return {
    startedMs: STARTED_MS,
    endedMs: STARTED_MS + 90_000,
    ending: 'completed',
    inputs: INPUTS,
    totals: sum(buckets.map((bucket) => bucket.totals)),
    buckets,
    problems: [],
    ...some,
  }
}

/** The report of one share, as the main action writes it (with `null`, outside of GitHub Actions): the file's path. */
export function writeShard(
  folder: string,
  shard: string,
  some: Partial<Report> = {},
  run: RunContext | null = RUN,
  name = `report-${shard.replace('/', '-of-')}.json`,
): string {
  const [index = 0, of = 0] = shard.split('/').map(Number)
  const path = join(folder, name)
  writeJson(
    report({ ...some, inputs: { ...INPUTS, ...some.inputs, shard: { index, of } } }),
    run ?? undefined,
    path,
  )
  return path
}

export function staleUpload(key: string, some: Partial<StaleUpload> = {}): StaleUpload {
  return {
    bucket: 'my-bucket',
    key,
    uploadId: `id of ${key}`,
    initiatedMs: STARTED_MS - 30 * 86_400_000,
    storageClass: 'STANDARD',
    look: {
      kind: 'parts',
      parts: { count: 1, bytes: 1_000, lastPartMs: STARTED_MS, lookedAtMs: 0, asOfMs: 0 },
    },
    outcome: { kind: 'aborted' },
    ...some,
  }
}
