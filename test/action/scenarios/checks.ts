import { expect } from 'vitest'
import { errors, warnings } from '../annotations.ts'
import { jsonReport } from '../json-report.ts'
import type { RunResult } from '../run.ts'
import type { Expectation } from './expectation.ts'
import type { World } from './world.ts'

/** What was there before the run. */
export interface Before {
  readonly objects: readonly string[]
}

/** What must hold whatever the server does. */
export function checkInvariants(world: World, before: Before, run: RunResult): void {
  touchesNothingElse(world, before)
  endsOnlyWhatIsStale(world)
  addsUp(world, run)
}

/** The uploads that are stale, still there, and nowhere admitted to be. */
export function lostFromSight(world: World, run: RunResult): string[] {
  const left = new Set(world.idsLeft())
  const [bucket] = jsonReport(run).buckets
  const named = new Set(bucket?.uploads.map(({ uploadId }) => uploadId))
  const isAdmitted = (bucket?.problems.length ?? 0) > 0 || (bucket?.warnings.length ?? 0) > 0
  const stale = world.withFate('stale').filter(({ uploadId }) => left.has(uploadId) && !named.has(uploadId))
  return isAdmitted || 'upload-id' in world.inputs ? [] : stale.map(({ uploadId }) => uploadId)
}

export function checkExpectation(expected: Expectation, world: World, run: RunResult): void {
  switch (expected.kind) {
    case 'cleaned':
      checkCleaned(world, run, 'already-gone')
      break
    case 'cleaned, and counted otherwise':
      checkCleaned(world, run, expected.ended)
      break
    case 'kept':
      checkKept(world, run, expected.verdict)
      break
    case 'failed':
      checkFailed(world, run, expected.error)
      break
    case 'missed':
      checkMissed(world, run, expected.count)
      break
    case 'not found':
      checkNotFound(world, run)
  }
}

function touchesNothingElse({ server, bucket }: World, { objects }: Before): void {
  expect(server.objects(bucket)).toEqual(objects)
  expect(server.buckets()).toEqual([bucket])
  for (const { method, key, uploadId } of server.requests) {
    if (method === 'DELETE') expect([key, uploadId]).not.toContain(undefined)
    else expect(method).toBe('GET')
  }
}

function endsOnlyWhatIsStale(world: World): void {
  const left = new Set(world.idsLeft())
  const isDry = world.inputs['dry-run'] === 'true'
  const mayEnd = 'upload-id' in world.inputs ? ['asked for'] : ['stale']
  for (const { key, uploadId, fate } of world.uploads) {
    if (left.has(uploadId) || fate === 'ended by others') continue
    expect(isDry ? [] : mayEnd, `the upload of ${JSON.stringify(key)} was ended`).toContain(fate)
  }
}

function addsUp(world: World, run: RunResult): void {
  const { totals, buckets } = jsonReport(run)
  const counts = {
    listed: totals.listed,
    stale: totals.stale,
    aborted: totals.aborted,
    'already-gone': totals.alreadyGone,
    failed: totals.failed,
    deferred: totals.deferred,
    kept: totals.kept,
  }
  expect(numbersOf(run, Object.keys(counts))).toEqual(counts)
  expect(totals.listed).toBe(totals.stale + totals.kept)
  expect(totals.stale).toBe(
    totals.aborted + totals.alreadyGone + totals.failed + totals.deferred + totals.planned,
  )
  expect(buckets.map(({ bucket }) => bucket)).toEqual([world.bucket])
  expect(run.summary).toContain('## Abort stale multipart uploads')
  expect(run.stderr).toBe('')
}

function numbersOf({ outputs }: RunResult, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, Number(outputs[name])]))
}

function checkCleaned(world: World, run: RunResult, ended: 'already-gone' | 'aborted' | 'not listed'): void {
  const { inputs } = world
  const doomed = 'upload-id' in inputs ? world.withFate('asked for') : world.withFate('stale')
  const endedByOthers = ended === 'not listed' ? 0 : world.withFate('ended by others').length
  const isDry = inputs['dry-run'] === 'true'
  const aborted = isDry ? 0 : doomed.length + (ended === 'aborted' ? endedByOthers : 0)
  expect(errors(run)).toEqual([])
  expect(run.exitCode).toBe(0)
  expect(numbersOf(run, ['stale', 'aborted', 'already-gone', 'failed', 'kept'])).toEqual({
    stale: doomed.length + endedByOthers,
    aborted,
    'already-gone': ended === 'already-gone' ? endedByOthers : 0,
    failed: 0,
    // By its id only that upload is looked for.
    kept: 'upload-id' in inputs ? 0 : world.withFate('young', 'active', 'excluded').length,
  })
  const gone = new Set([...(isDry ? [] : doomed), ...world.withFate('ended by others')])
  expect(world.idsLeft()).toEqual(idsWithout(world, gone))
}

function checkKept(world: World, run: RunResult, verdict: 'unknown-age' | 'young'): void {
  const excluded = world.withFate('excluded').length
  const listed = world.withFate('stale', 'young', 'active', 'ended by others').length
  const kept = jsonReport(run).totals.keptBecause
  expect(errors(run)).toEqual([])
  expect(run.exitCode).toBe(0)
  expect(kept).toMatchObject({ [verdict]: listed, excluded })
  expect(numbersOf(run, ['stale', 'kept'])).toEqual({ stale: 0, kept: listed + excluded })
  expect(warnings(run)).toEqual([expect.stringContaining(WARNINGS[verdict])])
  expect(world.idsLeft()).toEqual(idsWithout(world, new Set(world.withFate('ended by others'))))
}

const WARNINGS = {
  'unknown-age': 'no start date that can be true',
  young: 'is listed as started just now',
} as const

function checkFailed(world: World, run: RunResult, error: string): void {
  expect(errors(run)).toEqual([expect.stringContaining(error)])
  expect(run.exitCode).toBe(1)
  expect(jsonReport(run).buckets).toMatchObject([{ listing: 'failed' }])
  expect(numbersOf(run, ['listed', 'aborted'])).toEqual({ listed: 0, aborted: 0 })
  expect(world.idsLeft()).toEqual(idsWithout(world, new Set(world.withFate('ended by others'))))
}

function checkMissed(world: World, run: RunResult, count: number): void {
  const stale = world.withFate('stale')
  expect(lostFromSight(world, run)).toHaveLength(count)
  expect(numbersOf(run, ['aborted', 'failed'])).toEqual({ aborted: stale.length - count, failed: 0 })
}

function checkNotFound(world: World, run: RunResult): void {
  expect(run.exitCode).toBe(0)
  expect(warnings(run)).toEqual([expect.stringContaining('has the given `upload-id`')])
  expect(world.idsLeft()).toEqual(idsWithout(world, new Set()))
}

function idsWithout({ uploads }: World, gone: ReadonlySet<unknown>): string[] {
  return uploads
    .filter((upload) => !gone.has(upload))
    .map(({ uploadId }) => uploadId)
    .sort()
}
