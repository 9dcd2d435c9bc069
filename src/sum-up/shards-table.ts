import { formatDuration } from '../inputs/duration.ts'
import type { Report } from '../report/report.ts'
import type { Detail } from '../report/summary.ts'
import { type Row, totalsTable } from '../report/totals-table.ts'
import type { ShardReport } from './shard-report.ts'
import type { Whole } from './whole.ts'

/** Which shard did how much, and which is missing. */
export function shardsTable(
  { shards, missing }: Whole,
  { inputs, totals }: Report,
  detail: Detail,
): string[] {
  if (inputs === undefined) return []
  const rows = [...shards.map(rowOf), ...missing.map(({ index, of }) => missingRow(`${index}/${of}`))]
  return totalsTable(['Shard', 'Run'], rows, totals, { dryRun: inputs.dryRun, mostRows: detail.rows })
}

function rowOf({ shard, ending, startedMs, endedMs, totals }: ShardReport): Row {
  const took = formatDuration(Math.max(1_000, endedMs - startedMs))
  return {
    of: [`${shard.index}/${shard.of}`, `${ending}, ${took}`],
    totals,
  }
}

function missingRow(shard: string): Row {
  return { of: [shard, 'no report'], totals: undefined }
}
