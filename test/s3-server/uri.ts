import { S3Error } from './s3-error.ts'

/** Characters that mean the same encoded or not: a path of these alone is canonical as it stands. */
const PLAIN = /^[A-Za-z0-9\-._~/]*$/

/** Decodes by hand what came over the wire: `new URL` would collapse `..` and `//`, which are good keys. */
export function decodeUri(raw: string): string {
  if (PLAIN.test(raw)) return raw
  try {
    return decodeURIComponent(asUtf8(raw))
  } catch {
    throw new S3Error({ status: 400, code: 'InvalidURI', message: "Couldn't parse the specified URI." })
  }
}

/** In a query, `+` is a space. */
export function decodeQuery(raw: string): string {
  return decodeUri(raw.includes('+') ? raw.replaceAll('+', ' ') : raw)
}

/** RFC 3986: all but the unreserved characters. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent)
}

/** The path as AWS signs it: each segment encoded once, nothing normalised. */
export function encodePath(path: string): string {
  return PLAIN.test(path) ? path : encodeUri(path).replaceAll('%2F', '/')
}

/** As AWS answers to `encoding-type=url`: like a form, with the slashes left alone. */
export function encodeAsForm(text: string): string {
  return encodePath(text).replaceAll('~', '%7E').replaceAll('%20', '+').replaceAll('%2A', '*')
}

/** Node hands out a request target as Latin-1; whoever sends raw bytes means UTF-8. */
function asUtf8(raw: string): string {
  return /[\x80-\xff]/.test(raw) ? Buffer.from(raw, 'latin1').toString('utf8') : raw
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
