/**
 * How many requests may be under way. The bound falls by half when the store pushes back, and rises again by one for
 * each full round of good answers (additive increase, multiplicative decrease, as TCP does it).
 */
export class Pace {
  readonly #most: number
  readonly #clock: () => number
  #bound: number
  #underWay = 0
  #pausedUntilMs = 0
  #pausedAtMs = 0
  /** Requests sent before the last push-back say nothing new about it. */
  #epoch = 0
  readonly #waiting: (() => void)[] = []
  #nextWaiting = 0

  constructor(most: number, clock: () => number) {
    this.#most = most
    this.#bound = most
    this.#clock = clock
  }

  /** The bound at present, at least 1. */
  get bound(): number {
    return Math.max(1, Math.floor(this.#bound))
  }

  /** How long the store wants no request from now on. A clock that was set back ends the pause. */
  get pauseMs(): number {
    const nowMs = this.#clock()
    return nowMs < this.#pausedAtMs ? 0 : Math.max(0, this.#pausedUntilMs - nowMs)
  }

  /** Waits for a place. Gives what `release` and `pushedBack` want. */
  async acquire(): Promise<number> {
    if (this.#underWay >= this.bound) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#underWay++
    return this.#epoch
  }

  release(): void {
    this.#underWay--
    while (this.#underWay < this.bound && this.#nextWaiting < this.#waiting.length) {
      this.#underWay++
      this.#takeWaiting()?.()
    }
  }

  succeeded(): void {
    if (this.#bound < this.#most) this.#bound = Math.min(this.#most, this.#bound + 1 / this.#bound)
  }

  /** @param pauseMs how long the store asked to be left alone, 0 when it did not say */
  pushedBack(epoch: number, pauseMs: number): void {
    const untilMs = this.#clock() + Math.max(this.pauseMs, pauseMs)
    this.#pausedAtMs = this.#clock()
    this.#pausedUntilMs = untilMs
    if (epoch !== this.#epoch) return
    this.#epoch++
    this.#bound = Math.max(1, this.#bound / 2)
  }

  #takeWaiting(): (() => void) | undefined {
    const next = this.#waiting[this.#nextWaiting++]
    if (this.#nextWaiting > 1_024 && this.#nextWaiting * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#nextWaiting)
      this.#nextWaiting = 0
    }
    return next
  }
}
