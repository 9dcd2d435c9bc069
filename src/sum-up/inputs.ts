import { readFailOn } from '../inputs/fail-on.ts'
import type { FailOn } from '../inputs/inputs.ts'
import { type Environment, RawInputs } from '../inputs/raw-inputs.ts'

/** The inputs of the adding-up, read and checked. */
export interface Inputs {
  /** Files, folders and globs; at least one. */
  readonly reports: readonly string[]
  /** Empty: never. */
  readonly failOn: ReadonlySet<FailOn>
  readonly summary: boolean
}

export type ParsedInputs =
  | { readonly kind: 'valid'; readonly inputs: Inputs }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

export const INPUT_NAMES = ['reports', 'fail-on', 'summary'] as const

export function parseInputs(env: Environment): ParsedInputs {
  const raw = new RawInputs(env, INPUT_NAMES)
  raw.refuseUnknown()
  const reports = raw.lines('reports')
  if (reports.length === 0) raw.problem('reports', 'is required. Write for example `reports: reports/`.')
  const inputs = { reports, failOn: readFailOn(raw), summary: raw.boolean('summary', true) }
  return raw.problems.length === 0 ? { kind: 'valid', inputs } : { kind: 'invalid', problems: raw.problems }
}
