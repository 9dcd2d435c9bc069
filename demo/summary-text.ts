import { bold, cyan, dim, harmless } from './ink.ts'
import { type Block, parseMarkdown, type Span } from './markdown.ts'
import { type Cell, textTable } from './text-table.ts'

/** The job summary as lines for a terminal. */
export function toLines(markdown: string): string[] {
  return parseMarkdown(markdown).flatMap((block) => [...lines(block), ''])
}

function lines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [bold(plain(block.text))]
    case 'paragraph':
      return [painted(block.text)]
    case 'list':
      return block.items.map((item) => `• ${painted(item)}`)
    case 'table':
      return textTable(
        block.head.map(plain),
        block.rows.map((row) =>
          row.map((cell, column): Cell => ({ text: plain(cell), align: block.alignments[column] ?? 'left' })),
        ),
      )
    case 'details':
      return [`▸ ${bold(harmless(block.summary))}`, ...block.blocks.flatMap(lines).map((line) => `  ${line}`)]
  }
}

function plain(spans: readonly Span[]): string {
  return spans.map((span) => ('spans' in span ? plain(span.spans) : harmless(span.text))).join('')
}

function painted(spans: readonly Span[]): string {
  return spans.map(paint).join('')
}

function paint(span: Span): string {
  switch (span.kind) {
    case 'text':
      return harmless(span.text)
    case 'code':
      return cyan(harmless(span.text))
    case 'bold':
      return bold(plain(span.spans))
    case 'small':
      return dim(plain(span.spans))
  }
}
