import { describe, expect, test } from 'vitest'
import { readListing } from '../../../src/storage/listing-page.ts'
import { type Entry, listingXml, type Page } from './listing-xml.ts'

function read(page: Page, urlEncoded = false): ReturnType<typeof readListing> {
  return readListing(listingXml(page), 'my-bucket', urlEncoded)
}

/** The keys as they are read from a page, with what the server says of their encoding. */
function keysOf(keys: readonly string[], urlEncoded = false, encodingType = 'url'): string[] {
  const uploads = keys.map((key, at): Entry => ({ key, uploadId: `id-${at}` }))
  return read({ uploads, encodingType }, urlEncoded).uploads.map(({ key }) => key)
}

test('an upload has its bucket, exact key, id, start and storage class', () => {
  const entry = {
    key: ' a&<\r\u0001🧹 ',
    uploadId: 'id',
    initiated: '2026-01-02T03:04:05.678Z',
    storageClass: 'GLACIER',
  }

  expect(read({ uploads: [entry], isTruncated: 'false' })).toEqual({
    uploads: [
      {
        bucket: 'my-bucket',
        key: ' a&<\r\u0001🧹 ',
        uploadId: 'id',
        initiatedMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
        storageClass: 'GLACIER',
      },
    ],
    unreadable: [],
    isTruncated: false,
    markers: undefined,
  })
})

test('a listing of nothing is a listing', () => {
  expect(read({ isTruncated: 'false' })).toEqual({
    uploads: [],
    unreadable: [],
    isTruncated: false,
    markers: undefined,
  })
})

describe('one bad entry hides no other', () => {
  const good = { key: 'good', uploadId: 'id', initiated: '2026-01-02T03:04:05Z' }

  test.each([
    ['no start', { key: 'k', uploadId: 'u' }],
    ['an empty start', { key: 'k', uploadId: 'u', initiated: '' }],
    ['a start without a zone', { key: 'k', uploadId: 'u', initiated: '2026-01-02T03:04:05' }],
    ['a start that is no date', { key: 'k', uploadId: 'u', initiated: 'yesterday' }],
  ])('%s: the age is unknown', (_what, bad) => {
    expect(read({ uploads: [bad, good] }).uploads.map(({ initiatedMs }) => initiatedMs)).toEqual([
      undefined,
      Date.UTC(2026, 0, 2, 3, 4, 5),
    ])
  })

  test.each([
    ['no upload id', { key: 'k', uploadId: undefined }, 'an entry without an upload id, for the key "k"'],
    [
      'an empty upload id',
      { key: '`\n', uploadId: '' },
      'an entry without an upload id, for the key "\'\\n"',
    ],
    [
      'an upload id of white space',
      { key: 'k', uploadId: ' \n' },
      'an entry without an upload id, for the key "k"',
    ],
    ['no key', { key: undefined, uploadId: 'u' }, 'an entry without a key, for the upload id "u"'],
    ['an empty key', { key: '', uploadId: 'u' }, 'an entry without a key, for the upload id "u"'],
  ])('%s: it is named as unreadable', (_what, bad, unreadable) => {
    expect(read({ uploads: [bad, good] })).toMatchObject({
      uploads: [{ key: 'good' }],
      unreadable: [unreadable],
    })
  })
})

describe('what is no listing is an error, never a listing of nothing', () => {
  test.each([
    ['an empty body', '', 'it is empty'],
    ['another root', '<ListBucketResult/>', 'it is <ListBucketResult>, not <ListMultipartUploadsResult>'],
    ['a web page', '<html><body>Sign in</body></html>', 'it is <html>, not <ListMultipartUploadsResult>'],
    ['an odd IsTruncated', listingXml({ isTruncated: 'maybe' }), 'its IsTruncated is "maybe"'],
  ])('%s', (_what, body, message) => {
    expect(() => readListing(body, 'my-bucket', false)).toThrow(SyntaxError)
    expect(() => readListing(body, 'my-bucket', false)).toThrow(message)
  })

  test('plain keys that were no UTF-8, which only encoding can save', () => {
    expect(() => read({ uploads: [{ key: 'a\ufffd', uploadId: 'u' }] })).toThrow(
      'it has keys that are no UTF-8',
    )
  })
})

describe('the bucket that the listing is about', () => {
  const about = (bucket: string): string =>
    `<ListMultipartUploadsResult><Bucket>${bucket}</Bucket></ListMultipartUploadsResult>`

  test.each([
    ['my-bucket', 'my-bucket'],
    ['', 'my-bucket'],
    ['my-bucket', 'tenant:my-bucket'],
    ['my-bucket', 'arn:aws:s3:eu-central-1:123456789012:accesspoint/my-access-point'],
    ['my-bucket', 'my-access-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias'],
    ['my-bucket', 'my-object-lambda-ap--ol-s3'],
  ])('may be called %j where %j was asked for', (named, bucket) => {
    expect(readListing(about(named), bucket, false).uploads).toEqual([])
  })

  test.each(['my-bucket-2', 'bucket', 'MY-BUCKET'])('must not be called %j where my-bucket was', (named) => {
    expect(() => readListing(about(named), 'my-bucket', false)).toThrow(`it is about the bucket "${named}"`)
  })
})

describe('more follows', () => {
  test.each([
    ['where IsTruncated says so', { isTruncated: ' True ' }, true],
    [
      'not where it denies it, whatever markers there are',
      { isTruncated: 'false', nextKeyMarker: 'k' },
      false,
    ],
    ['where it is missing and there is a marker', { nextKeyMarker: 'k' }, true],
    ['where it is missing and only an upload-id marker is there', { nextUploadIdMarker: 'u' }, true],
    ['not where it is missing and the marker is empty', { nextKeyMarker: '' }, false],
    ['not where it is missing and there is no marker', {}, false],
  ])('%s', (_what, page, isTruncated) => {
    expect(read(page).isTruncated).toBe(isTruncated)
  })

  test.each([
    [
      'both markers, to the byte',
      { nextKeyMarker: ' a+b%2F\r', nextUploadIdMarker: ' u+% ' },
      { keyMarker: ' a+b%2F\r', uploadIdMarker: ' u+% ' },
    ],
    [
      'a key marker alone',
      { nextKeyMarker: 'k', nextUploadIdMarker: '' },
      { keyMarker: 'k', uploadIdMarker: undefined },
    ],
    ['an upload id marker alone', { nextUploadIdMarker: 'u' }, { keyMarker: undefined, uploadIdMarker: 'u' }],
    ['no marker, where they are empty', { nextKeyMarker: '', nextUploadIdMarker: '' }, undefined],
  ])('behind %s', (_what, page, markers) => {
    expect(read(page).markers).toEqual(markers)
  })
})

describe('keys in URL encoding', () => {
  test('are decoded where they were asked for, and only then', () => {
    expect(keysOf(['a+b%2Fc%F0%9F%A7%B9'], true)).toEqual(['a b/c🧹'])
    expect(keysOf(['a+b%2Fc'], false)).toEqual(['a+b%2Fc'])
  })

  test.each([['a b'], ['é'], ['100%'], ['a\u0001']])(
    'are taken as they are where a key of the page shows that the server does not encode: %j',
    (revealing) => {
      expect(keysOf(['a+b', revealing], true)).toEqual(['a+b', revealing])
    },
  )

  test('that are no UTF-8 are named as unreadable, and hide no other', () => {
    const uploads = [
      { key: 'a%FF', uploadId: 'u' },
      { key: 'b%20c', uploadId: 'v' },
    ]
    expect(read({ uploads }, true)).toMatchObject({
      uploads: [{ key: 'b c' }],
      unreadable: ['an entry whose key cannot be read, "\ufffd"'],
    })
  })

  test('upload ids are never decoded', () => {
    const uploads = [{ key: 'k', uploadId: 'a+b%2Fc' }]
    expect(read({ uploads }, true).uploads[0]?.uploadId).toBe('a+b%2Fc')
  })

  test.each([
    ['encoded like the keys, as on AWS', 'url', 'a%20b', 'a b'],
    ['raw, as on Swift', 'url', 'a b', 'a b'],
    ['raw, as on Ceph', undefined, 'a b', 'a b'],
    ['of the next key, encoded, as on Garage', 'url', 'x%20y', 'x y'],
    ['of the next key, and raw as on gofakes3', undefined, 'x+y%20', 'x+y%20'],
    ['raw and of another key', 'url', 'x y%', 'x y%'],
  ])('a marker may be %s', (_what, encodingType, nextKeyMarker, keyMarker) => {
    const uploads = [{ key: 'a%20b', uploadId: 'u' }]
    const page = { uploads, encodingType, nextKeyMarker, isTruncated: 'true' }
    expect(read(page, true).markers?.keyMarker).toBe(keyMarker)
  })

  test.each(['a+b', 'a%2Fb', 'a%2fb'])(
    'hold no %s on Ceph, the only server that encodes and does not say so',
    (revealing) => {
      expect(keysOf(['a%20b'], true, '')).toEqual(['a b'])
      expect(keysOf([revealing, 'c%20d'], true, '')).toEqual([revealing, 'c%20d'])
    },
  )

  test('that had to be decoded are marked: some servers say that they encode, and do not', () => {
    const uploads = ['a', 'a+b', 'a%20b'].map((key, at): Entry => ({ key, uploadId: `id-${at}` }))
    const marks = read({ uploads, encodingType: 'url' }, true).uploads.map(({ isKeyDecoded }) => isKeyDecoded)
    expect(marks).toEqual([undefined, true, true])
  })

  test('a raw marker that looks encoded is told by the last key', () => {
    const uploads = [{ key: '100%2525', uploadId: 'u' }]
    expect(read({ uploads, nextKeyMarker: '100%25' }, true).markers?.keyMarker).toBe('100%25')
  })
})
