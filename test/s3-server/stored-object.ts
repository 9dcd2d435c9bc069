import type { Part } from './upload.ts'

/** A finished object. */
export interface StoredObject {
  readonly etag: string
  readonly lastModifiedMs: number
  readonly size: number
  readonly contentType: string
  readonly storageClass: string
  readonly pieces: readonly Pick<Part, 'size' | 'bytes'>[]
}

const ZEROS = new Uint8Array(64 * 1024)

/** The bytes, with zeros for those that are only pretended. */
export function* bytesOf(object: StoredObject): Generator<Uint8Array> {
  for (const { bytes, size } of object.pieces) {
    if (bytes !== undefined) yield bytes
    else yield* zeros(size)
  }
}

function* zeros(size: number): Generator<Uint8Array> {
  for (let left = size; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, Math.min(left, ZEROS.length))
}
