import { describe, expect, test } from 'vitest'
import { Seen } from '../../../src/storage/seen.ts'

const upload = (key: string, uploadId: string) => ({
  bucket: 'b',
  key,
  uploadId,
  initiatedMs: undefined,
  storageClass: undefined,
})

describe('what a listing has seen', () => {
  test('an upload is new once, repeated in its run, and known in the next', () => {
    const seen = new Seen()
    const [first, second] = [seen.beginRun(), seen.beginRun()]
    expect(seen.see(upload('k', '1'), first)).toBe('new')
    expect(seen.see(upload('k', '1'), first)).toBe('repeated')
    expect(seen.see(upload('k', '1'), second)).toBe('known')
    expect(seen.see(upload('k', '1'), second)).toBe('repeated')
    expect(seen.see(upload('k', '1'), first)).toBe('repeated')
  })

  test('the same key with another id, and the same id with another key, are other uploads', () => {
    const seen = new Seen()
    const run = seen.beginRun()
    expect(seen.see(upload('k', '1'), run)).toBe('new')
    expect(seen.see(upload('k', '2'), run)).toBe('new')
    expect(seen.see(upload('k2', '1'), run)).toBe('new')
  })

  test('nothing is forgotten or made up while the table grows', () => {
    const seen = new Seen()
    const [first, second] = [seen.beginRun(), seen.beginRun()]
    const uploads = Array.from({ length: 20_000 }, (_, at) => upload(`key-${at % 5_000}`, `id-${at}`))
    const sights = (run: number) => new Set(uploads.map((each) => seen.see(each, run)))
    expect(sights(first)).toEqual(new Set(['new']))
    expect(sights(second)).toEqual(new Set(['known']))
    expect(sights(first)).toEqual(new Set(['repeated']))
    expect(sights(second)).toEqual(new Set(['repeated']))
  })
})
