import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isGlob, matches, matchesAny, parseGlob } from '../../../src/uploads/glob.ts'

function match(pattern: string, key: string): boolean {
  return matches(parseGlob(pattern), key)
}

describe('a pattern matches the whole key', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['', '', true],
    ['*', 'a.b-c d', true],
    ['*', 'a/b', false],
    ['*', '', true],
    ['**', 'a//b/../\n', true],
    ['?', 'é', true],
    ['?', '🧹', true],
    ['?', '/', false],
    ['?', '', false],
    ['logs/**', 'logs/a/b', true],
    ['logs/**', 'logs/', true],
    ['logs/**', 'logs', false],
    ['logs/*', 'logs/a/b', false],
    ['**/x', 'x', true],
    ['**/x', 'a/b/x', true],
    ['**/x', '/x', true],
    ['**/x', 'ax', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['**.zip', 'a/b.zip', true],
    ['a**b', 'a/x/b', true],
    ['[abc]', 'b', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]', 'd', false],
    ['[!a]', 'b', true],
    ['[^a]', 'a', false],
    ['[!a]', '/', false],
    ['[]]', ']', true],
    ['[!]]', 'a', true],
    ['[^]]', 'a', true],
    ['[^]]', ']', false],
    ['[a-]', '-', true],
    ['[*]', '*', true],
    ['[*]', 'a', false],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\\\', '\\', true],
    ['{a,b}/x', 'b/x', true],
    ['{a,b}/x', 'c/x', false],
    ['a{,.bak}', 'a', true],
    ['a{b,{c,d}e}f', 'adef', true],
    ['{a\\,b,c}', 'a,b', true],
    ['\\{a}', '{a}', true],
    ['\\!a', '!a', true],
    ['a!', 'a!', true],
    ['a\\/', 'a/', true],
    ['}', '}', true],
    ['a]', 'a]', true],
    // A key is no path: dots, doubled slashes and line ends mean nothing.
    ['*', '.hidden', true],
    ['*', '..', true],
    ['a/*/b', 'a//b', true],
    ['*', 'a\nb', true],
    ['A', 'a', false],
  ])('%j and %j: %j', (pattern, key, expected) => {
    expect(match(pattern, key)).toBe(expected)
  })
})

test.each([
  ['[a', 'has a `[` without its `]`'],
  ['[]', 'has a `[` without its `]`'],
  ['{a,b', 'has a `{` without its `}`'],
  ['a\\', 'ends with a lone `\\`'],
  ['!a', 'begins with `!`, and no pattern is negated here'],
  ['a/', 'ends in `/`, and matches nothing below it; write `a/**`'],
  ['{a,b/}', 'ends in `/`, and matches nothing below it; write `b/**`'],
  ['{a}', 'has `{` and `}` without a comma in between'],
  ['a{1..3}', 'write `\\{` for the character itself, and `[1-3]` or `{1,2,3}` for a range'],
  ['[\\]]', 'has a `\\` within `[` and `]`'],
  ['{a,b}'.repeat(10), 'stands for more than 1000 patterns'],
])('%j is an error that says what to write', (pattern, message) => {
  expect(() => parseGlob(pattern)).toThrow(SyntaxError)
  expect(() => parseGlob(pattern)).toThrow(message)
})

describe('whatever the pattern', () => {
  /** A piece of a pattern, and what it is as a regular expression. */
  type Piece = readonly [glob: string, regex: string]

  const literal = fc
    .constantFrom('a', 'b', '.', '-', '\n', '*', '?', '[', '{', '\\', '🧹')
    .map((char): Piece => [char.replace(/[*?[{\\]/g, '\\$&'), char.replace(/[*?[{\\.]/g, '\\$&')])
  const atom = fc.oneof(
    { weight: 4, arbitrary: literal },
    fc.constant<Piece>(['?', '[^/]']),
    fc.constant<Piece>(['[ab]', '[ab]']),
    fc.constant<Piece>(['[!a-b]', '[^a-b/]']),
    fc.constant<Piece>(['{a,b.}', '(?:a|b\\.)']),
  )
  const star = fc.constant<Piece>(['*', '[^/]*'])
  const segment = fc
    .tuple(fc.array(fc.oneof(atom, star), { maxLength: 4 }), atom)
    .map(([pieces, last]): Piece => join(pieces.flatMap((piece) => [piece, last])))
  const deep = fc.constant<Piece>(['**', '**'])

  function join(pieces: readonly Piece[]): Piece {
    return [pieces.map(([glob]) => glob).join(''), pieces.map(([, regex]) => regex).join('')]
  }

  // Nine choices of two are 512 patterns; more than 1,000 would be refused, and so would a slash at the end.
  const pattern = fc
    .array(fc.oneof(segment, deep), { minLength: 1, maxLength: 4 })
    .map(toPattern)
    .filter(([glob]) => glob.split('{').length <= 10 && !glob.endsWith('/'))

  function toPattern(segments: readonly Piece[]): Piece {
    const last = segments.length - 1
    const regex = segments.map(([, text], at) => {
      if (text !== '**') return at === last ? text : `${text}/`
      return at === last ? '[^]*' : '(?:[^/]*/)*'
    })
    return [segments.map(([glob]) => glob).join('/'), `^${regex.join('')}$`]
  }
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '-', '\n', '*', '🧹'), maxLength: 8 })

  test('it matches what the regular expression of the same meaning matches', () => {
    fc.assert(
      fc.property(pattern, key, ([glob, regex], text) => {
        expect(match(glob, text)).toBe(new RegExp(regex, 'u').test(text))
      }),
      { numRuns: 2_000 },
    )
  })

  const text20 = fc.string({ unit: 'binary', maxLength: 20 })

  test('a key with every special character escaped matches that key only', () => {
    fc.assert(
      fc.property(text20, text20, (text, other) => {
        const glob = text.replace(/[*?[{\\]|^!|\/$/g, '\\$&')
        expect(match(glob, text)).toBe(true)
        expect(match(glob, other)).toBe(other === text)
      }),
    )
  })

  test('one that backtracking would never be done with is done at once', () => {
    expect(match(`${'*a'.repeat(30)}b`, 'a'.repeat(1_024))).toBe(false)
    expect(match(`${'**/'.repeat(30)}b`, 'a/'.repeat(512))).toBe(false)
  }, 5_000)
})

test('a text is a glob when one of the characters in it makes it one', () => {
  expect(['*', '?', '[a]', '{a}', 'a\\'].every(isGlob)).toBe(true)
  expect(['', 'a.b-c_d', 'a]', 'a}', '!a', '^'].some(isGlob)).toBe(false)
})

test('of several patterns one is enough, and none matches nothing', () => {
  const globs = ['a*', 'b*'].map(parseGlob)

  expect(matchesAny(globs, 'bc')).toBe(true)
  expect(matchesAny(globs, 'cb')).toBe(false)
  expect(matchesAny([], '')).toBe(false)
})

test('a hundred braces are enough, be they side by side or within each other', () => {
  for (const pattern of ['{}'.repeat(50_000), '{'.repeat(50_000) + '}'.repeat(50_000)])
    expect(() => parseGlob(pattern)).toThrow('has more than 100 `{`')
})

test('ten thousand `**/` match as one does, and as soon', () => {
  const startedMs = performance.now()
  expect(match(`${'**/'.repeat(10_000)}x`, `${'a/'.repeat(30)}x`)).toBe(true)
  expect(performance.now() - startedMs).toBeLessThan(2_000)
})
