import http, { type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

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
  /** The status with which everything is refused. */
  readonly refuseWith: number | undefined
}

/** A proxy as companies have them: tunnels for `https`, whole URLs for `http`. */
export class ConnectProxy {
  readonly requests: ProxyRequest[] = []
  readonly #server: http.Server
  readonly #sockets = new Set<Socket>()
  readonly #options: ConnectProxyOptions

  constructor(options: ConnectProxyOptions) {
    this.#options = options
    this.#server = http.createServer((request, response) => {
      this.#record(request)
      if (options.refuseWith === undefined) options.onRequest(request, response)
      else response.writeHead(options.refuseWith, { 'content-type': 'text/html' }).end('<html>No.</html>')
    })
    this.#server.on('connection', (socket) => this.#keep(socket))
    this.#server.on('connect', (request, socket, head) => {
      this.#record(request)
      this.#tunnel(socket, head)
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

  #tunnel(client: NodeJS.ReadWriteStream, head: Buffer): void {
    const { refuseWith, tunnelTo } = this.#options
    if (refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${refuseWith} ${http.STATUS_CODES[refuseWith]}\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const server = connect(tunnelTo(), '127.0.0.1', () => {
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
