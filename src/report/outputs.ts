import type { Report } from './report.ts'

/** The outputs of the action, as text. `bytes-freed` is empty when that of any aborted upload is unknown. */
export function toOutputs({ totals }: Report, reportPath: string): Record<string, string> {
  return {
    listed: String(totals.listed),
    stale: String(totals.stale),
    aborted: String(totals.aborted),
    'already-gone': String(totals.alreadyGone),
    failed: String(totals.failed),
    deferred: String(totals.deferred),
    kept: String(totals.kept),
    'bytes-freed': totals.bytesFreed.isExact ? String(totals.bytesFreed.bytes) : '',
    'report-path': reportPath,
  }
}
