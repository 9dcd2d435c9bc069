import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../s3-server/index.ts'
import { CertificateAuthority } from './authority.ts'
import { ConnectProxy } from './connect-proxy.ts'
import { type SeenRequest, seeRequest } from './seen-request.ts'
import { everyHost, type Identify, TlsServer } from './tls-server.ts'

/** What some host answers. */
export interface HostAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type Answering = (request: SeenRequest) => HostAnswer

export interface InternetOptions {
  readonly answer: Answering
  readonly accounts: readonly Account[]
  /** Without it, a certificate of our own authority for every name. */
  readonly identify?: (authority: CertificateAuthority) => Identify
  /** The statuses with which the proxy refuses its first requests, and the last of them all that follow. */
  readonly proxyRefusals?: readonly (number | 'none')[]
  /** Whether the proxy itself speaks TLS. */
  readonly proxyOverTls?: boolean
}

/**
 * The internet as a runner behind a company's proxy sees it: whatever host is asked for, one server of ours answers.
 * So the action speaks to `my-bucket.s3.eu-central-1.amazonaws.com` itself, and nothing in it needs to know of the test.
 */
export class Internet {
  readonly requests: SeenRequest[] = []
  readonly authority = new CertificateAuthority('Acme Corporation Root')
  readonly proxy: ConnectProxy
  /** The port on loopback at which every `https` host is served. */
  readonly #tls: TlsServer
  readonly #folder = mkdtempSync(join(tmpdir(), 'internet-'))
  readonly #options: InternetOptions

  private constructor(options: InternetOptions) {
    this.#options = options
    const identify = (options.identify ?? everyHost)(this.authority)
    const listener = (message: IncomingMessage, response: ServerResponse): void =>
      this.#serve(message, response)
    this.#tls = new TlsServer(identify, listener)
    this.proxy = new ConnectProxy({
      tunnelTo: () => this.#tls.port,
      onRequest: listener,
      refusals: options.proxyRefusals ?? [],
      identity: options.proxyOverTls === true ? this.authority.issue(['127.0.0.1']) : undefined,
    })
    writeFileSync(this.caFile, this.authority.certificate)
  }

  static async start(options: InternetOptions): Promise<Internet> {
    const internet = new Internet(options)
    await internet.#tls.listen()
    await internet.proxy.listen()
    return internet
  }

  /** The port of the server itself, past the proxy. */
  get tlsPort(): number {
    return this.#tls.port
  }

  /** The authority's certificate. */
  get caFile(): string {
    return join(this.#folder, 'acme-root.pem')
  }

  /** What a job's `env:` holds there. */
  get env(): Record<string, string> {
    const proxy = `http://${this.proxy.host}`
    return { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NODE_EXTRA_CA_CERTS: this.caFile }
  }

  /** Gives the path. */
  writeFile(name: string, content: string): string {
    const path = join(this.#folder, name)
    writeFileSync(path, content)
    return path
  }

  async close(): Promise<void> {
    await Promise.all([this.proxy.close(), this.#tls.close()])
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #serve(message: IncomingMessage, response: ServerResponse): void {
    const request = seeRequest(message, this.#options.accounts)
    this.requests.push(request)
    const { status, headers, body } = this.#options.answer(request)
    response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body)
  }
}
