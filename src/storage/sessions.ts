import type { Credentials } from './signature.ts'

/** The keys that a directory bucket lends for five minutes. */
export interface Session {
  readonly credentials: Credentials
  readonly untilMs: number
}

/** The next session is asked for before the last one ends. */
const RENEWED_BEFORE_MS = 60_000

/**
 * The sessions of directory buckets. Our own, because the SDK's renews them behind our back: a renewal that fails there
 * ends the whole process, although the last session still serves.
 */
export class Sessions {
  readonly #create: (bucket: string) => Promise<Session>
  readonly #nowMs: () => number
  readonly #last = new Map<string, Session>()
  /** By bucket, so that many requests at the same time ask once. */
  readonly #coming = new Map<string, Promise<Session>>()

  constructor(create: (bucket: string) => Promise<Session>, nowMs: () => number) {
    this.#create = create
    this.#nowMs = nowMs
  }

  /** @throws what the creation of a session throws, where no session serves any more */
  async of(bucket: string): Promise<Credentials> {
    const last = this.#last.get(bucket)
    if (last !== undefined && last.untilMs - this.#nowMs() > RENEWED_BEFORE_MS) return last.credentials
    try {
      return (await this.#next(bucket)).credentials
    } catch (error) {
      if (last !== undefined && last.untilMs > this.#nowMs()) return last.credentials
      throw error
    }
  }

  /** Whatever the clock says, the store takes them no more. False when there are none. */
  forget(): boolean {
    const hadSome = this.#last.size > 0
    this.#last.clear()
    return hadSome
  }

  async #next(bucket: string): Promise<Session> {
    const coming = this.#coming.get(bucket) ?? this.#create(bucket)
    this.#coming.set(bucket, coming)
    try {
      const session = await coming
      this.#last.set(bucket, session)
      return session
    } finally {
      this.#coming.delete(bucket)
    }
  }
}
