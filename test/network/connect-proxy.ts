import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Identity } from './authority.ts'

/** What a proxy was asked for. */
export interface ProxyRequest {
  /** `CONNECT store.example.com:443`, or `GET http://store.example.com/...`. */
  readonly line: string
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined
}

/** Every tunnel that is asked for leads to one port of this machine, and every plain request to one listener. */
export interface ConnectProxyOptions {
  readonly tunnelTo: () => number
  readonly onRequest: RequestListener
  /** The statuses with which the first requests are refused, and the last of them all that follow. */
  readonly refusals: readonly (number | 'none')[]
  /** With one, the proxy itself speaks TLS. */
  readonly identity: Identity | undefined
}

/** A proxy as companies have them: tunnels for `https`, whole URLs for `http`. */
export class ConnectProxy {
  readonly requests: ProxyRequest[] = []
  readonly #server: http.Server
  readonly #sockets = new Set<Socket>()
  readonly #options: ConnectProxyOptions

  constructor(options: ConnectProxyOptions) {
    this.#options = options
    const listener: RequestListener = (request, response) => {
      const refusal = this.#refusal()
      this.#record(request)
      if (refusal === 'none') options.onRequest(request, response)
      else response.writeHead(refusal, { 'content-type': 'text/html' }).end('<html>No.</html>')
    }
    this.#server =
      options.identity === undefined
        ? http.createServer(listener)
        : https.createServer(options.identity, listener)
    this.#server.on('connection', (socket) => this.#keep(socket))
    this.#server.on('connect', (request, socket, head) => {
      const refusal = this.#refusal()
      this.#record(request)
      if (refusal === 'none') this.#tunnel(socket, head)
      else socket.end(`HTTP/1.1 ${refusal} ${http.STATUS_CODES[refusal]}\r\ncontent-length: 0\r\n\r\n`)
    })
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  /** `127.0.0.1` and the port. */
  get host(): string {
    return `127.0.0.1:${portOf(this.#server.address())}`
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #record({ method, url, headers }: http.IncomingMessage): void {
    this.requests.push({ line: `${method} ${url}`, authorization: headers['proxy-authorization'] })
  }

  #refusal(): number | 'none' {
    const { refusals } = this.#options
    return refusals[this.requests.length] ?? refusals.at(-1) ?? 'none'
  }

  #tunnel(client: NodeJS.ReadWriteStream, head: Buffer): void {
    const server = connect(this.#options.tunnelTo(), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      server.write(head)
      server.pipe(client)
      client.pipe(server)
    })
    this.#keep(server)
    client.on('error', () => server.destroy())
    client.on('close', () => server.destroy())
    server.on('error', () => client.end())
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The proxy is not listening')
  return address.port
}
