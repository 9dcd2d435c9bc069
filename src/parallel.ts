/** Runs tasks side by side, at most `limit` of them; whoever adds one waits for a place, so nothing piles up. */
export class Parallel {
  readonly #limit: number
  #running = 0
  #failure: { readonly error: unknown } | undefined
  #onPlace: (() => void)[] = []
  #onIdle: (() => void)[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Starts the task when there is a place. @throws what an earlier task threw */
  async add(task: () => Promise<void>): Promise<void> {
    while (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#onPlace.push(resolve))
    this.#rethrow()
    this.#running++
    task().then(
      () => this.#ended(),
      (error: unknown) => {
        this.#failure ??= { error }
        this.#ended()
      },
    )
  }

  /** Waits for all tasks. @throws what the first failing task threw */
  async finish(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve))
    this.#rethrow()
  }

  #ended(): void {
    this.#running--
    // After a failure nobody gets a place any more, and there may be more who wait than tasks that end.
    const woken = this.#failure === undefined ? 1 : this.#onPlace.length
    for (const wake of this.#onPlace.splice(0, woken)) wake()
    if (this.#running > 0) return
    for (const resolve of this.#onIdle.splice(0)) resolve()
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}

/** Does the same with each item, at most `limit` at a time. @throws what the first failing call threw, after all ended */
export async function forEachInParallel<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const parallel = new Parallel(limit)
  try {
    for (const item of items) await parallel.add(() => work(item))
  } finally {
    await parallel.finish()
  }
}
