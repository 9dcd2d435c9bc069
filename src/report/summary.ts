import { formatDuration } from '../inputs/duration.ts'
import type { StaleUpload, Upload } from '../uploads/upload.ts'
import { headline } from './headline.ts'
import type { BucketReport, Report } from './report.ts'
import { byAge, bySize, type Order, take } from './top.ts'
import { type Row, totalsTable } from './totals-table.ts'
import { code, prose } from './visible.ts'
import { keptBecause, number, policyInWords, size } from './words.ts'

/** GitHub drops a summary of over 1 MiB whole; other steps of ours may have written to the same one. */
const MOST_BYTES = 900 * 1024

/** How much of each list is shown. */
export interface Detail {
  readonly rows: number
  readonly uploads: number
  readonly messages: number
}

/** What is too long with the first is said with the next. The last fits whatever the keys and messages are. */
const DETAILS: readonly Detail[] = [
  { rows: 200, uploads: 10, messages: 50 },
  { rows: 50, uploads: 5, messages: 10 },
  { rows: 10, uploads: 3, messages: 3 },
]

/** What leads the summary, and what follows the table of buckets. */
export interface Frame {
  readonly headline: string
  more(detail: Detail): readonly string[]
}

/** The job summary, in Markdown. Texts of strangers (keys, prefixes, servers' messages) are shown and never rendered. */
export function toSummary(
  report: Report,
  frame: Frame = { headline: headline(report), more: () => [] },
): string {
  let summary = ''
  for (const detail of DETAILS) {
    summary = write(report, frame, detail)
    if (Buffer.byteLength(summary) <= MOST_BYTES) return summary
  }
  return summary
}

function write(report: Report, frame: Frame, detail: Detail): string {
  const blocks = [
    '## Abort stale multipart uploads',
    `**${frame.headline}**`,
    ...problems(report, detail),
    ...table(report, detail),
    ...frame.more(detail),
    ...kept(report),
    ...topUploads('Largest', report, bySize, detail),
    ...topUploads('Oldest', report, byAge, detail),
    ...failures(report, detail),
    ...policy(report),
  ]
  return `${blocks.join('\n\n')}\n`
}

function problems({ problems: ofRun, buckets }: Report, detail: Detail): string[] {
  const all = [
    ...ofRun.map((message) => prose(message)),
    ...buckets.flatMap((bucket) =>
      bucket.problems.map(
        ({ message, times }) => `${prose(message)}${times > 1 ? ` (${number(times)} times)` : ''}`,
      ),
    ),
  ]
  const warnings = buckets.flatMap((bucket) => bucket.warnings.map((warning) => prose(warning)))
  return [...list('### Problems', all, detail), ...list('### Worth knowing', warnings, detail)]
}

function list(title: string, items: readonly string[], { messages }: Detail, count = items.length): string[] {
  if (items.length === 0) return []
  const more = count > messages ? [`- ... and ${number(count - messages)} more, in the report`] : []
  return [title, [...items.slice(0, messages).map((item) => `- ${item}`), ...more].join('\n')]
}

function table({ buckets, inputs, totals }: Report, { rows }: Detail): string[] {
  if (inputs === undefined || buckets.length === 0) return []
  const { dryRun } = inputs
  return totalsTable(['Bucket', 'Prefix'], buckets.flatMap(bucketRows), totals, { dryRun, mostRows: rows })
}

function bucketRows({ bucket, listing, prefixes }: BucketReport): Row[] {
  if (listing === 'failed') return [{ of: [code(bucket), 'not listed'], totals: undefined }]
  return prefixes.map(({ prefix, totals }) => ({
    of: [code(bucket), prefix === '' ? 'all' : code(prefix)],
    totals,
  }))
}

function kept({ totals }: Report): string[] {
  return totals.kept === 0 ? [] : [`**Kept:** ${keptBecause(totals)}.`]
}

function topUploads(
  title: string,
  { buckets, startedMs, inputs }: Report,
  order: Order,
  detail: Detail,
): string[] {
  const top = best(buckets, order, detail.uploads)
  if (top.length < 2) return []
  const rows = top.map((upload) => [
    code(upload.bucket),
    code(upload.key),
    started(upload, startedMs),
    partsOf(upload),
    outcomeOf(upload, inputs?.dryRun === true),
  ])
  const lines = [
    ['Bucket', 'Key', 'Started', 'Parts', 'Outcome'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ]
  const body = lines.map((row) => `| ${row.join(' | ')} |`).join('\n')
  return [`<details><summary>${title} stale uploads</summary>\n\n${body}\n\n</details>`]
}

/** The first few of that order, without sorting what may be a hundred thousand. */
function best(buckets: readonly BucketReport[], order: Order, most: number): readonly StaleUpload[] {
  let top: readonly StaleUpload[] = []
  for (const { stale } of buckets) for (const upload of stale) top = take(top, upload, order, most)
  return top
}

function started({ initiatedMs }: Upload, nowMs: number): string {
  if (initiatedMs === undefined) return 'unknown'
  const days = Math.floor((nowMs - initiatedMs) / 86_400_000)
  const age =
    days >= 2
      ? `${number(days)} days`
      : formatDuration(Math.max(0, Math.floor((nowMs - initiatedMs) / 60_000) * 60_000))
  return `${new Date(initiatedMs).toISOString().slice(0, 16).replace('T', ' ')} (${age} ago)`
}

function partsOf({ look }: StaleUpload): string {
  if (look.kind !== 'parts') return 'unknown'
  return `${number(look.parts.count)} (${size({ bytes: look.parts.bytes, isExact: true })})`
}

function outcomeOf({ outcome }: StaleUpload, dryRun: boolean): string {
  if (outcome.kind === 'planned') return dryRun ? 'would abort' : 'not tried'
  if (outcome.kind === 'deferred') return outcome.reason === 'cancelled' ? 'left, cancelled' : 'deferred'
  return outcome.kind.replace('-', ' ')
}

function failures({ buckets, totals }: Report, detail: Detail): string[] {
  const failed: string[] = []
  for (const { stale } of buckets) {
    for (const { bucket, key, outcome } of stale) {
      if (outcome.kind === 'failed') failed.push(`${code(bucket)} ${code(key)}: ${prose(outcome.error)}`)
    }
  }
  return list('### Not aborted', failed, detail, totals.failed)
}

function policy({ inputs }: Report): string[] {
  if (inputs === undefined) return []
  return [`<sub>${prose(policyInWords(inputs.policy))} Finished objects are never touched.</sub>`]
}
