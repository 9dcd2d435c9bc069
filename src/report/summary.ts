import { formatDuration } from '../inputs/duration.ts'
import type { StaleUpload, Upload } from '../uploads/upload.ts'
import { headline } from './headline.ts'
import { type BucketReport, bytesOf, NOTHING, type Report, type Totals } from './report.ts'
import { code, prose } from './visible.ts'
import { keptBecause, number, policyInWords, size } from './words.ts'

/** GitHub drops a summary of over 1 MiB whole; other steps of ours may have written to the same one. */
const MOST_BYTES = 900 * 1024

/** How much of each list is shown. */
interface Detail {
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

/** The job summary, in Markdown. Texts of strangers (keys, prefixes, servers' messages) are shown and never rendered. */
export function toSummary(report: Report): string {
  let summary = ''
  for (const detail of DETAILS) {
    summary = write(report, detail)
    if (Buffer.byteLength(summary) <= MOST_BYTES) return summary
  }
  return summary
}

function write(report: Report, detail: Detail): string {
  const blocks = [
    '## Abort stale multipart uploads',
    `**${headline(report)}**`,
    ...problems(report, detail),
    ...table(report, detail),
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

function list(title: string, items: readonly string[], { messages }: Detail): string[] {
  if (items.length === 0) return []
  const more =
    items.length > messages ? [`- ... and ${number(items.length - messages)} more, in the report`] : []
  return [title, [...items.slice(0, messages).map((item) => `- ${item}`), ...more].join('\n')]
}

function table({ buckets, inputs, totals }: Report, detail: Detail): string[] {
  if (inputs === undefined || buckets.length === 0) return []
  const deed = inputs.dryRun ? 'Would abort' : 'Aborted'
  const head = [
    'Bucket',
    'Prefix',
    'Listed',
    'Kept',
    'Stale',
    deed,
    inputs.dryRun ? 'Would free' : 'Freed',
    'Already gone',
    'Failed',
    'Deferred',
  ]
  const rows = buckets.flatMap((bucket) => bucketRows(bucket, inputs.dryRun))
  const shown = rows.length > detail.rows ? rows.slice(0, detail.rows) : rows
  const all = rows.length > 1 ? [['**Total**', '', ...cells(totals, inputs.dryRun)]] : []
  const more =
    rows.length > detail.rows
      ? [`... and ${number(rows.length - detail.rows)} more rows, in the report.`]
      : []
  const rule = ['---', '---', ...Array.from({ length: head.length - 2 }, () => '---:')]
  return [[head, rule, ...shown, ...all].map((row) => `| ${row.join(' | ')} |`).join('\n'), ...more]
}

function bucketRows({ bucket, listing, prefixes }: BucketReport, dryRun: boolean): string[][] {
  if (listing === 'failed') return [[code(bucket), 'not listed', ...cells(NOTHING, dryRun).map(() => '')]]
  return prefixes.map(({ prefix, totals }) => [
    code(bucket),
    prefix === '' ? 'all' : code(prefix),
    ...cells(totals, dryRun),
  ])
}

function cells(totals: Totals, dryRun: boolean): string[] {
  const done = dryRun ? totals.planned : totals.aborted
  const bytes = size(dryRun ? totals.bytesPlanned : totals.bytesFreed) ?? 'unknown'
  return [
    number(totals.listed),
    number(totals.kept),
    number(totals.stale),
    number(done),
    bytes,
    number(totals.alreadyGone),
    number(totals.failed),
    number(totals.deferred),
  ]
}

function kept({ totals }: Report): string[] {
  return totals.kept === 0 ? [] : [`**Kept:** ${keptBecause(totals)}.`]
}

type Order = (a: StaleUpload, b: StaleUpload) => number

const bySize: Order = (a, b) => bytesOf(b).bytes - bytesOf(a).bytes
const byAge: Order = (a, b) => (a.initiatedMs ?? 0) - (b.initiatedMs ?? 0)

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
function best(buckets: readonly BucketReport[], order: Order, most: number): StaleUpload[] {
  let top: StaleUpload[] = []
  for (const { stale } of buckets) {
    for (const upload of stale) {
      const last = top[most - 1]
      if (last !== undefined && order(upload, last) >= 0) continue
      top = [...top, upload].sort(order).slice(0, most)
    }
  }
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

function failures({ buckets }: Report, detail: Detail): string[] {
  const failed: string[] = []
  for (const { stale } of buckets) {
    for (const { bucket, key, outcome } of stale) {
      if (outcome.kind === 'failed') failed.push(`${code(bucket)} ${code(key)}: ${prose(outcome.error)}`)
    }
  }
  return list('### Not aborted', failed, detail)
}

function policy({ inputs }: Report): string[] {
  if (inputs === undefined) return []
  return [`<sub>${prose(policyInWords(inputs.policy))} Finished objects are never touched.</sub>`]
}
