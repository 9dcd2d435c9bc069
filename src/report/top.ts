import type { StaleUpload } from '../uploads/upload.ts'
import { bytesOf } from './report.ts'

export type Order = (a: StaleUpload, b: StaleUpload) => number

export const bySize: Order = (a, b) => bytesOf(b).bytes - bytesOf(a).bytes
export const byAge: Order = (a, b) => (a.initiatedMs ?? 0) - (b.initiatedMs ?? 0)

/** The first few of that order, with this upload among them if it belongs there: nothing else need be held or sorted. */
export function take(
  top: readonly StaleUpload[],
  upload: StaleUpload,
  order: Order,
  most: number,
): readonly StaleUpload[] {
  const last = top[most - 1]
  if (last !== undefined && order(upload, last) >= 0) return top
  return [...top, upload].sort(order).slice(0, most)
}
