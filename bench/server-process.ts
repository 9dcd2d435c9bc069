import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { median } from './median.ts'
import type { ServerAddress, ServerCommand, ServerMessage, ServerReading } from './server-command.ts'

const PROGRAM = fileURLToPath(new URL('server.ts', import.meta.url))

/** The server, as the bench sees it. */
export class ServerProcess {
  readonly address: ServerAddress
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, address: ServerAddress) {
    this.#child = child
    this.address = address
  }

  static async start(options: readonly string[] = []): Promise<ServerProcess> {
    const child = fork(PROGRAM, options)
    const message = await nextMessage(child)
    if (message.kind !== 'listening') throw new Error(`The server began with "${message.kind}"`)
    return new ServerProcess(child, message.address)
  }

  async fill(what: Omit<Extract<ServerCommand, { kind: 'fill' }>, 'kind'>): Promise<void> {
    await this.#ask({ kind: 'fill', ...what })
  }

  async setLatency(ms: number): Promise<void> {
    await this.#ask({ kind: 'latency', ms })
  }

  /** What happened since the last reading, and what the bucket still holds. */
  async read(bucket: string): Promise<ServerReading> {
    const message = await this.#ask({ kind: 'read', bucket })
    if (message.kind !== 'reading') throw new Error(`The server answered "${message.kind}" to "read"`)
    return message.reading
  }

  /** How long a single request takes at the latency that is set, in ms: timers have their own idea of it. */
  async roundTripMs(): Promise<number> {
    const times: number[] = []
    for (let number = 1; number <= 15; number++) {
      const startedMs = performance.now()
      await (await fetch(this.address.endpoint)).text()
      times.push(performance.now() - startedMs)
    }
    return median(times)
  }

  stop(): void {
    this.#child.disconnect()
  }

  #ask(command: ServerCommand): Promise<ServerMessage> {
    const answer = nextMessage(this.#child)
    this.#child.send(command)
    return answer
  }
}

async function nextMessage(child: ChildProcess): Promise<ServerMessage> {
  const ended = new AbortController()
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      once(child, 'exit', { signal: ended.signal }).then(([code]) => {
        throw new Error(`The server's process ended with code ${code}`)
      }),
    ])
    return message
  } finally {
    ended.abort()
  }
}
