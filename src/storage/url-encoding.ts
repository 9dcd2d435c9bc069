/**
 * What servers make of `encoding-type=url` cannot be read from their `EncodingType`: Ceph encodes and does not say so,
 * SeaweedFS says so and does not. A raw space, a character outside ASCII, a control character or a `%` that begins no
 * escape can only be in keys that are not encoded.
 */
export function isUrlEncoded(keys: readonly string[]): boolean {
  return keys.every((key) => /^(?:[\x21-\x24\x26-\x7e]|%[0-9a-f]{2})*$/i.test(key))
}

/** `+` is a space; bytes that are no UTF-8 become U+FFFD. */
export function decodeUrl(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch (error) {
    if (error instanceof URIError) return '\ufffd'
    throw error
  }
}
