import { countOutputs } from '../report/outputs.ts'
import type { Report } from '../report/report.ts'

/** The outputs of the adding-up, as text: the sums, and of how many shards they are. */
export function toOutputs(report: Report, shards: number): Record<string, string> {
  return { ...countOutputs(report), shards: String(shards) }
}
