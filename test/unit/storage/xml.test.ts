import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { child, childText, parseXml } from '../../../src/storage/xml.ts'

/** What the text of `<Key>` reads as. */
function keyOf(inner: string): string | undefined {
  return childText(parseXml(`<R><Key>${inner}</Key></R>`), 'Key')
}

describe('a text comes out as the server wrote it', () => {
  test.each([
    ['named entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['decimal references', '&#65;&#13;&#10;&#0065;', 'A\r\nA'],
    ['hexadecimal references', '&#x41;&#X41;&#xA;&#x1;', 'AA\n\u0001'],
    ['references above U+FFFF', '&#x1F9F9;&#129529;&#x10FFFF;', '🧹🧹\u{10ffff}'],
    ['raw carriage returns', 'a\rb\r\nc', 'a\rb\r\nc'],
    ['raw control characters', 'a\u0001\u007f\u0085\u2028', 'a\u0001\u007f\u0085\u2028'],
    ['white space, kept', ' \n\t ', ' \n\t '],
    ['CDATA', '<![CDATA[<a>&amp;]]]]><![CDATA[>]]>', '<a>&amp;]]>'],
    ['comments, left out', 'a<!-- <Key> & -->b', 'ab'],
    ['an entity that stands for an entity, once', '&amp;lt;', '&lt;'],
    ['nothing', '', ''],
  ])('%s', (_what, inner, text) => {
    expect(keyOf(inner)).toBe(text)
  })

  test('however each of its characters is written', () => {
    const piece = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom(raw, decimal, hexadecimal, cdata))
      .map(([text, write]) => [text, write(text)])
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(keyOf(pieces.map(([, written]) => written).join(''))).toBe(
          pieces.map(([text]) => text).join(''),
        )
      }),
    )
  })

  const raw = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const decimal = (text: string): string => [...text].map((char) => `&#${char.codePointAt(0)};`).join('')
  const hexadecimal = (text: string): string =>
    [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join('')
  const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
})

describe('what is no whole XML is an error, never fewer elements', () => {
  const listing =
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<s3:R xmlns:s3="http://x/"><!-- c --><Upload><Key>a&amp;b</Key><UploadId/></Upload><Upload><Key><![CDATA[x]]></Key></Upload></s3:R>'

  test('the document itself is whole', () => {
    const root = parseXml(listing)
    expect(root.name).toBe('R')
    expect(root.children.map((upload) => childText(upload, 'Key'))).toEqual(['a&b', 'x'])
  })

  test('wherever it is cut off', () => {
    for (let length = 0; length < listing.length; length++)
      expect(() => parseXml(listing.slice(0, length)), listing.slice(0, length)).toThrow(SyntaxError)
  })

  test.each([
    ['nothing', '', 'it is empty'],
    ['white space', ' \n', 'it is empty'],
    ['a comment alone', '<!-- a -->', 'it holds no element'],
    ['plain text', 'Bad Gateway', 'it has text where an element should be'],
    ['JSON', '{"a": 1}', 'it has text where an element should be'],
    ['a web page', '<!DOCTYPE html><html></html>', 'it has a document type'],
    ['a document type with entities', '<!DOCTYPE R [<!ENTITY a "b">]><R>&a;</R>', 'it has a document type'],
    ['an unbalanced tag', '<R><a></b></R>', '</b> closes what is not open'],
    ['a tag that is not open', '<R></R></R>', '</R> closes what is not open'],
    ['a second root', '<R/><S/>', '<S> follows where it should end'],
    ['text behind the root', '<R/>x', 'it has text where an element should be'],
    ['an unknown entity', '<R>&nbsp;</R>', 'it has the unknown reference &nbsp;'],
    ['an entity of JavaScript’s own', '<R>&constructor;</R>', 'unknown reference &constructor;'],
    ['a bare ampersand', '<R>a & b</R>', 'unknown reference'],
    ['an ampersand at the end', '<R>a&</R>', 'unknown reference'],
    ['a reference without its end', '<R>&lt</R>', 'unknown reference &lt'],
    ['a reference beyond Unicode', '<R>&#x110000;</R>', 'unknown reference &#x110000;'],
    ['a reference of no number', '<R>&#;&#x;</R>', 'unknown reference &#;'],
    ['a lone <', '<R>a < b</R>', 'it has a `<` that begins no tag'],
    ['elements nested without end', '<a>'.repeat(10_000), 'nested too deeply'],
  ])('%s', (_what, source, message) => {
    expect(() => parseXml(source)).toThrow(SyntaxError)
    expect(() => parseXml(source)).toThrow(message)
  })

  test('any text at all gives an element or a SyntaxError', () => {
    const shred = fc.constantFrom(
      '<',
      '>',
      '/',
      '<a>',
      '</a>',
      '<a/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      ';',
      '#x',
      '?',
      'a',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(shred, { maxLength: 20 }), (shreds) => {
        try {
          expect(parseXml(shreds.join('')).name).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

test('a listing as real servers indent it, prefix it and put attributes into it is read', () => {
  const root = parseXml(
    '<?xml version="1.0"?>\n<ns2:R xmlns:ns2="http://s3.amazonaws.com/doc/2006-03-01/">\n  <Upload>\n    <Owner xsi:type="CanonicalUser"><ID>1</ID></Owner>\n    <ns2:Key >k</ns2:Key >\n  </Upload >\n  <Empty a="b" />\n</ns2:R>\n',
  )
  const upload = child(root, 'Upload')
  expect(upload && childText(upload, 'Key')).toBe('k')
  expect(childText(root, 'Empty')).toBe('')
  expect(childText(root, 'Absent')).toBeUndefined()
})

test('two megabytes of references, tags and comments are read in no time', () => {
  const source = `<R>${'<a>&lt;&#x1F9F9;</a><!-- -->'.repeat(70_000)}</R>`

  expect(parseXml(source).children).toHaveLength(70_000)
}, 5_000)
