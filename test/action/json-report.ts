import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { RunResult } from './run.ts'

/** The JSON report, as docs/report.schema.json describes it. */
export interface JsonReport {
  readonly ending: string
  readonly dryRun: boolean | null
  readonly totals: JsonTotals
  readonly problems: readonly string[]
  readonly buckets: readonly {
    readonly bucket: string
    readonly listing: string
    readonly totals: JsonTotals
    readonly prefixes: readonly { readonly prefix: string; readonly totals: JsonTotals }[]
    readonly problems: readonly { readonly message: string; readonly times: number }[]
    readonly warnings: readonly string[]
    readonly uploads: readonly JsonUpload[]
  }[]
}

export interface JsonTotals {
  readonly listed: number
  readonly stale: number
  readonly aborted: number
  readonly alreadyGone: number
  readonly failed: number
  readonly deferred: number
  readonly planned: number
  readonly kept: number
  readonly keptBecause: Readonly<Record<string, number>>
  readonly bytesFreed: number | null
  readonly bytesFreedAtLeast: number
  readonly bytesPlanned: number | null
  readonly bytesPlannedAtLeast: number
}

export interface JsonUpload {
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  readonly initiated: string | null
  readonly bytes: number | null
  readonly verdict: string
  readonly outcome: string
  readonly error: string | null
}

const ajv = new Ajv2020({ strict: true, allErrors: true })
formats.default(ajv)
const SCHEMA = new URL('../../docs/report.schema.json', import.meta.url)
const validate = ajv.compile<JsonReport>(JSON.parse(readFileSync(SCHEMA, 'utf8')))

/** The report of a run. @throws where it is not what the schema describes */
export function jsonReport({ report }: Pick<RunResult, 'report'>): JsonReport {
  if (validate(report)) return report
  throw new Error(
    `The report is not what docs/report.schema.json describes: ${ajv.errorsText(validate.errors)}`,
  )
}
