import type { Connection } from '../inputs/inputs.ts'
import { UserError } from '../user-error.ts'
import type { Account } from './account.ts'
import type { Address } from './address.ts'
import { type Agents, closeAgents } from './agents.ts'
import { Pace } from './pace.ts'
import { type Reply, toReply, type Unreachable } from './reply.ts'
import { type S3Request, toWire } from './request.ts'
import { nextStep } from './retry.ts'
import { type Credentials, Signer } from './signature.ts'
import { ConnectionError, exchange, type Patience } from './transport.ts'

/** The world outside, as far as requests need it. */
export interface Surroundings {
  readonly nowMs: () => number
  readonly random: () => number
  /** Rejects when the signal says so. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface Cancellation {
  /** From here on, no new request. */
  readonly stop: AbortSignal
  /** From here on, the connections are closed, and answers that were awaited are lost. */
  readonly cut: AbortSignal
}

const PATIENCE: Patience = { silenceMs: 20_000, wholeMs: 60_000 }
/** After so many requests in a row that failed in spite of all attempts, a bucket is given up. */
const MAX_FAILURES_IN_A_ROW = 10

/** Speaks S3: signs, sends, retries, slows down. Knows what a request is, not what it is for. */
export class S3 {
  readonly #connection: Connection
  readonly #account: Account
  readonly #agents: Agents
  readonly #around: Surroundings
  readonly #cancellation: Cancellation
  readonly #pace: Pace
  readonly #signer = new Signer()
  /** By bucket; the promise, so that many requests at the start ask once. */
  readonly #addresses = new Map<string | undefined, Promise<Address>>()
  readonly #failuresInARow = new Map<string | undefined, number>()
  /** What to add to our clock to have the server's. */
  #clockOffsetMs = 0
  /** How many requests of which operation left, attempts included. */
  readonly sent = new Map<S3Request['operation'], number>()

  constructor(
    connection: Connection,
    concurrency: number,
    account: Account,
    agents: Agents,
    around: Surroundings,
    cancellation: Cancellation,
  ) {
    this.#connection = connection
    this.#account = account
    this.#agents = agents
    this.#around = around
    this.#cancellation = cancellation
    this.#pace = new Pace(concurrency, around.nowMs)
    cancellation.cut.addEventListener('abort', () => closeAgents(agents))
  }

  get isAws(): boolean {
    return this.#connection.endpoint === undefined
  }

  /** The time by our clock, in ms. */
  nowMs(): number {
    return this.#around.nowMs()
  }

  sleep(ms: number): Promise<void> {
    return this.#around.sleep(ms, this.#cancellation.stop)
  }

  /**
   * Sends a request, as often as it takes, within bounds.
   *
   * @throws {UserError} when there are no credentials or no address
   * @throws the reason of the cancellation, when the run was cancelled before the request was answered
   */
  async send(request: S3Request): Promise<Reply> {
    const bucket = 'bucket' in request ? request.bucket : undefined
    if ((this.#failuresInARow.get(bucket) ?? 0) >= MAX_FAILURES_IN_A_ROW) return givenUp()
    const reply = await this.#attemptsOrLost(request, bucket)
    this.#remember(bucket, reply)
    return reply
  }

  /** An abort that was sent and not answered may have been carried out: cancelled after that, it has not been left out. */
  async #attemptsOrLost(request: S3Request, bucket: string | undefined): Promise<Reply> {
    let lost: Unreachable | undefined
    try {
      return await this.#attempts(request, bucket, (unanswered) => (lost = unanswered))
    } catch (error) {
      if (request.operation !== 'AbortMultipartUpload' || !this.#cancellation.stop.aborted) throw error
      if (lost === undefined) throw error
      return lost
    }
  }

  async #attempts(
    request: S3Request,
    bucket: string | undefined,
    onLost: (reply: Unreachable) => void,
  ): Promise<Reply> {
    let renewed = false
    for (let attempt = 1; ; attempt++) {
      const { reply, epoch, sentAtMs, region } = await this.#paced(request, bucket)
      if (reply.kind === 'answer') {
        this.#pace.succeeded()
        return reply
      }
      if (reply.kind === 'unreachable') onLost(reply)
      const step = nextStep(reply, attempt, this.#around.random())
      switch (step.kind) {
        case 'done':
          return reply
        case 'wait':
          if (step.pushBack) this.#pace.pushedBack(epoch, step.waitMs)
          await this.#around.sleep(step.waitMs, this.#cancellation.stop)
          break
        case 'renew-credentials':
          if (renewed || !(await this.#account.renewCredentials())) return reply
          renewed = true
          break
        case 'correct-clock':
          this.#clockOffsetMs = step.serverMs - sentAtMs
          break
        case 'change-region':
          if (!(await this.#moveTo(bucket, region, step.region))) return reply
      }
    }
  }

  async #paced(request: S3Request, bucket: string | undefined) {
    const { stop } = this.#cancellation
    const epoch = await this.#pace.acquire()
    try {
      stop.throwIfAborted()
      const { pauseMs } = this.#pace
      if (pauseMs > 0) await this.#around.sleep(pauseMs, stop)
      const sentAtMs = this.#around.nowMs()
      const address = await this.#addressOf(bucket)
      const reply = await this.#attempt(request, bucket, address)
      return { reply, epoch, sentAtMs, region: address.scope.region }
    } finally {
      this.#pace.release()
    }
  }

  async #attempt(request: S3Request, bucket: string | undefined, address: Address): Promise<Reply> {
    const credentials = await this.#account.credentials(address, bucket)
    this.#cancellation.stop.throwIfAborted()
    const wire = toWire(request)
    const path = `${address.basePath}${wire.path}`
    const owner = this.#connection.expectedBucketOwner
    const unsigned: Record<string, string> = { host: address.host }
    if (owner !== undefined && bucket !== undefined) unsigned['x-amz-expected-bucket-owner'] = owner
    const signable = { method: wire.method, path, query: wire.query, headers: unsigned }
    const headers = this.#signer.sign(
      signable,
      credentials,
      address.scope,
      this.#around.nowMs() + this.#clockOffsetMs,
    )
    const target = wire.query === '' ? path : `${path}?${wire.query}`
    this.sent.set(request.operation, (this.sent.get(request.operation) ?? 0) + 1)
    try {
      const { origin } = address
      const sending = exchange({ method: wire.method, origin, path: target, headers }, this.#agents, PATIENCE)
      return withoutSecrets(toReply(await sending), credentials)
    } catch (error) {
      this.#cancellation.cut.throwIfAborted()
      if (error instanceof ConnectionError)
        return { kind: 'unreachable', code: error.code, message: error.message, proxy: error.proxy }
      if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_CHAR')
        throw unsendable(error)
      throw error
    }
  }

  #addressOf(bucket: string | undefined): Promise<Address> {
    const known = this.#addresses.get(bucket)
    if (known !== undefined) return known
    const address = this.#account.address(bucket, this.#connection.region)
    this.#addresses.set(bucket, address)
    return address
  }

  /** False when the request was signed for that region already: asking again would change nothing. */
  async #moveTo(bucket: string | undefined, from: string, to: string): Promise<boolean> {
    if (from === to) return false
    const { scope } = await this.#addressOf(bucket)
    // Of several requests at the same time, the first moves them all.
    if (scope.region === from) this.#addresses.set(bucket, this.#account.address(bucket, to))
    return true
  }

  #remember(bucket: string | undefined, reply: Reply): void {
    const isDown =
      reply.kind === 'unreachable' ||
      (reply.kind === 'refusal' && (reply.status >= 500 || reply.status === 429))
    this.#failuresInARow.set(bucket, isDown ? (this.#failuresInARow.get(bucket) ?? 0) + 1 : 0)
  }
}

/** GitHub masks them in the log, but neither in the report nor where a character of them was escaped. */
function withoutSecrets(reply: Reply, { secretAccessKey, sessionToken }: Credentials): Reply {
  if (reply.kind !== 'refusal') return reply
  const secrets = [secretAccessKey, sessionToken ?? ''].filter((secret) => secret !== '')
  const cleaned = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  return { ...reply, code: cleaned(reply.code), message: cleaned(reply.message) }
}

/** Node names the header, and not what is in it. */
function unsendable(cause: Error): UserError {
  return new UserError(
    'The credentials or the region hold a character that cannot be sent in a header (a line break, say, or a letter outside of ASCII). Correct `access-key-id`, `session-token` or `region`, or the variables or the profile that they come from.',
    { cause },
  )
}

function givenUp(): Unreachable {
  const message = `given up after ${MAX_FAILURES_IN_A_ROW} requests in a row failed in spite of all retries`
  return { kind: 'unreachable', code: 'GAVE_UP', message }
}
