/**
 * Globs on keys. A key is not a file path: it may hold `//`, `..`, newlines, anything; the libraries for paths skip
 * such names, and a pattern that silently fails to exclude would end an upload that was to be kept. So the matcher is
 * our own: it walks a key once, whatever the pattern (no backtracking: keys are chosen by strangers).
 */
export interface Glob {
  readonly source: string
  /** The alternatives that `{a,b}` stands for; the glob matches when one of them does. */
  readonly alternatives: readonly (readonly Token[])[]
}

type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly Range[] }
  /** `?`: one character but `/`. */
  | { readonly kind: 'one' }
  /** `*`: any characters but `/`. */
  | { readonly kind: 'star' }
  /** `**`: any characters. */
  | { readonly kind: 'globstar' }
  /** `**` and `/`: any number of whole segments, none included. */
  | { readonly kind: 'segments' }

type Range = readonly [from: string, to: string]

/** More alternatives than this are a mistake, not a pattern. */
const MAX_ALTERNATIVES = 1_000

/** Each alternative that is expanded takes its place on the stack. */
const MAX_BRACES = 100

/** Any of the characters that make a text a glob. */
export function isGlob(text: string): boolean {
  return /[*?[{\\]/.test(text)
}

/** @throws {SyntaxError} with a message that says what is wrong with the pattern */
export function parseGlob(source: string): Glob {
  if (source.split('{', MAX_BRACES + 2).length > MAX_BRACES + 1)
    throw new SyntaxError(`has more than ${MAX_BRACES} \`{\`; write several patterns`)
  if (source.startsWith('!'))
    throw new SyntaxError(
      'begins with `!`, and no pattern is negated here; name what is to be kept in `exclude`, or write `\\!` for the character itself',
    )
  return { source, alternatives: expandBraces(source).map(tokenize) }
}

export function matchesAny(globs: readonly Glob[], text: string): boolean {
  return globs.some((glob) => matches(glob, text))
}

/** Does the glob match the whole text? */
export function matches(glob: Glob, text: string): boolean {
  return glob.alternatives.some((tokens) => matchesTokens(tokens, text))
}

/** Follows all positions in the pattern at once, one character of the text after the other. */
function matchesTokens(tokens: readonly Token[], text: string): boolean {
  let reached = new Set<number>()
  enter(tokens, 0, reached)
  for (const char of text) {
    const next = new Set<number>()
    for (const at of reached) advance(tokens, at, char, next)
    if (next.size === 0) return false
    reached = next
  }
  return reached.has(tokens.length)
}

/** Adds the position, and those behind tokens that may match nothing. */
function enter(tokens: readonly Token[], from: number, reached: Set<number>): void {
  for (let at = from; !reached.has(at); at++) {
    reached.add(at)
    const kind = tokens[at]?.kind
    if (kind !== 'star' && kind !== 'globstar' && kind !== 'segments') return
  }
}

function advance(tokens: readonly Token[], at: number, char: string, next: Set<number>): void {
  const token = tokens[at]
  switch (token?.kind) {
    case undefined:
      return
    case 'char':
      if (token.char === char) enter(tokens, at + 1, next)
      return
    case 'set':
      if (char !== '/' && inSet(token, char)) enter(tokens, at + 1, next)
      return
    case 'one':
      if (char !== '/') enter(tokens, at + 1, next)
      return
    case 'star':
      if (char !== '/') enter(tokens, at, next)
      return
    case 'globstar':
      enter(tokens, at, next)
      return
    case 'segments':
      // In the middle of a segment the rest of the pattern may not begin; behind its slash it may.
      if (char === '/') enter(tokens, at, next)
      else next.add(at)
  }
}

function inSet(set: Extract<Token, { kind: 'set' }>, char: string): boolean {
  return set.ranges.some(([from, to]) => from <= char && char <= to) !== set.negated
}

function tokenize(pattern: string): Token[] {
  if (/(?<!\\)\/$/.test(pattern))
    throw new SyntaxError(
      `ends in \`/\`, and matches nothing below it; write \`${pattern}**\` for all that is, or \`\\/\` for the character itself`,
    )
  const chars = [...pattern]
  const tokens: Token[] = []
  let at = 0
  while (at < chars.length) {
    const char = chars[at] ?? ''
    if (char === '\\') {
      tokens.push({ kind: 'char', char: escaped(chars, at) })
      at += 2
    } else if (char === '[') {
      const end = endOfSet(chars, at)
      tokens.push(parseSet(chars.slice(at + 1, end)))
      at = end + 1
    } else if (char === '*') {
      let end = at
      while (chars[end] === '*') end++
      if (end === at + 1) tokens.push({ kind: 'star' })
      else if (chars[end] === '/' && (at === 0 || chars[at - 1] === '/')) {
        tokens.push({ kind: 'segments' })
        end++
      } else tokens.push({ kind: 'globstar' })
      at = end
    } else {
      tokens.push(char === '?' ? { kind: 'one' } : { kind: 'char', char })
      at++
    }
  }
  return tokens
}

function escaped(chars: readonly string[], at: number): string {
  const char = chars[at + 1]
  if (char === undefined) throw new SyntaxError('ends with a lone `\\`; write `\\\\` for a backslash')
  return char
}

/** The position of the `]`; one right behind the opening `[` or `[!` stands for itself. */
function endOfSet(chars: readonly string[], start: number): number {
  const first = chars[start + 1] === '!' || chars[start + 1] === '^' ? start + 2 : start + 1
  const end = chars.indexOf(']', first + 1)
  if (chars.slice(start, end).includes('\\'))
    throw new SyntaxError('has a `\\` within `[` and `]`; write `{\\],a}` in place of `[\\]a]`')
  if (end === -1) throw new SyntaxError('has a `[` without its `]`; write `\\[` for the character itself')
  return end
}

function parseSet(chars: readonly string[]): Token {
  const negated = chars[0] === '!' || chars[0] === '^'
  const members = negated ? chars.slice(1) : chars
  const ranges: Range[] = []
  for (let at = 0; at < members.length; at++) {
    const from = members[at] ?? ''
    const to = members[at + 1] === '-' ? members[at + 2] : undefined
    ranges.push([from, to ?? from])
    if (to !== undefined) at += 2
  }
  return { kind: 'set', negated, ranges }
}

/** `a{b,c}d` is `abd` and `acd`; braces nest. */
function expandBraces(pattern: string): string[] {
  const open = indexOfBrace(pattern)
  if (open === -1) return [pattern]
  const { choices, end } = readChoices(pattern, open)
  const tails = expandBraces(pattern.slice(end + 1))
  const heads = choices.flatMap(expandBraces)
  if (heads.length * tails.length > MAX_ALTERNATIVES) {
    throw new SyntaxError(`stands for more than ${MAX_ALTERNATIVES} patterns; write fewer \`{a,b}\``)
  }
  return heads.flatMap((head) => tails.map((tail) => pattern.slice(0, open) + head + tail))
}

function indexOfBrace(pattern: string): number {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern[at] === '{') return at
  }
  return -1
}

function readChoices(pattern: string, open: number): { choices: string[]; end: number } {
  const choices: string[] = []
  let depth = 0
  let start = open + 1
  for (let at = open; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '\\') at++
    else if (char === '{') depth++
    else if (char === ',' && depth === 1) {
      choices.push(pattern.slice(start, at))
      start = at + 1
    } else if (char === '}' && --depth === 0) {
      if (choices.length === 0)
        throw new SyntaxError(
          'has `{` and `}` without a comma in between; write `\\{` for the character itself, and `[1-3]` or `{1,2,3}` for a range',
        )
      return { choices: [...choices, pattern.slice(start, at)], end: at }
    }
  }
  throw new SyntaxError('has a `{` without its `}`; write `\\{` for the character itself')
}
