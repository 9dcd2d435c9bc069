import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUrl, isUrlEncoded } from '../../../src/storage/url-encoding.ts'
import { encodeAsForm } from '../../s3-server/uri.ts'

const key = fc.string({ unit: 'binary' })

test.each([
  ['AWS does it', encodeAsForm],
  ['Ceph and Garage do it', encodeURIComponent],
  ['a form does it', (text: string) => new URLSearchParams({ text }).toString().slice('text='.length)],
])('any key is seen to be encoded, and decoded, as %s', (_who, encode) => {
  fc.assert(
    fc.property(key, (text) => {
      expect(isUrlEncoded([encode(text)])).toBe(true)
      expect(decodeUrl(encode(text))).toBe(text)
    }),
  )
})

test.each(['a b', 'é', '100%', '%zz', '%2', 'a\n', '\u0001', '\u007f', '\u2028'])(
  '%j can only be a key that is not encoded, and tells that of the whole page',
  (raw) => {
    expect(isUrlEncoded(['a%20b', raw, 'c'])).toBe(false)
  },
)

test('small hexadecimal digits are an escape too', () => {
  expect(isUrlEncoded(['a%2fb'])).toBe(true)
  expect(decodeUrl('a%2fb')).toBe('a/b')
})

test.each(['%FF', '%C3', '%ED%A0%80'])('%s, which is no UTF-8, becomes U+FFFD, and no other key', (text) => {
  expect(decodeUrl(text)).toBe('\ufffd')
})
