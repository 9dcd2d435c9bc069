import { byAge, bySize, take } from '../report/top.ts'
import type { StaleUpload } from '../uploads/upload.ts'

/** What a summary shows at most of each. */
const MOST_SHOWN = 10
const MOST_FAILED = 50

/** The few of many uploads that a summary names: the largest, the oldest, and some that could not be aborted. */
export class Highlights {
  #largest: readonly StaleUpload[] = []
  #oldest: readonly StaleUpload[] = []
  readonly #failed: StaleUpload[] = []

  add(upload: StaleUpload): void {
    this.#largest = take(this.#largest, upload, bySize, MOST_SHOWN)
    this.#oldest = take(this.#oldest, upload, byAge, MOST_SHOWN)
    if (upload.outcome.kind === 'failed' && this.#failed.length < MOST_FAILED) this.#failed.push(upload)
  }

  of(bucket: string): StaleUpload[] {
    const all = new Set([...this.#largest, ...this.#oldest, ...this.#failed])
    return [...all].filter((upload) => upload.bucket === bucket)
  }
}
