import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { checkCrc32, readBody, unchunk } from './body.ts'
import { S3Error } from './s3-error.ts'

/**
 * What the client sent, checked against what it signed.
 *
 * @throws {S3Error} XAmzContentSHA256Mismatch, BadDigest or IncompleteBody
 */
export async function readPayload(message: IncomingMessage): Promise<Buffer> {
  const body = await readBody(message)
  const declared = headerOf(message, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD'
  if (declared.startsWith('STREAMING-')) return unchunked(message, body)
  if (declared !== 'UNSIGNED-PAYLOAD' && hash('sha256', body, 'hex') !== declared) {
    throw new S3Error({
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
    })
  }
  checkCrc32(body, headerOf(message, 'x-amz-checksum-crc32'))
  return body
}

function unchunked(message: IncomingMessage, body: Buffer): Buffer {
  const { content, trailers } = unchunk(body)
  const length = headerOf(message, 'x-amz-decoded-content-length')
  if (length !== undefined && Number(length) !== content.length) {
    throw new S3Error({
      status: 400,
      code: 'IncompleteBody',
      message: 'The request body terminated unexpectedly',
    })
  }
  checkCrc32(content, trailers.get('x-amz-checksum-crc32'))
  return content
}

function headerOf(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name]
  return Array.isArray(value) ? value[0] : value
}
