import { hash } from 'node:crypto'
import type { Upload } from '../uploads/upload.ts'

const FIRST_SLOTS = 1_024
/** Three of the four words of a slot are the digest, the fourth is the run; 0 is no run, so the slot is free. */
const WORDS = 4

/**
 * Which uploads were listed already, and by which run through the pages. All that the action remembers of an upload
 * which is kept: 16 bytes in a table that is at most three quarters full, because a bucket may hold a million uploads
 * and a key 1,024 bytes. Of a million uploads, two share their 96 bits of SHA-1 with a chance of 1 in 10^17.
 */
export class Seen {
  #slots = new Uint32Array(FIRST_SLOTS * WORDS)
  #used = 0
  #runs = 0

  beginRun(): number {
    return ++this.#runs
  }

  /** `repeated`: this run had it before. `known`: another run had it, so it is not to be counted again. */
  see({ key, uploadId }: Upload, run: number): 'new' | 'known' | 'repeated' {
    const digest = hash('sha1', `${uploadId}\0${key}`, 'binary')
    const [a, b, c] = [word(digest, 0), word(digest, 4), word(digest, 8)]
    let isKnown = false
    let at = this.#home(a)
    for (let owner = this.#owner(at); owner !== 0; owner = this.#owner(at)) {
      if (this.#slots[at] === a && this.#slots[at + 1] === b && this.#slots[at + 2] === c) {
        if (owner === run) return 'repeated'
        isKnown = true
      }
      at = this.#behind(at)
    }
    this.#put(at, a, b, c, run)
    return isKnown ? 'known' : 'new'
  }

  #put(at: number, a: number, b: number, c: number, run: number): void {
    this.#slots.set([a, b, c, run], at)
    this.#used++
    if (this.#used * WORDS > this.#slots.length * 0.75) this.#grow()
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    for (let from = 0; from < before.length; from += WORDS) {
      if (before[from + 3] === 0) continue
      let at = this.#home(before[from] ?? 0)
      while (this.#owner(at) !== 0) at = this.#behind(at)
      this.#slots.set(before.subarray(from, from + WORDS), at)
    }
  }

  #home(word: number): number {
    return (word * WORDS) % this.#slots.length
  }

  #behind(at: number): number {
    return (at + WORDS) % this.#slots.length
  }

  #owner(at: number): number {
    return this.#slots[at + 3] ?? 0
  }
}

/** Four bytes of a Latin-1 string as a number. */
function word(bytes: string, at: number): number {
  return (
    (bytes.charCodeAt(at) |
      (bytes.charCodeAt(at + 1) << 8) |
      (bytes.charCodeAt(at + 2) << 16) |
      (bytes.charCodeAt(at + 3) << 24)) >>>
    0
  )
}
