import { Parallel } from '../parallel.ts'
import type { Store } from '../storage/store.ts'
import type { Glob } from '../uploads/glob.ts'
import { judgeListed, judgeParts } from '../uploads/judge.ts'
import { minIdleOf, type Policy } from '../uploads/policy.ts'
import { isInShard, type Shard } from '../uploads/shard.ts'
import type { Upload } from '../uploads/upload.ts'
import { UserError } from '../user-error.ts'
import type { Findings } from './findings.ts'

export interface SurveyOptions {
  readonly policy: Policy
  readonly shard: Shard | undefined
  readonly concurrency: number
}

/** Lists one bucket, judges what it finds, and looks at the parts of what may be stale while later pages still come. */
export async function survey(store: Store, findings: Findings, options: SurveyOptions): Promise<void> {
  const { policy } = options
  const looks = new Parallel(options.concurrency)
  try {
    if (policy.kind === 'exactly' && policy.key !== undefined) {
      await takeAtItsWord(store, findings, { uploadId: policy.uploadId, key: policy.key })
    } else {
      await listAndJudge(store, findings, options, looks)
    }
    await looks.finish()
    findings.listing = 'complete'
    warnOfOddities(findings, policy)
  } catch (error) {
    await looks.finish().catch(() => {})
    findings.listing = 'failed'
    if (!(error instanceof UserError)) throw error
    findings.fail(error.message)
  }
}

async function listAndJudge(
  store: Store,
  findings: Findings,
  options: SurveyOptions,
  looks: Parallel,
): Promise<void> {
  const { policy, shard } = options
  await store.listUploads(findings.bucket, findings.prefixes, async (page) => {
    findings.pages++
    findings.found += page.uploads.length
    for (const entry of page.unreadable)
      findings.fail(`The listing of \`${findings.bucket}\` holds ${entry}. It was left alone.`)
    for (const upload of page.uploads) {
      if (shard !== undefined && !isInShard(shard, upload)) continue
      // Where one upload was asked for by its id, the others were only in the way.
      const verdict = judgeListed(upload, policy, page.asOfMs)
      if (policy.kind === 'exactly' && verdict !== 'stale') continue
      findings.see(upload, page.asOfMs)
      if (verdict === 'look' || policy.kind === 'exactly')
        await looks.add(() => look(store, findings, policy, upload))
      else if (verdict === 'stale') findings.markStale(upload, { kind: 'not-looked' })
      else findings.keep(upload, verdict)
    }
  })
}

async function look(store: Store, findings: Findings, policy: Policy, upload: Upload): Promise<void> {
  const seen = await store.lookAtParts(upload, minIdleOf(policy))
  const verdict = judgeParts(seen, policy)
  if (verdict === 'stale') findings.markStale(upload, seen)
  else findings.keep(upload, verdict)
  if (verdict === 'unknown-activity' && seen.kind === 'blind')
    findings.fail(`${seen.problem} Such uploads were kept.`)
}

/** Bucket, key and id are given: nothing is to be found. The look is for the bytes, and does without where it may not. */
async function takeAtItsWord(
  store: Store,
  findings: Findings,
  named: { uploadId: string; key: string },
): Promise<void> {
  const upload: Upload = {
    bucket: findings.bucket,
    ...named,
    initiatedMs: undefined,
    storageClass: undefined,
  }
  const seen = await store.lookAtParts(upload, 0)
  if (seen.kind === 'gone') {
    findings.warnings.push(
      `No upload in \`${findings.bucket}\` has the given \`upload-id\` under the given \`key\`: it was completed or aborted already, or one of the two is wrong.`,
    )
  }
  findings.see(upload, store.nowMs())
  findings.markStale(upload, seen.kind === 'gone' ? { kind: 'not-looked' } : seen)
}

function warnOfOddities(findings: Findings, policy: Policy): void {
  const { bucket, prefixes } = findings
  if (findings.isAllStartedNow) {
    findings.warnings.push(
      `Every upload in \`${bucket}\` is listed as started just now. Some servers do not know when an upload began (s3proxy is one), and then none ever becomes stale; such an upload can only be aborted by \`upload-id\`.`,
    )
  }
  if (policy.kind === 'exactly' && findings.listed === 0) {
    findings.warnings.push(
      `No upload in \`${bucket}\` has the given \`upload-id\`: it was completed or aborted already, or is in another bucket.`,
    )
  }
  if (policy.kind === 'stale' && findings.listed > 0 && !findings.hasKeysWithSlashFirst) {
    for (const { source } of [...policy.include, ...policy.exclude].filter(beginsWithSlash)) {
      findings.warnings.push(
        `The pattern \`${source}\` matches no upload in \`${bucket}\`: no key there begins with a slash. \`${source.replace(/^\/+/, '')}\` may be meant.`,
      )
    }
  }
  if (findings.found > 0 || findings.listed > 0) return
  for (const prefix of prefixes.filter((candidate) => candidate.startsWith('/'))) {
    findings.warnings.push(
      `No upload in \`${bucket}\` begins with \`${prefix}\`. Keys rarely begin with a slash: \`prefix: ${prefix.replace(/^\/+/, '')}\` may be meant.`,
    )
  }
}

function beginsWithSlash({ source }: Glob): boolean {
  return source.startsWith('/')
}
