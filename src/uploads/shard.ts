import type { Upload } from './upload.ts'

/** One share of the work, of several that run at the same time: `2/5` is the second of five. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** Each share lists the whole bucket: with more of them the listing costs more than the sharing saves. */
export const MOST_SHARDS = 256

/** Reads `2/5`; undefined for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  return index >= 1 && index <= of && of <= MOST_SHARDS ? { index, of } : undefined
}

/**
 * Is this upload in the share? Decided by the upload alone, so that the shares are disjoint and complete, and stay the
 * same while other uploads come and go. FNV-1a over UTF-16 units, then mixed: neighbouring keys spread evenly.
 */
export function isInShard(shard: Shard, upload: Pick<Upload, 'bucket' | 'key' | 'uploadId'>): boolean {
  return hash(`${upload.bucket}\n${upload.uploadId}\n${upload.key}`) % shard.of === shard.index - 1
}

function hash(text: string): number {
  let h = 0x811c9dc5
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  return (h ^ (h >>> 13)) >>> 0
}
