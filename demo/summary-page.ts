import { type Alignment, type Block, parseMarkdown, type Row, type Span } from './markdown.ts'

/** The job summary as a page of its own, much as GitHub shows it. Nothing in the summary can be markup but ours. */
export function toPage(markdown: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Job summary</title>
<style>${STYLE}</style>
<main>
${parseMarkdown(markdown).map(block).join('\n')}
</main>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --back: #ffffff; --line: #d1d9e0; --band: #f6f8fa; --code: #818b981f }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --back: #0d1117; --line: #3d444d; --band: #151b23; --code: #656c7633 } }
body { margin: 0; background: var(--band); color: var(--text); font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
main { max-width: 62rem; margin: 2rem auto; padding: 1.5rem 2rem; background: var(--back); border: 1px solid var(--line); border-radius: 6px }
h2 { padding-bottom: .3em; border-bottom: 1px solid var(--line); margin-top: 0 }
table { border-collapse: collapse; display: block; max-width: 100%; overflow: auto; margin-bottom: 1rem }
th, td { padding: 6px 13px; border: 1px solid var(--line) }
tbody tr:nth-child(even) { background: var(--band) }
.right { text-align: right }
code { padding: .2em .4em; font: 85% ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--code); border-radius: 6px; white-space: break-spaces }
details { margin-bottom: 1rem } summary { cursor: pointer; margin-bottom: .5rem }
`

function block(node: Block): string {
  switch (node.kind) {
    case 'heading':
      return `<h${node.level}>${inline(node.text)}</h${node.level}>`
    case 'paragraph':
      return `<p>${inline(node.text)}</p>`
    case 'list':
      return `<ul>\n${node.items.map((item) => `<li>${inline(item)}</li>`).join('\n')}\n</ul>`
    case 'table':
      return `<table>\n<thead>${row('th', node.head, node.alignments)}</thead>\n<tbody>\n${node.rows.map((cells) => row('td', cells, node.alignments)).join('\n')}\n</tbody>\n</table>`
    case 'details':
      return `<details>\n<summary>${escaped(node.summary)}</summary>\n${node.blocks.map(block).join('\n')}\n</details>`
  }
}

function row(tag: 'th' | 'td', cells: Row, alignments: readonly Alignment[]): string {
  const html = cells.map(
    (cell, at) => `<${tag}${alignments[at] === 'right' ? ' class="right"' : ''}>${inline(cell)}</${tag}>`,
  )
  return `<tr>${html.join('')}</tr>`
}

function inline(spans: readonly Span[]): string {
  return spans.map(span).join('')
}

function span(node: Span): string {
  switch (node.kind) {
    case 'text':
      return escaped(node.text)
    case 'code':
      return `<code>${escaped(node.text)}</code>`
    case 'bold':
      return `<strong>${inline(node.spans)}</strong>`
    case 'small':
      return `<sub>${inline(node.spans)}</sub>`
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
