import prettyBytes from 'pretty-bytes'
import { formatDuration } from '../inputs/duration.ts'
import type { KeptVerdict } from '../sweep/findings.ts'
import type { Policy } from '../uploads/policy.ts'
import type { ByteCount, Totals } from './report.ts'

/** `1,234 uploads`, `1 upload`. */
export function uploads(count: number, adjective = ''): string {
  return `${number(count)} ${adjective}upload${count === 1 ? '' : 's'}`
}

/** Not by `toLocaleString`: loading the world's number formats takes a tenth of a short run. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `38.2 GB`, or `at least 38.2 GB` where some parts could not be seen; undefined when nothing is known. */
export function size({ bytes, isExact }: ByteCount): string | undefined {
  if (isExact) return prettyBytes(bytes)
  return bytes === 0 ? undefined : `at least ${prettyBytes(bytes)}`
}

export const KEPT_BECAUSE: Readonly<Record<KeptVerdict, string>> = {
  young: 'younger than `max-age`',
  active: 'still receiving parts',
  excluded: 'left out by `include` or `exclude`',
  'unknown-age': 'of unknown age',
  'unknown-activity': 'with parts that could not be looked at',
}

/** `12 younger than ..., 3 still receiving parts`; empty when none was kept. */
export function keptBecause({ keptBecause: counts }: Totals): string {
  const entries: [KeptVerdict, string][] = [
    ['young', KEPT_BECAUSE.young],
    ['active', KEPT_BECAUSE.active],
    ['excluded', KEPT_BECAUSE.excluded],
    ['unknown-age', KEPT_BECAUSE['unknown-age']],
    ['unknown-activity', KEPT_BECAUSE['unknown-activity']],
  ]
  return entries
    .flatMap(([verdict, words]) => (counts[verdict] === 0 ? [] : `${number(counts[verdict])} ${words}`))
    .join(', ')
}

/** The policy in one sentence. */
export function policyInWords(policy: Policy): string {
  if (policy.kind === 'exactly')
    return 'Exactly the upload with the given `upload-id`, whatever its age, activity or name.'
  const idle = policy.minIdleMs === 0 ? '' : ` and no part arrived for ${formatDuration(policy.minIdleMs)}`
  const only = policy.include.length === 0 ? '' : `, only keys that match ${patterns(policy.include)}`
  const never = policy.exclude.length === 0 ? '' : `, never keys that match ${patterns(policy.exclude)}`
  return `Stale is what was started more than ${formatDuration(policy.maxAgeMs)} ago${idle}${only}${never}.`
}

function patterns(globs: readonly { source: string }[]): string {
  return globs.map(({ source }) => `\`${source}\``).join(', ')
}
