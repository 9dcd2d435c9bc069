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
  /** The proxy that it came from, without its password; undefined where the store or the network failed. */
  readonly proxy: string | undefined

  constructor(code: string, message: string, { cause, proxy }: { cause?: unknown; proxy?: string } = {}) {
    super(message, { cause })
    this.code = code
    this.proxy = proxy
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
 * @throws {ConnectionError}
 */
export function exchange(what: Exchange, agents: Agents, patience: Patience): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const proxy = agents.proxies[what.origin.protocol]
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
    })
    // For a proxy Node makes it a whole URL, and loses the `.` and `..` of a key: the bucket itself would be addressed.
    if (request.path !== what.path) request.path = `${what.origin.protocol}//${what.headers.host}${what.path}`
    const fail = (error: unknown): void => {
      clearTimeout(deadline)
      reject(toConnectionError(error, proxy))
    }
    const giveUp = (afterMs: number): void => {
      request.destroy(
        new ConnectionError('TIMEOUT', `no complete answer within ${Math.round(afterMs / 1_000)} s`),
      )
    }
    const deadline = setTimeout(giveUp, patience.wholeMs, patience.wholeMs)
    request.on('timeout', () => giveUp(patience.silenceMs))
    request.on('error', fail)
    // Nobody asked for another protocol; without a listener Node would close the connection and say nothing.
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      fail(new ConnectionError('UPGRADE', 'the answer is HTTP status 101, Switching Protocols'))
    })
    request.on('response', (response) => {
      if (response.statusCode === 407 && proxy !== undefined) {
        response.resume()
        return fail(refusedBy(proxy, 407))
      }
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

function toConnectionError(error: unknown, proxy: URL | undefined): ConnectionError {
  if (error instanceof ConnectionError) return error
  // Of several addresses that were tried, the first failure tells enough.
  if (error instanceof AggregateError) return toConnectionError(error.errors[0], proxy)
  if (!(error instanceof Error)) return new ConnectionError('UNKNOWN', String(error), { cause: error })
  if (proxy !== undefined && 'statusCode' in error && typeof error.statusCode === 'number')
    return refusedBy(proxy, error.statusCode)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const from = proxy !== undefined && isAbout(error, code, proxy) ? { proxy: proxy.origin } : {}
  return new ConnectionError(code, error.message || code, { cause: error, ...from })
}

/** The proxy answered, and not with a tunnel. What it said itself may be a page of HTML. */
function refusedBy(proxy: URL, status: number): ConnectionError {
  const code = status >= 500 ? 'PROXY_FAILED' : status === 407 ? 'PROXY_WANTS_PASSWORD' : 'PROXY_REFUSED'
  return new ConnectionError(code, `HTTP status ${status}`, { proxy: proxy.origin })
}

/** Where a proxy stands before the store, nothing but the proxy is looked up and connected to. */
function isAbout(error: Error, code: string, { hostname, port, protocol }: URL): boolean {
  if (code === 'ERR_PROXY_TUNNEL') return true
  if ('hostname' in error) return error.hostname === hostname
  const usual = protocol === 'http:' ? 80 : 443
  return (
    'syscall' in error &&
    error.syscall === 'connect' &&
    'port' in error &&
    error.port === Number(port || usual)
  )
}
