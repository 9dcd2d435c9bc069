import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan } from '../../../src/uploads/plan.ts'
import type { Outcome, StaleUpload } from '../../../src/uploads/upload.ts'

function identity({ bucket, key, uploadId }: StaleUpload): string {
  return JSON.stringify([bucket, key, uploadId])
}

function stale(some: Partial<StaleUpload>): StaleUpload {
  return {
    bucket: 'b',
    key: 'k',
    uploadId: 'id',
    initiatedMs: 0,
    storageClass: undefined,
    look: { kind: 'not-looked' },
    outcome: { kind: 'planned' },
    ...some,
  }
}

const short = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 2 })
const uploads = fc.uniqueArray(
  fc
    .record({
      bucket: short,
      key: short,
      uploadId: short,
      initiatedMs: fc.option(fc.nat(3), { nil: undefined }),
      outcome: fc.constantFrom<Outcome>({ kind: 'planned' }, { kind: 'already-gone' }),
    })
    .map(stale),
  { selector: identity, maxLength: 12 },
)

test('without max-aborts everything that is still there is to go, oldest first over all buckets', () => {
  const old = stale({ bucket: 'z', initiatedMs: 1 })
  const older = stale({ bucket: 'y', initiatedMs: 0 })
  const young = stale({ bucket: 'a', initiatedMs: 2 })

  expect(plan([young, old, older], undefined)).toEqual({ abort: [older, old, young], defer: [] })
})

test('max-aborts 0 defers everything', () => {
  expect(plan([stale({})], 0)).toEqual({ abort: [], defer: [stale({})] })
})

test('what is gone already takes none of the places', () => {
  const gone = stale({ key: 'gone', initiatedMs: 0, outcome: { kind: 'already-gone' } })
  const there = stale({ key: 'there', initiatedMs: 1 })

  expect(plan([gone, there], 1)).toEqual({ abort: [there], defer: [] })
})

test('every upload that is still there is either to go or deferred, once, and at most max-aborts are to go', () => {
  fc.assert(
    fc.property(uploads, fc.option(fc.nat(12), { nil: undefined }), (all, maxAborts) => {
      const { abort, defer } = plan(all, maxAborts)
      const there = all.filter(({ outcome }) => outcome.kind === 'planned')

      expect([...abort, ...defer].map(identity).sort()).toEqual(there.map(identity).sort())
      expect(abort).toHaveLength(Math.min(there.length, maxAborts ?? there.length))
    }),
  )
})

test('no upload is deferred that is older than one that is to go', () => {
  fc.assert(
    fc.property(uploads, fc.nat(12), (all, maxAborts) => {
      const { abort, defer } = plan(all, maxAborts)
      const newest = Math.max(...abort.map(({ initiatedMs }) => initiatedMs ?? 0))
      for (const { initiatedMs } of defer) expect(initiatedMs ?? 0).toBeGreaterThanOrEqual(newest)
    }),
  )
})

test('the order in which the uploads were found changes nothing', () => {
  fc.assert(
    fc.property(
      uploads.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      fc.nat(12),
      ([all, shuffled], maxAborts) => {
        expect(plan(shuffled, maxAborts)).toEqual(plan(all, maxAborts))
      },
    ),
  )
})

test('the list that was given stays as it was', () => {
  const given = [stale({ key: 'b', initiatedMs: 2 }), stale({ key: 'a', initiatedMs: 1 })]
  plan(given, 1)

  expect(given.map(({ key }) => key)).toEqual(['b', 'a'])
})
