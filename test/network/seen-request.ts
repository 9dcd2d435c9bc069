import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Account } from '../s3-server/index.ts'
import { S3Error } from '../s3-server/s3-error.ts'
import { readRequest } from '../s3-server/s3-request.ts'
import { readAuthorization, SignatureVerifier } from '../s3-server/signature.ts'

/** A request as it reached the store. */
export interface SeenRequest {
  /** Method and target, as sent. */
  readonly line: string
  readonly host: string
  /** The name in the TLS handshake; undefined: none, or no TLS. */
  readonly sni: string | undefined
  /** Region and service of the signature; undefined where it has none. */
  readonly scope: string | undefined
  /** Whose signature it is, or what is wrong with it. */
  readonly signedBy: string
  readonly headers: IncomingHttpHeaders
}

/** Reads what is compared, and checks the signature on what really came. */
export function seeRequest(message: IncomingMessage, accounts: readonly Account[]): SeenRequest {
  const { socket, headers, method, url } = message
  return {
    line: `${method} ${url}`,
    host: headers.host ?? '',
    sni: nameInHandshake(socket),
    ...readSignature(message, accounts),
    headers,
  }
}

/** Node keeps it on the socket, and `false` where the client sent none. */
function nameInHandshake(socket: Socket): string | undefined {
  const name: unknown = socket instanceof TLSSocket && Reflect.get(socket, 'servername')
  return typeof name === 'string' ? name : undefined
}

function readSignature(message: IncomingMessage, accounts: readonly Account[]) {
  const request = readRequest(message, undefined)
  try {
    const authorization = readAuthorization(request)
    const scope = `${authorization.region}/${authorization.service}`
    return { scope, signedBy: signer(request, authorization, accounts) }
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    return { scope: undefined, signedBy: error.answer.code }
  }
}

function signer(
  request: ReturnType<typeof readRequest>,
  authorization: ReturnType<typeof readAuthorization>,
  accounts: readonly Account[],
): string {
  try {
    return new SignatureVerifier(accounts).verify(request, authorization, Date.now()).accessKeyId
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    return error.answer.code
  }
}
