import { forEachInParallel } from '../parallel.ts'
import type { FoundPage } from '../storage/listing.ts'
import type { Store } from '../storage/store.ts'
import { judgeListed } from '../uploads/judge.ts'
import type { Policy } from '../uploads/policy.ts'
import type { Outcome, StaleUpload, Upload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import type { Findings } from './findings.ts'
import { isStillStale } from './second-look.ts'

/** A part that was in flight can land after an abort and bring the upload back; so look, abort again, and look again. */
const MAX_ROUNDS = 3
const FIRST_PAUSE_MS = 500

const LISTED_AGAIN =
  'The store said that the upload was aborted, and lists it again. The run ended before it was aborted once more; run it again.'

/** Looks whether what was aborted is gone, and aborts again what is not. What stays in spite of that has failed. */
export async function verify(
  store: Store,
  findings: Findings,
  { policy, concurrency }: { policy: Policy; concurrency: number },
): Promise<void> {
  let doubtful = findings.stale.filter(isSaidToBeGone)
  try {
    for (let round = 1; doubtful.length > 0; round++) {
      const stillThere = await findStillThere(store, findings, doubtful, { policy, concurrency })
      if (round === MAX_ROUNDS) return stillThere.forEach(failAsStillThere)
      if (stillThere.length === 0) return
      const said = new Map(stillThere.map((upload) => [upload, upload.outcome]))
      // What is not reached any more, because the run is cancelled, is no longer what the store said it was.
      for (const upload of stillThere) upload.outcome = { kind: 'failed', error: LISTED_AGAIN }
      await forEachInParallel(said, concurrency, async ([upload, before]) => {
        if (upload.look.kind === 'gone') await judgeAnew(store, upload, policy, findings)
        else upload.outcome = await abortAgain(store, upload, before)
      })
      await store.sleep(FIRST_PAUSE_MS * 2 ** round)
      doubtful = stillThere.filter(isSaidToBeGone)
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    findings.fail(`What was aborted in \`${findings.bucket}\` could not be verified. ${error.message}`)
  }
}

export function isSaidToBeGone({ outcome }: Pick<StaleUpload, 'outcome'>): boolean {
  return outcome.kind === 'aborted' || outcome.kind === 'already-gone'
}

/** Nothing was aborted: it was gone when its parts were to be seen. It may be in use, and it had no place in the plan. */
async function judgeAnew(
  store: Store,
  upload: StaleUpload,
  policy: Policy,
  findings: Findings,
): Promise<void> {
  if (!(await isStillStale(store, upload, policy, findings))) return
  const error =
    'The store said that the upload was gone, and lists it again. It was left alone; run it again.'
  upload.outcome = { kind: 'failed', error }
}

/** What comes back after an abort is what was in flight: a part of an upload that was seen to be idle. */
async function abortAgain(store: Store, upload: StaleUpload, before: Outcome): Promise<Outcome> {
  const result = await store.abort(upload)
  return result.kind === 'failed' || result.kind === 'no-bucket'
    ? { kind: 'failed', error: result.error }
    : before
}

/** What was stale before cannot have become too young since: it has the id of the one that was aborted, and is another. */
function isStartedAnew(listed: Upload, policy: Policy, nowMs: number): boolean {
  const verdict = judgeListed(listed, policy, nowMs)
  return verdict === 'young' || verdict === 'unknown-age'
}

function failAsAnother(upload: StaleUpload): void {
  const error =
    'The store lists the upload again after its abort, as started anew. Somebody may be using it, so it was left alone; run it again later.'
  upload.outcome = { kind: 'failed', error }
}

function failAsStillThere(upload: StaleUpload): void {
  upload.outcome = {
    kind: 'failed',
    error: `The store answered ${MAX_ROUNDS} times that the upload was aborted or gone, and still lists it. Run it again later; if it stays, ask the store's operator.`,
  }
}

/** The cheaper of two sure ways: the listing once more, or a listing for each key. */
async function findStillThere(
  store: Store,
  findings: Findings,
  uploads: readonly StaleUpload[],
  { policy, concurrency }: { policy: Policy; concurrency: number },
): Promise<StaleUpload[]> {
  const keys = new Set(uploads.map((upload) => upload.key))
  const wanted = Map.groupBy(uploads, ({ uploadId }) => uploadId)
  const stillThere = new Set<StaleUpload>()
  const collect = async (page: FoundPage): Promise<void> => {
    for (const listed of page.uploads) {
      const same = wanted.get(listed.uploadId)?.find(({ key }) => key === listed.key)
      if (same === undefined) continue
      // What was gone when its parts were to be seen is judged anew, and not aborted unseen.
      if (same.look.kind !== 'gone' && isStartedAnew(listed, policy, page.asOfMs)) failAsAnother(same)
      else stillThere.add(same)
    }
  }
  // OpenStack Swift cannot list under a prefix that holds a control character.
  const isPlain = [...keys].every((key) => /^\P{Cc}*$/u.test(key))
  if (isPlain && (keys.size < findings.pages || findings.pages === 0))
    await forEachInParallel(keys, concurrency, (key) => store.listUploadsOfKey(findings.bucket, key, collect))
  else await store.listUploads(findings.bucket, findings.prefixes, collect)
  return [...stillThere]
}
