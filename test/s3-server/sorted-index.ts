/** Where something stands: by rank, then by time, then by id. */
export interface Position {
  readonly rank: string
  readonly initiatedMs: number
  readonly uploadId: string
}

const CHUNK = 512
/** More than so many at once are sorted in together instead of one by one. */
const BULK = 256

export function compare(a: Position, b: Position): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  if (a.initiatedMs !== b.initiatedMs) return a.initiatedMs - b.initiatedMs
  if (a.uploadId === b.uploadId) return 0
  return a.uploadId < b.uploadId ? -1 : 1
}

/**
 * A sorted list in chunks, so that a million uploads are found by binary search and each insertion or deletion moves a
 * few hundred entries at most. What is added in bulk is sorted at the next look, once.
 */
export class SortedIndex<T extends Position> {
  #chunks: T[][] = []
  #pending: T[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  add(item: T): void {
    this.#pending.push(item)
    this.#size++
  }

  delete(item: T): void {
    this.#settle()
    const { chunk, at } = this.#find(item, false)
    const items = this.#chunks[chunk]
    if (items === undefined || items[at] !== item) return
    items.splice(at, 1)
    if (items.length === 0) this.#chunks.splice(chunk, 1)
    this.#size--
  }

  /** All in order, from the first that is not before `position`, or that is behind it. Not to be used across changes. */
  *from(position: Position | undefined, behind: boolean): Generator<T, undefined> {
    this.#settle()
    const start = position === undefined ? { chunk: 0, at: 0 } : this.#find(position, behind)
    for (let chunk = start.chunk; chunk < this.#chunks.length; chunk++) {
      const items = this.#chunks[chunk] ?? []
      const first = chunk === start.chunk ? start.at : 0
      yield* first === 0 ? items : items.slice(first)
    }
  }

  #settle(): void {
    if (this.#pending.length === 0) return
    const added = this.#pending
    this.#pending = []
    if (added.length > BULK) this.#rebuild(added)
    else for (const item of added) this.#insert(item)
  }

  #rebuild(added: T[]): void {
    const all = [...this.#chunks, added].flat().sort(compare)
    this.#chunks = []
    for (let at = 0; at < all.length; at += CHUNK) this.#chunks.push(all.slice(at, at + CHUNK))
  }

  #insert(item: T): void {
    const { chunk, at } = this.#find(item, true)
    const items = this.#chunks[chunk] ?? this.#chunks.at(-1)
    if (items === undefined) {
      this.#chunks.push([item])
      return
    }
    items.splice(chunk < this.#chunks.length ? at : items.length, 0, item)
    if (items.length > 2 * CHUNK) this.#chunks.splice(this.#chunks.indexOf(items) + 1, 0, items.splice(CHUNK))
  }

  #find(position: Position, behind: boolean): { chunk: number; at: number } {
    const isPast = (item: T | undefined): boolean => {
      if (item === undefined) return true
      const order = compare(item, position)
      return behind ? order > 0 : order >= 0
    }
    const chunk = firstThat(this.#chunks.length, (index) => isPast(this.#chunks[index]?.at(-1)))
    const items = this.#chunks[chunk] ?? []
    return { chunk, at: firstThat(items.length, (index) => isPast(items[index])) }
  }
}

/** The first index for which `holds`, given that it holds for all behind it. */
function firstThat(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
