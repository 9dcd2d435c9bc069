import type { Report } from './report.ts'

/** The outputs of the action, as text. */
export function toOutputs(report: Report, reportPath: string): Record<string, string> {
  return { ...countOutputs(report), 'report-path': reportPath }
}

/** Those that are counts. `bytes-freed` is empty when that of any aborted upload is unknown. */
export function countOutputs({ totals }: Report): Record<string, string> {
  return {
    listed: String(totals.listed),
    stale: String(totals.stale),
    aborted: String(totals.aborted),
    'already-gone': String(totals.alreadyGone),
    failed: String(totals.failed),
    deferred: String(totals.deferred),
    kept: String(totals.kept),
    'bytes-freed': totals.bytesFreed.isExact ? String(totals.bytesFreed.bytes) : '',
  }
}
