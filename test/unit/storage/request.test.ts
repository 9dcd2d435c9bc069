import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type S3Request, toWire } from '../../../src/storage/request.ts'

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
const bucket = text.filter((name) => name !== '.' && name !== '..')
const id = text.filter((name) => name.trim() !== '')
const SRC = new URL('../../../src/', import.meta.url)

function abort(key: string, uploadId = 'id'): S3Request {
  return { operation: 'AbortMultipartUpload', bucket: 'my-bucket', key, uploadId }
}

/** What a server makes of a path and of a query, worked out without the code under test. */
function keyIn(path: string): string {
  return decodeURIComponent(path.slice(1))
}

function parametersIn(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query.replaceAll('+', '%2B')))
}

describe('a DELETE', () => {
  const wrong = ['', undefined, null, 0, false, [], {}, ['x']]
  const fields = ['bucket', 'key', 'uploadId']
  const cases: (readonly [string, unknown])[] = [
    ...fields.flatMap((field) => wrong.map((value) => [field, value] as const)),
    ['uploadId', ' \n'],
  ]

  test.each(cases)('is not made where its %s is %j', (field, value) => {
    const whole = { operation: 'AbortMultipartUpload', bucket: 'b', key: 'k', uploadId: 'u' }
    // Read from JSON, as the checker would keep such a request from being written at all.
    const request = JSON.parse(JSON.stringify({ ...whole, [field]: value }))

    expect(() => toWire(request)).toThrow(`without its ${field}`)
    expect(() => toWire({ ...request, operation: 'ListParts' })).toThrow(`without its ${field}`)
  })

  test.each(['.', '..'])(
    'is not made in a bucket named %s, which a URL resolves to another place',
    (name) => {
      expect(() =>
        toWire({ operation: 'AbortMultipartUpload', bucket: name, key: 'k', uploadId: 'u' }),
      ).toThrow('another bucket')
    },
  )

  test('is not made for a key that is no Unicode text, rather than for another key', () => {
    expect(() => toWire(abort('\ud800'))).toThrow(URIError)
    expect(() => toWire(abort('k', '\udc00'))).toThrow(URIError)
  })

  test('names exactly the bucket, the key and the upload id that were meant, whatever they are', () => {
    fc.assert(
      fc.property(bucket, text, id, (name, key, uploadId) => {
        const wire = toWire({ operation: 'AbortMultipartUpload', bucket: name, key, uploadId })

        expect(wire.method).toBe('DELETE')
        expect(wire.bucket).toBe(name)
        expect(keyIn(wire.path)).toBe(key)
        expect(parametersIn(wire.query)).toEqual({ uploadId })
      }),
    )
  })

  test('comes into being in one place of the sources only', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )
    const withDelete = files.filter((name) => /['"`]DELETE['"`]/i.test(code(name)))
    const commands = files.flatMap((name) => code(name).match(/\b[A-Z]\w*Command\b/g) ?? [])

    expect(withDelete).toEqual(['storage/request.ts'])
    // The only one of the SDK's: it lends the keys of a directory bucket.
    expect(new Set(commands)).toEqual(new Set(['CreateSessionCommand']))
    expect(files.filter((name) => /\btoWire\(/.test(code(name))).sort()).toEqual([
      'storage/request.ts',
      'storage/s3.ts',
    ])
  })

  /** The union of requests is read, not made; only `toWire` and its type may say the word. */
  function code(name: string): string {
    return readFileSync(new URL(name, SRC), 'utf8')
  }
})

test('every other request only reads', () => {
  fc.assert(
    fc.property(bucket, text, id, fc.boolean(), (name, key, uploadId, urlEncoded) => {
      const markers = { keyMarker: key, uploadIdMarker: uploadId }
      const requests: S3Request[] = [
        { operation: 'ListBuckets', continuationToken: key },
        { operation: 'ListMultipartUploads', bucket: name, prefix: key, markers, urlEncoded },
        { operation: 'ListParts', bucket: name, key, uploadId, partNumberMarker: key, urlEncoded },
      ]
      expect(requests.map((request) => toWire(request).method)).toEqual(['GET', 'GET', 'GET'])
    }),
  )
})

test.each([
  ['a b', '/a%20b'],
  ['a+b', '/a%2Bb'],
  ['/lead//x/', '//lead//x/'],
  ['../x/./..', '/../x/./..'],
  ['%2F', '/%252F'],
  ['a?uploadId=&b#c', '/a%3FuploadId%3D%26b%23c'],
  ["!'()*", '/%21%27%28%29%2A'],
  ['~-._', '/~-._'],
  ['é🧹', '/%C3%A9%F0%9F%A7%B9'],
  ['\n\u0001', '/%0A%01'],
])('the key %j goes out as %s', (key, path) => {
  expect(toWire(abort(key)).path).toBe(path)
})

test('a path and a query hold nothing but what RFC 3986 leaves unreserved, and its own signs', () => {
  fc.assert(
    fc.property(text, id, (key, uploadId) => {
      const { path, query } = toWire(abort(key, uploadId))
      expect(path).toMatch(/^\/(?:[\w.~/-]|%[0-9A-F]{2})+$/)
      expect(query).toMatch(/^uploadId=(?:[\w.~-]|%[0-9A-F]{2})+$/)
    }),
  )
})

describe('a listing', () => {
  const first = {
    operation: 'ListMultipartUploads',
    bucket: 'b',
    prefix: '',
    markers: undefined,
    urlEncoded: false,
  } as const

  test('asks for the whole bucket plainly', () => {
    expect(toWire(first)).toEqual({ method: 'GET', bucket: 'b', path: '/', query: 'uploads=' })
  })

  test('sends back both markers, or the one there is, exactly as they came', () => {
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), text, (keyMarker, uploadIdMarker, prefix) => {
        const { query } = toWire({ ...first, prefix, markers: { keyMarker, uploadIdMarker } })
        expect(parametersIn(query)).toEqual({
          uploads: '',
          prefix,
          'key-marker': keyMarker,
          ...(uploadIdMarker === undefined ? {} : { 'upload-id-marker': uploadIdMarker }),
        })
      }),
    )
  })

  test('asks for encoded keys only where it is told to', () => {
    expect(toWire({ ...first, urlEncoded: true }).query).toBe('encoding-type=url&uploads=')
  })
})

test('a look at parts asks for encoded keys, and for the next page, only where it is told to', () => {
  const look = { operation: 'ListParts', bucket: 'b', key: 'k', uploadId: 'u' } as const

  expect(toWire({ ...look, partNumberMarker: undefined, urlEncoded: false })).toEqual({
    method: 'GET',
    bucket: 'b',
    path: '/k',
    query: 'uploadId=u',
  })
  expect(toWire({ ...look, partNumberMarker: '7', urlEncoded: true }).query).toBe(
    'encoding-type=url&part-number-marker=7&uploadId=u',
  )
})

test('a list of buckets names no bucket, and the token only where there is one', () => {
  expect(toWire({ operation: 'ListBuckets' })).toEqual({
    method: 'GET',
    bucket: undefined,
    path: '/',
    query: '',
  })
  expect(toWire({ operation: 'ListBuckets', continuationToken: 'a/b=' }).query).toBe(
    'continuation-token=a%2Fb%3D',
  )
})
