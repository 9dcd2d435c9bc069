import { bold, dim, type Ink } from './ink.ts'

/** A cell: its text, and how it is painted. The width is that of the text. */
export interface Cell {
  readonly text: string
  readonly ink?: Ink
  readonly align?: 'left' | 'right'
}

const LONGEST_CELL = 64

/** Aligned columns under a head, without borders. */
export function textTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const all = [head.map((text): Cell => ({ text, ink: bold })), ...rows]
  const widths = head.map((_, column) =>
    Math.max(...all.map((row) => length(shortened(row[column]?.text ?? '')))),
  )
  const rule = dim(widths.map((width) => '─'.repeat(width)).join('  '))
  const [first = '', ...rest] = all.map((row, at) =>
    row
      .map((cell, column) =>
        padded(cell, widths[column] ?? 0, at === 0 ? alignmentOf(rows, column) : cell.align),
      )
      .join('  ')
      .trimEnd(),
  )
  return [first, rule, ...rest]
}

function alignmentOf(rows: readonly (readonly Cell[])[], column: number): Cell['align'] {
  return rows[0]?.[column]?.align ?? 'left'
}

function padded({ text, ink = (plain) => plain }: Cell, width: number, align: Cell['align']): string {
  const short = shortened(text)
  const space = ' '.repeat(width - length(short))
  return align === 'right' ? space + ink(short) : ink(short) + space
}

function shortened(text: string): string {
  return length(text) > LONGEST_CELL ? `${[...text].slice(0, LONGEST_CELL - 1).join('')}…` : text
}

function length(text: string): number {
  return [...text].length
}
