import { NOTHING, type Totals } from './report.ts'
import { number, size } from './words.ts'

/** One row of numbers. */
export interface Row {
  /** What the numbers are of, in Markdown. */
  readonly of: readonly string[]
  /** undefined: there are none. */
  readonly totals: Totals | undefined
}

export interface TableOptions {
  readonly dryRun: boolean
  /** More rows than this are only counted. */
  readonly mostRows: number
}

/** The numbers of a run in Markdown, row by row, with their sum below. */
export function totalsTable(
  head: readonly string[],
  rows: readonly Row[],
  sum: Totals,
  { dryRun, mostRows }: TableOptions,
): string[] {
  const columns = columnsOf(dryRun)
  const rule = [...head.map(() => '---'), ...columns.map(() => '---:')]
  const body = rows.slice(0, mostRows).map(({ of, totals }) => [...of, ...cells(totals, dryRun)])
  const last = rows.length > 1 ? [['**Total**', ...head.slice(1).map(() => ''), ...cells(sum, dryRun)]] : []
  const more =
    rows.length > mostRows ? [`... and ${number(rows.length - mostRows)} more rows, in the report.`] : []
  const lines = [[...head, ...columns], rule, ...body, ...last]
  return [lines.map((row) => `| ${row.join(' | ')} |`).join('\n'), ...more]
}

function columnsOf(dryRun: boolean): string[] {
  const [deed, effect] = dryRun ? ['Would abort', 'Would free'] : ['Aborted', 'Freed']
  return ['Listed', 'Kept', 'Stale', deed, effect, 'Already gone', 'Failed', 'Deferred']
}

function cells(totals: Totals | undefined, dryRun: boolean): string[] {
  if (totals === undefined) return cells(NOTHING, dryRun).map(() => '')
  const done = dryRun ? totals.planned : totals.aborted
  const bytes = size(dryRun ? totals.bytesPlanned : totals.bytesFreed) ?? 'unknown'
  return [
    number(totals.listed),
    number(totals.kept),
    number(totals.stale),
    number(done),
    bytes,
    number(totals.alreadyGone),
    number(totals.failed),
    number(totals.deferred),
  ]
}
