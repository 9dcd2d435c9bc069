/**
 * Holds a summary to the little Markdown that the action means to write: anything else, outside of code, is what a
 * stranger smuggled in. Told by what is allowed, not by what is known to be dangerous.
 *
 * @returns what is wrong, line by line; empty for a summary that is only ours
 */
export function foreignMarkup(summary: string): string[] {
  let columns = 0
  return summary.split('\n').flatMap((line) => {
    columns = line.startsWith('|') ? columns || pipes(line) : 0
    if (OWN_LINE.test(line)) return []
    const spans = inside(line).split(/(`[^`]*`)/)
    const wrong = spans.filter((span, at) => !(at % 2 === 1 ? isCode(span) : isPlain(span)))
    const broken = columns > 0 && pipes(line) !== columns ? ['another number of cells'] : []
    return [...wrong, ...broken].map((what) => `${JSON.stringify(what)} in ${line}`)
  })
}

/** Lines that hold nothing of a stranger's. */
const OWN_LINE =
  /^(?:|## Abort stale multipart uploads|### (?:Problems|Worth knowing|Not aborted)|<details><summary>(?:Largest|Oldest) stale uploads<\/summary>|<\/details>|\|(?: ---:? \|)+)$/

/** What a line says, without the markup that it may have around it. */
function inside(line: string): string {
  if (line.startsWith('| ') && line.endsWith(' |'))
    return line.slice(2, -2).replaceAll(' | ', ' ').replace('**Total**', 'Total')
  return line
    .replace(/^\*\*Kept:\*\* /, '')
    .replace(/^\*\*(.*)\*\*$/, '$1')
    .replace(/^<sub>(.*)<\/sub>$/, '$1')
    .replace(/^- /, '')
}

function pipes(line: string): number {
  return line.split('|').length
}

/** A code span: nothing can end it, or the cell around it, and all of it can be seen. */
function isCode(span: string): boolean {
  return /^`(?! )[^`|\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+(?<! )`$/u.test(span)
}

/** Words, with nothing that could be markup, and nothing that GitHub makes a link, an image or a formula of. */
function isPlain(span: string): boolean {
  const reads = span.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
  const isLive = /@\w|#\d|GH-\d|:\w+:|\w:\/\/|www\.|\$/i.test(reads)
  const isShown = !/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(span.replaceAll(' ', ''))
  return (
    /^(?:[^\0-\x7f]|[\w .,:;()?%+/@={}^-]|&#\d+;|\\[\\u])*$/.test(span) &&
    !/_/.test(span) &&
    isShown &&
    !isLive
  )
}
