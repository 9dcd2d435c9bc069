import http from 'node:http'
import https from 'node:https'
import type { Agents } from './agents.ts'

/** One request as it leaves, and where to. */
export interface Exchange {
  readonly method: string
  readonly origin: Origin
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Origin {
  readonly protocol: 'http:' | 'https:'
  readonly hostname: string
  readonly port: number
}

export interface RawReply {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Nothing came back, or not all of it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  /** A code of Node's such as `ECONNREFUSED`, or `TIMEOUT`. */
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** How long the server may stay silent, and how long a whole reply may take to trickle in. */
export interface Patience {
  readonly silenceMs: number
  readonly wholeMs: number
}

/** No listing page of a real server comes near this; a reply without end must not fill the memory. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

/**
 * Sends one request and reads the whole reply, once: no retry, no redirect.
 *
 * @param signal cuts the connection
 * @throws {ConnectionError}
 */
export function exchange(
  what: Exchange,
  agents: Agents,
  patience: Patience,
  signal: AbortSignal,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const secure = what.origin.protocol === 'https:'
    const { hostname, port } = what.origin
    const request = (secure ? https : http).request({
      method: what.method,
      host: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: what.path,
      headers: what.headers,
      agent: secure ? agents.https : agents.http,
      timeout: patience.silenceMs,
      signal,
    })
    // For a proxy Node makes it a whole URL, and loses the `.` and `..` of a key: the bucket itself would be addressed.
    if (request.path !== what.path) request.path = `${what.origin.protocol}//${what.headers.host}${what.path}`
    const fail = (error: unknown): void => {
      clearTimeout(deadline)
      reject(toConnectionError(error))
    }
    const giveUp = (afterMs: number): void => {
      request.destroy(
        new ConnectionError('TIMEOUT', `no complete answer within ${Math.round(afterMs / 1_000)} s`),
      )
    }
    const deadline = setTimeout(giveUp, patience.wholeMs, patience.wholeMs)
    request.on('timeout', () => giveUp(patience.silenceMs))
    request.on('error', fail)
    request.on('response', (response) => {
      readBody(
        response,
        (body) => {
          clearTimeout(deadline)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        },
        fail,
      )
    })
    request.end()
  })
}

function readBody(
  response: http.IncomingMessage,
  done: (body: string) => void,
  fail: (error: unknown) => void,
): void {
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES)
      response.destroy(new ConnectionError('TOO_LONG', 'the answer is longer than any listing page'))
    else chunks.push(chunk)
  })
  response.on('error', fail)
  response.on('end', () => done(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString()))
}

function toConnectionError(error: unknown): ConnectionError {
  if (error instanceof ConnectionError) return error
  const { code, message } = describe(error)
  return new ConnectionError(code, message, error)
}

/** Of several addresses that were tried, the first failure tells enough. */
function describe(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError) return describe(error.errors[0])
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { code, message: error.message || code }
}
