/** Thrown by whatever waits when the run is cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
  /** A request was on its way, and what the store did with it is not known. */
  readonly answerLost: boolean

  constructor(answerLost: boolean) {
    super('The run was cancelled')
    this.answerLost = answerLost
  }
}

/** How long answers to requests that are on their way are waited for. GitHub kills the process 10 s after the signal. */
const GRACE_MS = 1_500
/** How long whoever waited for an answer has to take note that none will come. */
const LAST_MS = 200

/** Three steps: no new request; a moment later no waiting for answers either; and then none for anything. */
export class Cancellation {
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()
  readonly #over = Promise.withResolvers<never>()

  constructor() {
    // There may be nobody who waits for it.
    this.#over.promise.catch(() => {})
  }

  get stop(): AbortSignal {
    return this.#stop.signal
  }

  get cut(): AbortSignal {
    return this.#cut.signal
  }

  /** Is rejected in the end, for those who wait for what knows nothing of cancellation. */
  get over(): Promise<never> {
    return this.#over.promise
  }

  cancel(): void {
    if (this.stop.aborted) return
    this.#stop.abort(new Cancelled(false))
    setTimeout(() => this.#cutOff(), GRACE_MS)
  }

  #cutOff(): void {
    this.#cut.abort(new Cancelled(true))
    setTimeout(() => this.#over.reject(new Cancelled(false)), LAST_MS)
  }
}
