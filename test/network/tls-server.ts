import type { RequestListener } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { CertificateAuthority, Identity } from './authority.ts'

/** Who the server says it is, to a client that asks for `name` (undefined: one that goes by the address). */
export type Identify = (name: string | undefined) => Identity

/** Has a certificate of that authority for whatever name it is asked for. */
export function everyHost(authority: CertificateAuthority): Identify {
  return (name) => authority.issue(name === undefined ? ['127.0.0.1', '2001:db8::1'] : [name])
}

/** An HTTPS server on loopback. */
export class TlsServer {
  readonly #server: https.Server
  readonly #sockets = new Set<Socket>()

  constructor(identify: Identify, listener: RequestListener) {
    const options: https.ServerOptions = {
      ...identify(undefined),
      SNICallback: (name, done) => done(null, createSecureContext(identify(name))),
    }
    this.#server = https.createServer(options, listener)
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    // A client that does not trust the certificate hangs up: that is what some tests are about.
    this.#server.on('tlsClientError', () => undefined)
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The server is not listening')
    return address.port
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
