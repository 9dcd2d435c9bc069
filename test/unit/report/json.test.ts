import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeJson } from '../../../src/report/json.ts'
import type { Report } from '../../../src/report/report.ts'
import { parseGlob } from '../../../src/uploads/glob.ts'
import type { Outcome } from '../../../src/uploads/upload.ts'
import { type JsonReport, jsonReport } from '../../action/json-report.ts'
import { bucketReport, INPUTS, RUN, report, staleUpload, temporaryFolder, totals } from '../sum-up/reports.ts'

/** As it is read back from the file; throws where it does not follow the schema. */
function written(some: Partial<Report>, run: typeof RUN | undefined = RUN): JsonReport {
  return jsonReport({ report: JSON.parse(text(some, run)) })
}

function text(some: Partial<Report>, run: typeof RUN | undefined = RUN): string {
  const path = join(temporaryFolder(), 'not', 'there', 'yet', 'report.json')
  writeJson(report(some), run, path)
  return readFileSync(path, 'utf8')
}

test('a report without buckets, without inputs and without a run is whole', () => {
  expect(written({ buckets: [], inputs: undefined, problems: ['x'] }, undefined)).toMatchObject({
    policy: null,
    dryRun: null,
    buckets: [],
    problems: ['x'],
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T03:05:35.000Z',
  })
})

test('the policy is told in full', () => {
  const policy = {
    kind: 'stale',
    maxAgeMs: 5_400_000,
    minIdleMs: 500,
    include: [parseGlob('{a,b}/*')],
    exclude: [parseGlob('\\*')],
  } as const
  const inputs = { ...INPUTS, policy, prefixes: ['a/'], maxAborts: 0, shard: { index: 2, of: 5 } }

  expect(written({ inputs })).toMatchObject({
    policy: {
      kind: 'stale',
      maxAgeSeconds: 5_400,
      minIdleSeconds: 0.5,
      include: ['{a,b}/*'],
      exclude: ['\\*'],
      prefixes: ['a/'],
      maxAborts: 0,
      shard: '2/5',
    },
  })
})

test('any key and id is there to the character, also where the blocks of the file meet', () => {
  const name = fc.string({ unit: 'binary', minLength: 1 })
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 20 }), fc.nat(200_000), (names, length) => {
      const all = [['🧹'.repeat(length / 2), 'x'], ...names]
      const stale = all.map(([key = '', uploadId = '']) => staleUpload(`k${key}`, { uploadId }))
      const { buckets } = written({ buckets: [bucketReport({ stale })] })

      expect(buckets[0]?.uploads.map(({ key, uploadId }) => [key.slice(1), uploadId])).toEqual(all)
    }),
    { numRuns: 20 },
  )
})

test('each upload has a line to itself', () => {
  const stale = ['a\n', 'b\u2028', 'c'].map((key) => staleUpload(key))
  const lines = text({ buckets: [bucketReport({ stale })] }).split('\n')

  expect(lines.filter((line) => line.includes('"uploadId"'))).toHaveLength(3)
})

test.each(['k', undefined])('a policy for a single upload names it, with the key %s', (key) => {
  const inputs = { ...INPUTS, policy: { kind: 'exactly', uploadId: 'u', key } as const }

  expect(written({ inputs })).toMatchObject({ policy: { kind: 'exactly', uploadId: 'u', key: key ?? null } })
})

test('the parts of an upload are told where they were seen', () => {
  const stale = [staleUpload('seen'), staleUpload('unseen', { look: { kind: 'not-looked' } })]

  expect(written({ buckets: [bucketReport({ stale })] }).buckets[0]?.uploads).toMatchObject([
    { key: 'seen', parts: 1, bytes: 1_000, lastPartAt: '2026-01-02T03:04:05.000Z' },
    { key: 'unseen', parts: null, bytes: null, lastPartAt: null },
  ])
})

describe('what became of an upload', () => {
  test.each<[Outcome, string, string | null]>([
    [{ kind: 'planned' }, 'planned', null],
    [{ kind: 'aborted' }, 'aborted', null],
    [{ kind: 'already-gone' }, 'already-gone', null],
    [{ kind: 'failed', error: 'denied' }, 'failed', 'denied'],
    [{ kind: 'deferred', reason: 'cancelled' }, 'deferred', 'cancelled'],
  ])('%j', (outcome, word, error) => {
    const stale = [staleUpload('k', { outcome })]

    expect(written({ buckets: [bucketReport({ stale })] }).buckets[0]?.uploads).toMatchObject([
      { key: 'k', verdict: 'stale', outcome: word, error },
    ])
  })

  test('nobody could say, so it was kept', () => {
    const { look: _look, outcome: _outcome, ...upload } = staleUpload('k')
    const unknown = [{ ...upload, initiatedMs: undefined, verdict: 'unknown-age' as const }]

    expect(written({ buckets: [bucketReport({ unknown })] }).buckets[0]?.uploads).toMatchObject([
      { key: 'k', initiated: null, verdict: 'unknown-age', outcome: 'kept', error: null },
    ])
  })
})

test.each([8.64e15 + 1, undefined])('a start of %s is no date', (initiatedMs) => {
  const stale = [staleUpload('k', { initiatedMs })]

  expect(written({ buckets: [bucketReport({ stale })] }).buckets[0]?.uploads).toMatchObject([
    { initiated: null },
  ])
})

test('bytes that are not known are null, with the least beside them', () => {
  const bytesFreed = { bytes: 7, isExact: false }

  expect(written({ totals: totals({ bytesFreed }) }).totals).toMatchObject({
    bytesFreed: null,
    bytesFreedAtLeast: 7,
  })
})
