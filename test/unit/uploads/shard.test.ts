import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInShard } from '../../../src/uploads/shard.ts'

interface Named {
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
}

function sharesThatHold(upload: Named, of: number): number[] {
  const indexes = Array.from({ length: of }, (_, at) => at + 1)
  return indexes.filter((index) => isInShard({ index, of }, upload))
}

const anyText = fc.string({ unit: 'binary', maxLength: 40 })
const anyUpload = fc.record({ bucket: anyText, key: anyText, uploadId: anyText })

test('every upload is in exactly one share, whatever its name and however many shares there are', () => {
  fc.assert(
    fc.property(anyUpload, fc.integer({ min: 1, max: 256 }), (upload, of) => {
      expect(sharesThatHold(upload, of)).toHaveLength(1)
    }),
  )
})

/** Names as programs give them: they differ in a digit, or not at all but for the id. */
const NEIGHBOURS: readonly (readonly [string, (n: number) => Named])[] = [
  ['keys that count', (n) => ({ bucket: 'b', key: `backups/2026/${n}.tar`, uploadId: 'id' })],
  ['ids that count', (n) => ({ bucket: 'b', key: 'k', uploadId: String(n).padStart(20, '0') })],
  ['buckets that count', (n) => ({ bucket: `bucket-${n}`, key: 'k', uploadId: 'id' })],
]

describe.each(NEIGHBOURS)('%s', (_, nth) => {
  test.each([2, 3, 4, 5, 8, 10, 16])('spread evenly over %i shares', (of) => {
    const counts = new Map<number | undefined, number>()
    for (let n = 0; n < 10_000; n++) {
      const [share] = sharesThatHold(nth(n), of)
      counts.set(share, (counts.get(share) ?? 0) + 1)
    }
    const fair = 10_000 / of
    expect(counts.size).toBe(of)
    for (const count of counts.values()) expect(Math.abs(count - fair)).toBeLessThan(fair / 5)
  })
})

// The jobs of a matrix need not start with the same release: `v1` may move between two of them.
test('the share of an upload never changes from one release to the next', () => {
  const uploads = ['a', 'b', 'x/😀', ''].map((key) => ({ bucket: 'my-bucket', key, uploadId: 'VXBsb2FkSWQ' }))
  expect(uploads.map((upload) => sharesThatHold(upload, 7)[0])).toEqual([3, 5, 6, 4])
  expect(uploads.map((upload) => sharesThatHold(upload, 256)[0])).toEqual([108, 92, 171, 255])
})
