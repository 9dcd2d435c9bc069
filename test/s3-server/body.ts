import type { IncomingMessage } from 'node:http'
import { crc32 } from 'node:zlib'
import { S3Error } from './s3-error.ts'

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

/** What comes out of a body that the SDK sent as `aws-chunked`. */
export interface Unchunked {
  readonly content: Buffer
  readonly trailers: ReadonlyMap<string, string>
}

/**
 * `<hex size>[;chunk-signature=...]\r\n<bytes>\r\n` again and again, then a chunk of no bytes, then trailers.
 *
 * @throws {S3Error} IncompleteBody
 */
export function unchunk(body: Buffer): Unchunked {
  const pieces: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at)
    if (lineEnd === -1) throw incomplete()
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    const start = lineEnd + 2
    if (!(start + size <= body.length)) throw incomplete()
    if (size === 0)
      return { content: Buffer.concat(pieces), trailers: readTrailers(body.toString('latin1', start)) }
    pieces.push(body.subarray(start, start + size))
    at = start + size + 2
  }
}

/**
 * CRC32 is what the SDK sends unless told otherwise; other algorithms are taken on trust.
 *
 * @throws {S3Error} BadDigest
 */
export function checkCrc32(content: Buffer, expected: string | undefined): void {
  if (expected === undefined) return
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(content))
  if (sum.toString('base64') === expected) return
  throw new S3Error({
    status: 400,
    code: 'BadDigest',
    message: 'The CRC32 you specified did not match the calculated checksum.',
  })
}

function readTrailers(text: string): Map<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'))
  return new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
}

function incomplete(): S3Error {
  const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header'
  return new S3Error({ status: 400, code: 'IncompleteBody', message })
}
