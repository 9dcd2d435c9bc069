import { randomBytes } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, DEFAULT_ACCOUNT } from './account.ts'
import { type Answer, errorAnswer } from './answer.ts'
import { type Fault, type FaultAction, Faults } from './fault.ts'
import { Gate } from './gate.ts'
import type { Operation } from './operation.ts'
import type { Settings } from './operations/handler.ts'
import { perform } from './operations/index.ts'
import { DEFAULT_OWNER } from './owner.ts'
import { readPayload } from './payload.ts'
import { aws } from './personalities/aws.ts'
import type { Personality } from './personalities/personality.ts'
import { S3Error } from './s3-error.ts'
import { readRequest, type S3Request } from './s3-request.ts'
import { SignatureVerifier } from './signature.ts'
import { Store } from './store.ts'
import type { Part, Upload } from './upload.ts'

export interface S3ServerOptions {
  readonly port?: number
  readonly host?: string
  readonly region?: string
  readonly accounts?: readonly Account[]
  readonly personality?: Personality
  /** Before each answer, in ms. */
  readonly latencyMs?: number
  /** Uploads a page. */
  readonly pageSize?: number
  /** Parts a page. */
  readonly maxParts?: number
  /** The server's clock, in ms: it drives the `Date` header and `Initiated`. */
  readonly now?: () => number
  readonly verifySignatures?: boolean
  readonly tls?: { readonly key: string; readonly cert: string }
  /** `Host: bucket.suffix` is virtual-host style. */
  readonly virtualHostSuffix?: string
  /** False in benchmarks: only the counts are kept. */
  readonly recordRequests?: boolean
}

/** A request as it came, and how it was answered. */
export interface RecordedRequest {
  readonly operation: Operation
  readonly method: string
  readonly target: string
  readonly host: string
  readonly bucket: string | undefined
  readonly key: string | undefined
  readonly uploadId: string | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly status: number
}

export interface NewUpload {
  readonly uploadId?: string
  readonly initiated?: Date
  readonly storageClass?: string
  /** The sizes are pretended: no bytes are kept. */
  readonly parts?: readonly { readonly size: number; readonly lastModified?: Date }[]
}

/** The servers of this process that can be reached. */
export const listening = new Set<S3Server>()

/** Starts a server on loopback, with no bucket in it. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const server = new S3Server(options)
  await server.listen()
  return server
}

/** An S3 server with real state. What a request asks for happens: an object that a wrong request deletes is gone. */
export class S3Server {
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly requests: RecordedRequest[] = []
  readonly requestCounts = new Map<Operation, number>()
  /** Each `DELETE` that named no upload, and so meant the object or the bucket; by its target. */
  readonly unguardedDeletes: string[] = []
  readonly #options: S3ServerOptions
  readonly #settings: Settings
  readonly #store: Store
  readonly #gate: Gate
  readonly #faults = new Faults()
  readonly #server: http.Server
  readonly #sockets = new Set<Socket>()
  readonly #now: () => number

  constructor(options: S3ServerOptions) {
    const accounts = options.accounts ?? [DEFAULT_ACCOUNT]
    const first = accounts[0] ?? DEFAULT_ACCOUNT
    const personality = options.personality ?? aws
    this.#options = options
    this.#now = options.now ?? Date.now
    this.region = options.region ?? personality.region
    this.accessKeyId = first.accessKeyId
    this.secretAccessKey = first.secretAccessKey
    this.#settings = {
      region: this.region,
      personality,
      pageSize: options.pageSize ?? 1_000,
      maxParts: options.maxParts ?? 1_000,
      endpoint: () => this.endpoint,
    }
    this.#store = new Store(personality.listing.rank)
    this.#gate = new Gate(
      this.#settings,
      options.verifySignatures === false ? undefined : new SignatureVerifier(accounts),
    )
    const listener = (message: IncomingMessage, response: ServerResponse): void => {
      this.#serve(message, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      )
    }
    this.#server =
      options.tls === undefined ? http.createServer(listener) : https.createServer(options.tls, listener)
    this.#server.keepAliveTimeout = 60_000
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  get endpoint(): string {
    const { address, port, family } = this.#address()
    const host = family === 'IPv6' ? `[${address}]` : address
    return `${this.#options.tls === undefined ? 'http' : 'https'}://${host}:${port}`
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#options.port ?? 0, this.#options.host ?? '127.0.0.1', resolve)
    })
    listening.add(this)
  }

  /** Ends it at once, requests that hang included. */
  async close(): Promise<void> {
    listening.delete(this)
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  createBucket(name: string, { owner, region }: { owner?: string; region?: string } = {}): void {
    this.#store.create({
      name,
      owner: owner ?? DEFAULT_OWNER,
      region: region ?? this.region,
      createdMs: this.#now(),
    })
  }

  putObject(bucket: string, key: string, body: string | Uint8Array = ''): void {
    const bytes = Buffer.from(body)
    this.#store.get(bucket).objects.set(key, {
      etag: `"${randomBytes(16).toString('hex')}"`,
      lastModifiedMs: this.#now(),
      size: bytes.length,
      contentType: 'application/octet-stream',
      storageClass: 'STANDARD',
      pieces: [{ size: bytes.length, bytes }],
    })
  }

  /** Gives the id of the new upload. */
  createUpload(
    bucket: string,
    key: string,
    { uploadId, initiated, storageClass, parts }: NewUpload = {},
  ): string {
    const initiatedMs = initiated?.getTime() ?? this.#now()
    const id = uploadId ?? randomBytes(24).toString('hex')
    const stored = (parts ?? []).map(
      ({ size, lastModified }, at): Part => ({
        number: at + 1,
        size,
        lastModifiedMs: lastModified?.getTime() ?? initiatedMs,
        etag: '"00000000000000000000000000000000"',
        bytes: undefined,
      }),
    )
    this.#store
      .get(bucket)
      .add({ key, uploadId: id, initiatedMs, storageClass: storageClass ?? 'STANDARD', parts: stored })
    return id
  }

  /** Somebody completes or aborts it, and not by a request that is recorded. */
  endUpload(bucket: string, uploadId: string): void {
    const found = this.#store.get(bucket)
    for (const upload of found.withId(uploadId)) found.end(upload)
  }

  uploads(bucket: string): Upload[] {
    return [...this.#store.get(bucket).index.from(undefined, false)]
  }

  objects(bucket: string): string[] {
    return [...this.#store.get(bucket).objects.keys()].sort()
  }

  buckets(): string[] {
    return this.#store.names()
  }

  fault(fault: Fault): void {
    this.#faults.add(fault)
  }

  #address(): AddressInfo {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The server is not listening')
    return address
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (message.url === '/__counts')
      return void response.end(JSON.stringify(Object.fromEntries(this.requestCounts)))
    const request = readRequest(message, this.#options.virtualHostSuffix)
    this.requestCounts.set(request.operation, (this.requestCounts.get(request.operation) ?? 0) + 1)
    if (request.method === 'DELETE' && !namesAnUpload(request)) this.unguardedDeletes.push(request.target)
    const action = this.#faults.next(request)
    const { latencyMs } = this.#options
    if (latencyMs !== undefined && latencyMs > 0) await sleep(latencyMs)
    const answer = await this.#answerTo(request, message, action)
    if (this.#options.recordRequests !== false) this.requests.push(record(request, answer.status))
    if (action === 'hang') return
    if (action === 'reset' || action === 'lose-answer') return void message.socket.destroy()
    this.#send(answer, request, response, action)
  }

  /** A request that meets a fault before it is understood leaves no trace in the state. */
  async #answerTo(
    request: S3Request,
    message: IncomingMessage,
    action: FaultAction | undefined,
  ): Promise<Answer> {
    if (action === 'hang' || action === 'reset') return { status: 0, headers: {}, body: '' }
    if (action === undefined || action === 'lose-answer') return this.#perform(request, message)
    if ('delayMs' in action) await sleep(action.delayMs)
    if ('until' in action) await action.until
    if ('status' in action) return toAnswer(action, request)
    if ('meanwhile' in action) action.meanwhile(request)
    const answer = await this.#perform(request, message)
    return 'respond' in action ? action.respond(answer) : answer
  }

  async #perform(request: S3Request, message: IncomingMessage): Promise<Answer> {
    const nowMs = this.#now()
    try {
      const bucket = request.bucket === undefined ? undefined : this.#store.find(request.bucket)
      this.#gate.check(request, bucket, nowMs)
      const payload = (): Promise<Buffer> => readPayload(message)
      return await perform({ request, settings: this.#settings, store: this.#store, nowMs, payload }, bucket)
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      const withMessage = this.#settings.personality.errorMessages
      return errorAnswer(error.answer, { resource: request.path, requestId: requestId(), withMessage })
    }
  }

  #send(answer: Answer, request: S3Request, response: ServerResponse, action: FaultAction | undefined): void {
    const { status, headers, body } = answer
    const defaults = { date: new Date(this.#now()).toUTCString(), 'x-amz-request-id': requestId() }
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : undefined
    const size = bytes?.length ?? (typeof body === 'object' && 'size' in body ? body.size : 0)
    const length = status === 204 ? {} : { 'content-length': String(size) }
    response.writeHead(status, { ...defaults, ...length, ...headers })
    if (request.method === 'HEAD') return void response.end()
    if (typeof action === 'object' && 'truncateBodyAt' in action) {
      response.write(bytes?.subarray(0, action.truncateBodyAt) ?? '', () => response.destroy())
      return
    }
    if (bytes !== undefined) return void response.end(bytes)
    if (typeof body === 'object' && 'pieces' in body) for (const piece of body.pieces) response.write(piece)
    response.end()
  }
}

function namesAnUpload({ bucket, key, uploadId }: S3Request): boolean {
  return Boolean(bucket) && Boolean(key) && uploadId !== undefined && uploadId.trim() !== ''
}

function record(request: S3Request, status: number): RecordedRequest {
  const { operation, method, target, host, bucket, key, uploadId, headers } = request
  return { operation, method, target, host, bucket, key, uploadId, headers, status }
}

function toAnswer(action: Extract<FaultAction, { status: number }>, request: S3Request): Answer {
  const { status, code, message, headers, body } = action
  if (body !== undefined) return { status, headers: headers ?? {}, body }
  const error = {
    status,
    code: code ?? 'InternalError',
    message: message ?? 'Injected by the test.',
    headers: headers ?? {},
  }
  return errorAnswer(error, { resource: request.path, requestId: requestId(), withMessage: true })
}

function requestId(): string {
  return Math.floor(Math.random() * 2 ** 52)
    .toString(16)
    .toUpperCase()
}
