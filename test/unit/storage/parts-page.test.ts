import { describe, expect, test } from 'vitest'
import { type PartsPage, readParts } from '../../../src/storage/parts-page.ts'

function xml(content: string): string {
  return `<ListPartsResult>${content}</ListPartsResult>`
}

function read(body: string): PartsPage {
  return readParts(body, 'ID')
}

function part(size: string, lastModified: string): string {
  return `<Part><PartNumber>1</PartNumber><Size>${size}</Size><LastModified>${lastModified}</LastModified></Part>`
}

test('a page of parts is added up, and the newest counts, wherever it stands', () => {
  const parts = [
    part('5', '2026-01-01T00:00:00Z'),
    part('7', '2026-01-03T00:00:00Z'),
    part('0', '2026-01-02T00:00:00Z'),
  ]

  expect(
    read(
      xml(
        `<UploadId>ID</UploadId>${parts.join('')}<IsTruncated> True </IsTruncated><NextPartNumberMarker>3</NextPartNumberMarker>`,
      ),
    ),
  ).toEqual({
    count: 3,
    bytes: 12,
    newestMs: Date.UTC(2026, 0, 3),
    isTruncated: true,
    nextMarker: '3',
  })
})

test('an upload without parts has none, and no newest', () => {
  expect(read(xml('<NextPartNumberMarker/>'))).toEqual({
    count: 0,
    bytes: 0,
    newestMs: undefined,
    isTruncated: false,
    nextMarker: undefined,
  })
})

test.each([
  [
    'a part and a marker',
    `${part('5', '2026-01-01T00:00:00Z')}<NextPartNumberMarker>1</NextPartNumberMarker>`,
    true,
  ],
  [
    'a part and the marker 0',
    `${part('5', '2026-01-01T00:00:00Z')}<NextPartNumberMarker>0</NextPartNumberMarker>`,
    false,
  ],
  ['a marker and no part', '<NextPartNumberMarker>1</NextPartNumberMarker>', false],
  ['a part and no marker', part('5', '2026-01-01T00:00:00Z'), false],
])('where IsTruncated is missing, %s says whether more parts follow', (_what, content, isTruncated) => {
  expect(read(xml(content)).isTruncated).toBe(isTruncated)
})

describe('nothing is guessed: it is an error', () => {
  test.each([
    ['a part without a date, which may be new', part('5', ''), 'a part has the date ""'],
    ['a part without a zone', part('5', '2026-01-01T00:00:00'), 'a part has the date "2026-01-01T00:00:00"'],
    [
      'a part of 1970, a date made up',
      part('5', '1970-01-01T00:00:00Z'),
      'a part has the date "1970-01-01T00:00:00Z"',
    ],
    ['whether more follows', '<IsTruncated>1</IsTruncated>', 'its IsTruncated is "1"'],
    ['a part without a size', part('', '2026-01-01T00:00:00Z'), 'a part has the size ""'],
    [
      'a part of a size that no number holds',
      part('9'.repeat(400), '2026-01-01T00:00:00Z'),
      'a part has the size "999',
    ],
    ['the parts of another upload', '<UploadId>other</UploadId>', 'it is about the upload "other"'],
    ['a part of negative size', part('-5', '2026-01-01T00:00:00Z'), 'a part has the size "-5"'],
  ])('%s', (_what, content, message) => {
    expect(() => read(xml(content))).toThrow(SyntaxError)
    expect(() => read(xml(content))).toThrow(message)
  })

  test('another document', () => {
    expect(() => read('<html/>')).toThrow('it is <html>, not <ListPartsResult>')
  })
})
