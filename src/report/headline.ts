import { type Report, reasonsToFail } from './report.ts'
import { code } from './visible.ts'
import { size, uploads } from './words.ts'

/** One sentence that says what happened, for someone who reads no more than that. */
export function headline(report: Report): string {
  const { inputs, totals, ending } = report
  if (inputs === undefined) return 'Nothing was done: the inputs need mending.'
  const where = places(report)
  const cancelled =
    ending === 'cancelled'
      ? ' The run was cancelled before it was done.'
      : ending === 'crashed'
        ? ' The run ended early.'
        : ''
  const failed = totals.failed > 0 ? ` ${uploads(totals.failed)} could not be aborted.` : ''
  const problems =
    failed === '' && ending === 'completed' && hasProblems(report)
      ? ' Not all of the job could be done; see the problems below.'
      : ''
  const deferred =
    totals.deferred > 0 && ending === 'completed'
      ? ` ${uploads(totals.deferred)} ${totals.deferred === 1 ? 'is' : 'are'} left for a later run.`
      : ''
  return `${deed(report, where)}${failed}${problems}${deferred}${cancelled}`
}

function deed({ inputs, totals }: Report, where: string): string {
  if (inputs?.dryRun === true) {
    if (totals.planned === 0) return `A dry run would abort nothing in ${where}.`
    return `Would abort ${uploads(totals.planned, 'stale ')} and free ${size(totals.bytesPlanned) ?? 'their storage'} in ${where} (dry run).`
  }
  if (totals.aborted > 0)
    return `Aborted ${uploads(totals.aborted, 'stale ')} and freed ${size(totals.bytesFreed) ?? 'their storage'} in ${where}.`
  if (totals.stale > 0) return `Aborted none of ${uploads(totals.stale, 'stale ')} in ${where}.`
  return `Found nothing stale in ${where}.`
}

function places({ buckets, inputs }: Report): string {
  const shard = inputs?.shard === undefined ? '' : `, shard ${inputs.shard.index}/${inputs.shard.of}`
  const [first, ...others] = buckets
  if (first === undefined) return `no bucket${shard}`
  if (others.length < 3) return buckets.map(({ bucket }) => code(bucket)).join(', ') + shard
  return `${buckets.length} buckets${shard}`
}

export function hasProblems(report: Report): boolean {
  return report.problems.length > 0 || report.buckets.some(({ problems }) => problems.length > 0)
}

export function isFailure(report: Report): boolean {
  return reasonsToFail(report).length > 0
}
