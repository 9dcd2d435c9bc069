import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { code, logLine, prose, visible } from '../../../src/report/visible.ts'
import { commandsIn } from '../../action/as-runner.ts'
import { HOSTILE_KEYS } from '../../action/hostile-keys.ts'
import { foreignMarkup } from '../../action/summary-markup.ts'

const shred = fc.constantFrom(
  ...[
    '::',
    ':',
    '##[',
    '#',
    '[',
    ']',
    'error',
    'stop-commands',
    ' ',
    '\n',
    '\r',
    '\t',
    '%0A',
    '`',
    '|',
    '\\',
    '<',
    '>',
  ],
  ...[
    '&',
    '*',
    '_',
    '~',
    '@',
    'x',
    '1',
    'GH-',
    'www.',
    '://',
    '$',
    '!',
    '(',
    ')',
    '\u00ad',
    '\u034f',
    '\u202e',
    '\u2028',
  ],
  ...['\ud800', '\udc00', '\u001b[31m', '\u{e0100}', '```', '<!--', '&#35;', '\\u{23}', '\u00a0', 'é', '🧹'],
)
const nasty = fc.oneof(
  fc.array(shred, { maxLength: 12 }).map((shreds) => shreds.join('')),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...Object.values(HOSTILE_KEYS).flat()),
)
/** Nothing that is there and not seen, or that moves what is seen. */
const ALL_SEEN = /^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*$/u

describe('a stranger’s text that is made visible', () => {
  test.each([
    ['plain text as it is', 'logs/2026 é🧹.zip', 'logs/2026 é🧹.zip'],
    ['control characters', 'a\nb\u0000c\u009b', 'a\\u{a}b\\u{0}c\\u{9b}'],
    ['what turns the direction', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['what has no width', 'a\u200bb\ufeffc\u034fd\ufe0f', 'a\\u{200b}b\\u{feff}c\\u{34f}d\\u{fe0f}'],
    ['spaces of other kinds', 'a\u00a0b\u3000c', 'a\\u{a0}b\\u{3000}c'],
    ['half a character', 'a\ud800b', 'a\\u{d800}b'],
    ['what ends code and cells', 'a`b|c', 'a\\u{60}b\\u{7c}c'],
    ['a backslash, doubled', 'a\\u{a}', 'a\\\\u{a}'],
    ['the old form of a command', '###[x]##[y]', '##\\u{23}[x]#\\u{23}[y]'],
  ])('shows %s', (_what, text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  test('is one line in which everything can be seen', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(visible(text)).toMatch(ALL_SEEN)
      }),
      { numRuns: 500 },
    )
  })

  test('differs wherever the texts differ', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        expect(visible(a, 10_000) === visible(b, 10_000)).toBe(a === b)
      }),
      { numRuns: 500 },
    )
  })

  test('is cut by characters, not through the middle of one, and says so', () => {
    expect(visible('🧹🧹🧹', 2)).toBe('🧹🧹…')
    expect(visible('🧹🧹', 2)).toBe('🧹🧹')
    expect(visible('x'.repeat(1_024))).toBe(`${'x'.repeat(300)}…`)
  })
})

describe('a line of log', () => {
  test.each([
    ['::error::x', '\\u{3a}:error::x'],
    ['  ::error::x', '  \\u{3a}:error::x'],
    ['a ::error::x', 'a ::error::x'],
    ['a ##[error]x', 'a #\\u{23}[error]x'],
    ['a\n::error::x', 'a\\u{a}::error::x'],
    ['`a` | b\\c', '`a` | b\\c'],
    [':', ':'],
  ])('%j is written as %s', (line, written) => {
    expect(logLine(line)).toBe(written)
  })

  test('is never a command, nor two lines, whatever is in it', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const line = logLine(text)
        expect(commandsIn(line)).toEqual([])
        expect(line).toMatch(ALL_SEEN)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('in a summary', () => {
  test.each([
    ['', ''],
    ['a', '`a`'],
    [' a ', '`\\u{20}a\\u{20}`'],
    [' ', '`\\u{20}`'],
    ['a``b', '`a\\u{60}\\u{60}b`'],
  ])('the code %j is %s', (text, markdown) => {
    expect(code(text)).toBe(markdown)
  })

  test.each([
    ['Set `max-age: 7d`.', 'Set `max-age: 7d`.'],
    ['<img> & "x"', '&#60;img&#62; &#38; &#34;x&#34;'],
    ['a`b', 'a\\u{60}b'],
    ['[x](http://y) www.y.z a@b.c', '&#91;x&#93;&#40;http:&#8203;//y&#41; w&#8203;ww.y.z a@&#8203;b.c'],
    ['#1 o/r#1 gh-1 # 1', '&#35;&#8203;1 o/r&#35;&#8203;1 g&#8203;h-1 &#35; 1'],
    [':tada: :+1: a: b:', ':&#8203;tada: :&#8203;+1: a: b:'],
    ['$x$', '\\u{24}x\\u{24}'],
  ])('the prose %j is %s', (text, markdown) => {
    expect(prose(text)).toBe(markdown)
  })

  test('no text brings markup of its own, as prose, as code, or in a cell', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(foreignMarkup(`- x ${prose(text)}`)).toEqual([])
        expect(foreignMarkup(`- x ${code(text)}`)).toEqual([])
        expect(foreignMarkup(`| a | b |\n| --- | --- |\n| x ${prose(text)} | ${code(text)} |`)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

test('prose is cut, however many pieces of code are in it', () => {
  expect(prose('`<`<'.repeat(100_000)).length).toBeLessThan(40_000)
})
