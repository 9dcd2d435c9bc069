import { mebibytes } from './quantity.ts'
import type { Measured, Result } from './race.ts'
import type { Table } from './table.ts'

export interface Column {
  readonly head: string
  readonly cell: (result: Measured) => string
}

export const peakMemory: Column = {
  head: 'peak memory, MiB',
  cell: ({ run }) => mebibytes(run.peakBytes),
}

export function toTable(results: readonly Result[], columns: readonly Column[]): Table {
  return {
    head: ['', ...columns.map(({ head }) => head)],
    rows: results.flatMap((result) =>
      result.kind === 'measured' ? [[result.contender.name, ...columns.map(({ cell }) => cell(result))]] : [],
    ),
    absent: results.flatMap((result) =>
      result.kind === 'left-out' ? `${result.contender.name}: ${result.why.replaceAll('\n', ' ')}` : [],
    ),
  }
}
