import type { Level } from '../github/runner.ts'
import { type Report, reasonsToFail } from './report.ts'
import { number, uploads } from './words.ts'

/** Stores name the key in their messages, so that a thousand failures may have a thousand; the report has them all. */
const MOST_MESSAGES = 100

/** Shows what a user should not miss on the run's page: every problem, every warning, and why the step failed. */
export function announce(report: Report, runner: { annotate(level: Level, message: string): void }): void {
  const { inputs } = report
  const level: Level = inputs === undefined || inputs.failOn.has('failed') ? 'error' : 'warning'
  let count = 0
  for (const [ofMessage, message] of messages(report, level))
    if (++count <= MOST_MESSAGES) runner.annotate(ofMessage, message)
  if (count > MOST_MESSAGES)
    runner.annotate(level, `... and ${number(count - MOST_MESSAGES)} more problems, in the report.`)
  for (const reason of reasonsToFail(report)) {
    if (reason.includes('`fail-on` names')) runner.annotate('error', reason)
  }
}

function* messages({ problems, buckets }: Report, level: Level): Generator<[Level, string]> {
  for (const message of problems) yield [level, message]
  for (const bucket of buckets) {
    for (const { message, times } of bucket.problems)
      yield [level, times === 1 ? message : `${message} (${number(times)} times)`]
    for (const [error, count] of failuresByReason(bucket.stale))
      yield [level, `${uploads(count)} in \`${bucket.bucket}\` could not be aborted. ${error}`]
    for (const warning of [...bucket.warnings, ...unknownAge(bucket)]) yield ['warning', warning]
  }
}

function failuresByReason(stale: Report['buckets'][number]['stale']): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { outcome } of stale) {
    if (outcome.kind === 'failed') counts.set(outcome.error, (counts.get(outcome.error) ?? 0) + 1)
  }
  return counts
}

function unknownAge({ bucket, totals }: Report['buckets'][number]): string[] {
  const count = totals.keptBecause['unknown-age']
  if (count === 0) return []
  return [
    `${uploads(count)} in \`${bucket}\` ${count === 1 ? 'has' : 'have'} no start date that can be true, and ${count === 1 ? 'was' : 'were'} kept: nobody can say whether they are stale. The report names them; abort them by \`upload-id\`.`,
  ]
}
