/**
 * The little Markdown that the action's summary is made of, as blocks. Not a renderer for any Markdown: whatever is not
 * known here is text, and is shown as such.
 */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: readonly Span[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | {
      readonly kind: 'table'
      readonly head: Row
      readonly rows: readonly Row[]
      readonly alignments: readonly Alignment[]
    }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }

export type Row = readonly (readonly Span[])[]
export type Alignment = 'left' | 'right'

export type Span =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'small'; readonly spans: readonly Span[] }

export function parseMarkdown(markdown: string): Block[] {
  return parseBlocks(markdown.split('\n'))
}

function parseBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const end = line.startsWith('<details>') ? endOfDetails(lines, at) : endOfBlock(lines, at)
    if (end > at) blocks.push(parseBlock(lines.slice(at, end)))
    at = Math.max(end, at + 1)
  }
  return blocks
}

function endOfBlock(lines: readonly string[], start: number): number {
  const end = lines.findIndex((line, at) => at >= start && line.trim() === '')
  return end === -1 ? lines.length : end
}

function endOfDetails(lines: readonly string[], start: number): number {
  const end = lines.indexOf('</details>', start)
  return end === -1 ? lines.length : end + 1
}

function parseBlock(lines: readonly string[]): Block {
  const [first = '', second = ''] = lines
  const [, marks, title = ''] = /^(#{1,6}) (.*)$/.exec(first) ?? []
  if (marks !== undefined) return { kind: 'heading', level: marks.length, text: parseSpans(title) }
  const [, summary] = /^<details><summary>(.*)<\/summary>$/.exec(first) ?? []
  if (summary !== undefined) return { kind: 'details', summary, blocks: parseBlocks(lines.slice(1, -1)) }
  if (first.startsWith('|') && /^\|[\s:|-]+\|$/.test(second)) return parseTable(first, second, lines.slice(2))
  if (first.startsWith('- '))
    return { kind: 'list', items: lines.map((line) => parseSpans(line.replace(/^- /, ''))) }
  return { kind: 'paragraph', text: parseSpans(lines.join(' ')) }
}

function parseTable(head: string, rule: string, rows: readonly string[]): Block {
  const alignments = cells(rule).map((cell): Alignment => (cell.endsWith(':') ? 'right' : 'left'))
  return {
    kind: 'table',
    head: cells(head).map(parseSpans),
    rows: rows.map((row) => cells(row).map(parseSpans)),
    alignments,
  }
}

function cells(row: string): string[] {
  return row
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim())
}

const SPAN = /`([^`]*)`|\*\*(.+?)\*\*(?!\*)|<sub>(.*?)<\/sub>/g

function parseSpans(text: string): Span[] {
  const spans: Span[] = []
  let at = 0
  for (const match of text.matchAll(SPAN)) {
    const [whole, code, bold, small] = match
    spans.push({ kind: 'text', text: unescaped(text.slice(at, match.index)) })
    if (code !== undefined) spans.push({ kind: 'code', text: code })
    if (bold !== undefined) spans.push({ kind: 'bold', spans: parseSpans(bold) })
    if (small !== undefined) spans.push({ kind: 'small', spans: parseSpans(small) })
    at = match.index + whole.length
  }
  spans.push({ kind: 'text', text: unescaped(text.slice(at)) })
  return spans.filter((span) => span.kind !== 'text' || span.text !== '')
}

/** Backslash escapes and numeric references: all that the summary uses outside of code. */
function unescaped(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}
