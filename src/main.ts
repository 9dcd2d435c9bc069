import { readRunContext } from './github/run-context.ts'
import type { Runner } from './github/runner.ts'
import { bucketProblem } from './inputs/bucket-name.ts'
import type { Inputs } from './inputs/inputs.ts'
import { parseInputs, secretsIn } from './inputs/parse.ts'
import type { Environment } from './inputs/raw-inputs.ts'
import { forEachInParallel } from './parallel.ts'
import { announce } from './report/announce.ts'
import { writeJson } from './report/json.ts'
import { Narrator } from './report/narrator.ts'
import { toOutputs } from './report/outputs.ts'
import { type Ending, type Report, reasonsToFail, sum, toBucketReport } from './report/report.ts'
import { toSummary } from './report/summary.ts'
import { Trying } from './report/trying.ts'
import { createAccount } from './storage/account.ts'
import { closeAgents, createAgents } from './storage/agents.ts'
import { proxyPasswords } from './storage/proxy.ts'
import { S3, type Surroundings } from './storage/s3.ts'
import { Store } from './storage/store.ts'
import { abortAll } from './sweep/abort.ts'
import { type Cancellation, Cancelled } from './sweep/cancellation.ts'
import { Findings } from './sweep/findings.ts'
import { survey } from './sweep/survey.ts'
import { isSaidToBeGone, verify } from './sweep/verify.ts'
import { matches } from './uploads/glob.ts'
import { plan } from './uploads/plan.ts'
import type { StaleUpload } from './uploads/upload.ts'
import { bugMessage, UserError } from './user-error.ts'

/** What a run needs of the world; given in, so that nothing below reaches for it. */
export interface World extends Surroundings {
  readonly env: Environment
  readonly runner: Runner
  readonly cancellation: Cancellation
  /** Where the JSON report goes. */
  readonly reportPath: string
}

/** What a run has come to so far. Whatever happens, the report is made from it. */
interface Progress {
  readonly findings: Findings[]
  /** What went wrong outside any bucket. */
  readonly problems: string[]
}

/** Buckets are listed side by side, but not all of a large account at once. */
const MOST_BUCKETS_AT_ONCE = 8

/** One run, from the inputs to the report. Gives the exit code; never throws for what a user or a store can do. */
export async function main(world: World): Promise<0 | 1> {
  const startedMs = world.nowMs()
  for (const secret of [...secretsIn(world.env), ...proxyPasswords(world.env)]) world.runner.mask(secret)
  const parsed = parseInputs(world.env)
  const inputs = parsed.kind === 'valid' ? parsed.inputs : undefined
  const progress: Progress = { findings: [], problems: parsed.kind === 'valid' ? [] : [...parsed.problems] }
  const narrator = new Narrator(world.runner)
  const ending =
    inputs === undefined
      ? 'completed'
      : await attempt(world, progress, () => connectAndSweep(inputs, world, narrator, progress))
  settle(progress, ending, inputs?.dryRun === true)
  const buckets = progress.findings.map(toBucketReport)
  const totals = sum(buckets.map((bucket) => bucket.totals))
  const report: Report = {
    startedMs,
    endedMs: world.nowMs(),
    ending,
    inputs,
    totals,
    buckets,
    problems: progress.problems,
  }
  publish(report, world, narrator)
  return reasonsToFail(report).length === 0 ? 0 : 1
}

async function connectAndSweep(
  inputs: Inputs,
  world: World,
  narrator: Narrator,
  progress: Progress,
): Promise<void> {
  const agents = createAgents(world.env, inputs.concurrency)
  try {
    const account = createAccount(inputs.connection, agents, (secret) => world.runner.mask(secret))
    const s3 = new S3(inputs.connection, inputs.concurrency, account, agents, world, world.cancellation)
    await sweep(inputs, new Store(s3, inputs.connection), narrator, progress)
  } finally {
    closeAgents(agents)
  }
}

/** The job itself: list everything, look, judge, plan; then abort, then verify. */
async function sweep(inputs: Inputs, store: Store, narrator: Narrator, progress: Progress): Promise<void> {
  const { policy, shard, concurrency, dryRun } = inputs
  const names = await resolveBuckets(inputs, store, progress)
  const findings = names.map((name) => new Findings(name, inputs.prefixes))
  for (const bucket of findings) progress.findings.push(bucket)
  narrator.opening(inputs, names)

  await narrator.during(
    () => Narrator.listing(findings),
    () =>
      forEachInParallel(findings, MOST_BUCKETS_AT_ONCE, async (bucket) => {
        await survey(store, bucket, { policy, shard, concurrency })
        narrator.surveyed(bucket)
      }),
  )

  const listed = findings.filter(({ listing }) => listing === 'complete')
  const { abort, defer } = plan(
    listed.flatMap(({ stale }) => stale),
    inputs.maxAborts,
  )
  if (policy.kind === 'exactly' && abort.length + defer.length > 1) {
    refuseToGuess([...abort, ...defer])
    return
  }
  for (const upload of defer) upload.outcome = { kind: 'deferred', reason: 'max-aborts' }
  narrator.planned(abort, defer, dryRun)
  if (dryRun) return

  const byName = new Map(findings.map((bucket) => [bucket.bucket, bucket]))
  await narrator.during(
    () => Narrator.aborting(abort),
    () => abortAll(store, abort, { policy, concurrency, findings: byName }),
  )
  // Also where nothing was aborted: a store without ListParts says of every upload that it is gone.
  const doubtful = listed.filter(({ stale }) => stale.some(isSaidToBeGone))
  if (!inputs.verify || doubtful.length === 0) return
  narrator.verifying()
  await forEachInParallel(doubtful, MOST_BUCKETS_AT_ONCE, (bucket) =>
    verify(store, bucket, { policy, concurrency }),
  )
}

/** Names as they are, globs by the buckets that the credentials can list; each bucket once. */
async function resolveBuckets(
  { buckets, connection: { endpoint } }: Inputs,
  store: Store,
  progress: Progress,
): Promise<string[]> {
  const names = new Set(buckets.flatMap((input) => (input.kind === 'name' ? input.name : [])))
  const globs = buckets.flatMap((input) => (input.kind === 'glob' ? input.glob : []))
  if (globs.length === 0) return [...names]
  try {
    const known = await store.listBuckets()
    for (const glob of globs) {
      const matching = known.filter((name) => matches(glob, name))
      if (matching.length === 0)
        progress.problems.push(
          `No bucket matches \`${glob.source}\`; the credentials can list ${known.length} buckets. Correct \`bucket\`.`,
        )
      for (const name of matching) {
        const problem = bucketProblem(name, endpoint)
        if (problem === undefined) names.add(name)
        else
          progress.problems.push(
            `The store lists a bucket that cannot be addressed, and it was left out: ${problem}`,
          )
      }
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    progress.problems.push(error.message)
  }
  return [...names]
}

/** One upload was asked for, and several have its id. Which one is meant, only the user knows. */
function refuseToGuess(uploads: readonly StaleUpload[]): void {
  const error =
    'Several uploads have this `upload-id`. Set `key` (and one `bucket`) to say which one is meant.'
  for (const upload of uploads) upload.outcome = { kind: 'failed', error }
}

/** Runs the job; says how it ended. */
async function attempt(
  { runner, cancellation }: World,
  progress: Progress,
  job: () => Promise<void>,
): Promise<Ending> {
  try {
    await Promise.race([job(), cancellation.over])
    return cancellation.stop.aborted ? 'cancelled' : 'completed'
  } catch (error) {
    if (error instanceof Cancelled) return 'cancelled'
    if (error instanceof UserError) {
      progress.problems.push(error.message)
      return 'completed'
    }
    runner.logStack(error)
    progress.problems.push(bugMessage(error))
    return 'crashed'
  }
}

/** Gives every upload and bucket that was left in the middle its true last word. */
function settle({ findings, problems }: Progress, ending: Ending, dryRun: boolean): void {
  if (ending === 'completed') return
  for (const bucket of findings) {
    if (bucket.listing === 'running') bucket.listing = 'failed'
    if (bucket.listing === 'failed' && bucket.problems.size === 0)
      bucket.fail(`The run ended before \`${bucket.bucket}\` was listed; nothing was aborted there.`)
    for (const upload of bucket.stale) {
      if (upload.outcome.kind === 'planned' && !dryRun)
        upload.outcome = { kind: 'deferred', reason: 'cancelled' }
    }
  }
  if (ending === 'cancelled') problems.push('The run was cancelled; what was done until then is reported.')
}

/** Says it all, in every way that was asked for. That one way fails keeps none of the others back. */
function publish(report: Report, { env, runner, reportPath }: World, narrator: Narrator): void {
  const trying = new Trying()
  const context = readRunContext()
  const written = trying.say('report', () => writeJson(report, context, reportPath))
  for (const [name, value] of Object.entries(toOutputs(report, written ? reportPath : ''))) {
    trying.say(`output ${name}`, () => runner.setOutput(name, value))
  }
  if (wantsSummary(report, env)) trying.say('summary', () => runner.addSummary(toSummary(report)))
  announce(report, runner)
  for (const failure of trying.failures) runner.annotate('warning', failure)
  narrator.closing(report, written ? reportPath : undefined)
}

/** Also where the inputs could not be read: the summary then says what is wrong with them. */
function wantsSummary({ inputs }: Report, env: Environment): boolean {
  return inputs?.summary ?? !/^false$/i.test(env.INPUT_SUMMARY?.trim() ?? '')
}
