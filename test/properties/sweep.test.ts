import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { isInShard } from '../../src/uploads/shard.ts'
import { personalities } from '../s3-server/personalities/index.ts'
import { isStale, isUnderPrefix } from './oracle.ts'
import { type Played, play, type TrackedUpload } from './play.ts'
import { NOW, type Scenario, scenarios } from './scenario.ts'

/** `npm test` plays the same scenarios each time; `npm run test:properties` plays many more, and new ones each time. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? '2000')
const SEED = process.env.PROPERTY_SEED === undefined ? 20_261_123 : Number(process.env.PROPERTY_SEED)

const seen = { runs: 0, requests: 0, faults: 0, uploads: 0, ended: 0 }

test('whatever the store, the policy and the network do: only what is stale is ended, and everything is accounted for', {
  timeout: 3_600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const played = await play(scenario)
      endsOnlyWhatIsStale(scenario, played)
      deletesNoObjectAndNoBucket(played)
      losesSightOfNothingStale(scenario, played)
      addsUp(played)
      asksABoundedNumberOfTimes(scenario, played)
      doesAllOfItsJobWhereNothingGoesWrong(scenario, played)
      count(played)
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: false },
  )
})

afterAll(() => {
  process.stdout.write(
    `\nProperties: ${seen.runs} runs, ${seen.requests} requests, ${seen.faults} faults injected, ${seen.uploads} uploads, ${seen.ended} of them ended; seed ${SEED}.\n`,
  )
})

function endsOnlyWhatIsStale(scenario: Scenario, { before, idsLeft, requests }: Played): void {
  const { inputs } = scenario
  const ended = before.filter(
    ({ upload, isEndedByOthers }) => !idsLeft.has(upload.uploadId) && !isEndedByOthers,
  )
  for (const tracked of ended) {
    const upload = shown(scenario, tracked)
    expect(isStale(upload, inputs), `${tracked.upload.key} was ended and is not stale`).toBe(true)
    expect(upload.ageSeconds, 'no server makes an upload older than it is').toBeLessThanOrEqual(
      tracked.ageSeconds,
    )
    expect(isInShare(tracked, inputs.shard), `${tracked.upload.key} was ended and is another's`).toBe(true)
  }
  const aborted = new Set(
    requests.filter(({ method }) => method === 'DELETE').map(({ uploadId }) => uploadId),
  )
  if (inputs.dryRun) expect([...aborted], 'a dry run aborts nothing').toEqual([])
  expect(aborted.size, 'max-aborts is kept').toBeLessThanOrEqual(inputs.maxAborts ?? Number.POSITIVE_INFINITY)
}

function deletesNoObjectAndNoBucket({ objects, buckets, requests }: Played): void {
  expect(objects.after).toEqual(objects.before)
  expect(buckets).toEqual(['first', 'second'])
  for (const { method, bucket, key, uploadId } of requests) {
    if (method === 'DELETE')
      expect([bucket, key, uploadId].every((name) => name !== undefined && name !== '')).toBe(true)
    else expect(method).toBe('GET')
  }
}

/** Every stale upload is gone, or named in the report, or in a bucket of which the report says that it failed. */
function losesSightOfNothingStale(scenario: Scenario, { before, idsLeft, report, exitCode }: Played): void {
  const named = new Map(
    report.buckets.flatMap(({ uploads }) =>
      uploads.map(({ uploadId, outcome }) => [uploadId, outcome] as const),
    ),
  )
  for (const tracked of before) {
    const { uploadId, key } = tracked.upload
    const isThere = idsLeft.has(uploadId)
    if (!isThere && !tracked.isEndedByOthers)
      expect(named.has(uploadId), `${key} was ended and is not named`).toBe(true)
    if (!isThere || !isStale(shown(scenario, tracked), scenario.inputs)) continue
    if (!isInShare(tracked, scenario.inputs.shard)) continue
    const bucket = report.buckets.find((candidate) => candidate.bucket === tracked.bucket)
    const isAdmitted = bucket?.listing === 'failed' && bucket.problems.length > 0 && exitCode === 1
    expect(named.has(uploadId) || isAdmitted, `${key} is stale, is still there, and nobody says so`).toBe(
      true,
    )
    if (scenario.inputs.verify && bucket?.problems.length === 0)
      expect(named.get(uploadId), `${key} is still there`).not.toBe('aborted')
  }
}

function addsUp({ outputs, report }: Played): void {
  const number = (name: string): number => Number(outputs[name])
  const planned = Number(report.totals.planned)
  expect(number('listed')).toBe(number('stale') + number('kept'))
  expect(number('stale')).toBe(
    number('aborted') + number('already-gone') + number('failed') + number('deferred') + planned,
  )
  for (const name of ['listed', 'stale', 'aborted', 'failed', 'deferred', 'kept'])
    expect(number(name)).toBe(report.totals[name])
  const entries = report.buckets.flatMap(({ uploads }) => uploads)
  expect(entries.filter(({ verdict }) => verdict === 'stale')).toHaveLength(number('stale'))
}

/** In proportion to the uploads, the pages and the attempts that a request has; nothing goes round in circles. */
function asksABoundedNumberOfTimes({ uploads, inputs, pageSize }: Scenario, { requests }: Played): void {
  const ATTEMPTS = 6
  const LISTINGS_WITH_VERIFICATION = 4
  const PLAIN_AND_ENCODED = 2
  const pages = Math.ceil(uploads.length / pageSize) + 2
  const listing = pages * (inputs.prefixes.length + 2) * PLAIN_AND_ENCODED
  const looks = uploads.length * 6 * PLAIN_AND_ENCODED
  const aborts = uploads.length * 4
  const bound = ATTEMPTS * (2 * listing * LISTINGS_WITH_VERIFICATION + looks * 4 + aborts)
  expect(requests.length).toBeLessThanOrEqual(bound)
}

/** Without faults, a bucket that could be listed is left with exactly what is not stale by what the server shows. */
function doesAllOfItsJobWhereNothingGoesWrong(
  scenario: Scenario,
  { before, report, idsLeft, exitCode }: Played,
): void {
  const { inputs, troubles } = scenario
  if (troubles.length > 0) return
  for (const { bucket, listing, problems, uploads } of report.buckets) {
    if (listing === 'failed' || problems.length > 0) {
      expect(exitCode).toBe(1)
      continue
    }
    const here = before.filter((tracked) => tracked.bucket === bucket && isInShare(tracked, inputs.shard))
    const expected = here.filter((tracked) => isStale(shown(scenario, tracked), inputs))
    const stale = uploads.filter(({ verdict }) => verdict === 'stale')
    expect(idsOf(stale)).toEqual(idsOf(expected.map(({ upload }) => upload)))
    const isAnyDeferred = stale.some(({ outcome }) => outcome === 'deferred')
    if (inputs.dryRun || isAnyDeferred) continue
    expect(
      expected.filter(({ upload }) => idsLeft.has(upload.uploadId)).map(({ upload }) => upload.key),
    ).toEqual([])
  }
  const complete = new Set(
    report.buckets.filter(({ listing }) => listing === 'complete').map(({ bucket }) => bucket),
  )
  const under = before.filter(
    (tracked) =>
      complete.has(tracked.bucket) &&
      isUnderPrefix(tracked.upload.key, inputs.prefixes) &&
      isInShare(tracked, inputs.shard),
  )
  expect(report.totals.listed).toBe(under.length)
}

/** The upload as the server lets it be seen: some do not know when it began, or do not say so. */
function shown({ personality }: Scenario, { upload, partAgesSeconds }: TrackedUpload) {
  const text = personalities[personality].listing.initiated(upload, NOW.getTime())
  const ageSeconds = text === undefined ? Number.NaN : (NOW.getTime() - Date.parse(text)) / 1_000
  return { key: upload.key, ageSeconds, partAgesSeconds }
}

function isInShare({ bucket, upload }: TrackedUpload, shard: string | undefined): boolean {
  if (shard === undefined) return true
  const [index = 0, of = 0] = shard.split('/').map(Number)
  return isInShard({ index, of }, { bucket, key: upload.key, uploadId: upload.uploadId })
}

function idsOf(uploads: readonly { readonly uploadId: string }[]): string[] {
  return uploads.map(({ uploadId }) => uploadId).sort()
}

function count({ requests, faultsInjected, before, idsLeft }: Played): void {
  seen.runs++
  seen.requests += requests.length
  seen.faults += faultsInjected
  seen.uploads += before.length
  seen.ended += before.filter(({ upload }) => !idsLeft.has(upload.uploadId)).length
}
