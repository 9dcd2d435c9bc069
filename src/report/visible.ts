/**
 * Keys, prefixes and what servers say are written by strangers. This makes such a text safe to show, on one line:
 * control characters, line separators, invisible and direction-changing characters become `\u{...}`, and so do those
 * few that could end a code span or a table cell, or begin a workflow command. A backslash is doubled, so that what is
 * shown has one meaning only.
 */
export function visible(text: string, longest = 300): string {
  const chars = [...text]
  const shown = chars.length > longest ? [...chars.slice(0, longest), '…'] : chars
  return shown
    .map((char) => (char === '\\' ? '\\\\' : isUnsafe(char) ? escaped(char) : char))
    .join('')
    .replaceAll('##[', '#\\u{23}[')
}

/** A whole line of log, of which parts may be untrusted: nothing in it acts as a command of the runner. */
export function logLine(line: string): string {
  return [...line]
    .map((char) => (isInvisible(char) ? escaped(char) : char))
    .join('')
    .replaceAll('##[', '#\\u{23}[')
    .replace(/^(\s*):(?=:)/, '$1\\u{3a}')
}

/** Code in Markdown, also inside a table: nothing in it can be HTML, a link, a mention or the end of the cell. */
export function code(text: string): string {
  // A code span loses a space at its ends.
  return text === '' ? '' : `\`${visible(text).replace(/^ | $/g, '\\u{20}')}\``
}

/** Nobody reads more of one message, and a summary has room for many. */
const LONGEST_PROSE = 4_000

/** Plain text in Markdown, also inside a table. Code spans of ours stay code; whatever else could be markup does not. */
export function prose(text: string): string {
  const shown = text.length > LONGEST_PROSE ? `${text.slice(0, LONGEST_PROSE)}…` : text
  return shown
    .split(/(`[^`]*`)/)
    .map((piece, at) => (at % 2 === 1 ? code(piece.slice(1, -1)) : escapeProse(piece)))
    .join('')
}

/**
 * GitHub makes links, mentions, references and emoji of the text that is left once Markdown is gone, so that no escape
 * keeps them away; a break of no width behind the first character does. Formulas begin with `$`, whatever is around it.
 */
function escapeProse(text: string): string {
  return visible(text, 2_000)
    .replaceAll('$', escaped('$'))
    .replace(
      /@|#(?=\d)|:(?=\/\/|[\w+-]+:)|www\.|GH-(?=\d)/gi,
      (match) => `${match[0]}\u200b${match.slice(1)}`,
    )
    .replace(/[&<>"'*_[\]()~#!\u200b]/g, (char) => `&#${char.charCodeAt(0)};`)
}

function isUnsafe(char: string): boolean {
  return char === '`' || char === '|' || isInvisible(char)
}

/**
 * Control, format (direction, zero width), separators of lines, private and unassigned; every space but the usual one;
 * and what Unicode shows nothing of, such as fillers and variation selectors.
 */
function isInvisible(char: string): boolean {
  return char !== ' ' && /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(char)
}

function escaped(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`
}
