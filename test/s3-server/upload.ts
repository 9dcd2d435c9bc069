/** A part as the server keeps it. Never changed, so that seeded uploads can share it. */
export interface Part {
  readonly number: number
  readonly size: number
  readonly lastModifiedMs: number
  readonly etag: string
  /** Undefined when the size is only pretended: such parts read as zeros. */
  readonly bytes: Uint8Array | undefined
}

/** An upload in progress. It is its own position in the index. */
export interface Upload {
  readonly key: string
  readonly uploadId: string
  /** First thing to order by; the personality decides what it is. */
  readonly rank: string
  readonly initiatedMs: number
  readonly storageClass: string
  /** By number; replaced as a whole when a part arrives. */
  parts: readonly Part[]
}

/** The parts with one more, or with one replaced. */
export function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  const last = parts.at(-1)
  if (last === undefined || last.number < part.number) return [...parts, part]
  return [...parts.filter(({ number }) => number !== part.number), part].sort((a, b) => a.number - b.number)
}
