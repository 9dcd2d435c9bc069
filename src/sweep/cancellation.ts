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

/** Two steps: no new request, and a moment later no waiting either. */
export class Cancellation {
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()

  get stop(): AbortSignal {
    return this.#stop.signal
  }

  get cut(): AbortSignal {
    return this.#cut.signal
  }

  cancel(): void {
    if (this.stop.aborted) return
    this.#stop.abort(new Cancelled(false))
    setTimeout(() => this.#cut.abort(new Cancelled(true)), GRACE_MS).unref()
  }
}
