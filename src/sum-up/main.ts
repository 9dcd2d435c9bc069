import type { Runner } from '../github/runner.ts'
import type { Environment } from '../inputs/raw-inputs.ts'
import { headline } from '../report/headline.ts'
import { type Report, reasonsToFail } from '../report/report.ts'
import { type Frame, toSummary } from '../report/summary.ts'
import { Trying } from '../report/trying.ts'
import { number } from '../report/words.ts'
import { bugMessage, UserError } from '../user-error.ts'
import { add } from './add.ts'
import { findReports } from './find-reports.ts'
import { type Inputs, parseInputs } from './inputs.ts'
import { toOutputs } from './outputs.ts'
import { readReport } from './read-report.ts'
import { nameOf, type ShardReport } from './shard-report.ts'
import { shardsTable } from './shards-table.ts'
import { assemble, type Whole } from './whole.ts'

export interface World {
  readonly env: Environment
  readonly runner: Runner
}

/** What the reports come to. */
interface Sum {
  readonly whole: Whole
  readonly report: Report
  /** Why the sum is not complete; those of the shards' own runs are in the report too. */
  readonly problems: readonly string[]
}

/** What holds where the inputs could not be read: what is wrong with them is said in every way. */
const NO_INPUTS: Inputs = { reports: [], failOn: new Set(['failed']), summary: true }

/** Adds up the reports of all shards: from the inputs to one summary. Gives the exit code. */
export async function main({ env, runner }: World): Promise<0 | 1> {
  const parsed = parseInputs(env)
  try {
    if (parsed.kind === 'valid') return publish(await sumUp(parsed.inputs), parsed.inputs, runner)
    return publish(toSum([], parsed.problems, NO_INPUTS), NO_INPUTS, runner)
  } catch (error) {
    runner.logStack(error)
    runner.annotate('error', bugMessage(error))
    return 1
  }
}

async function sumUp(inputs: Inputs): Promise<Sum> {
  const { paths, problems: notFound } = findReports(inputs.reports)
  const { reports, problems: unreadable } = await readAll(paths)
  return toSum(reports, [...notFound, ...unreadable], inputs)
}

function toSum(reports: readonly ShardReport[], unusable: readonly string[], inputs: Inputs): Sum {
  const whole = assemble(reports)
  const problems = [...unusable, ...whole.problems]
  return { whole, report: add(whole, problems, inputs), problems }
}

/** One after the other: each may be large, and is held only as long as it is read. */
async function readAll(paths: readonly string[]): Promise<{ reports: ShardReport[]; problems: string[] }> {
  const reports: ShardReport[] = []
  const problems: string[] = []
  for (const path of paths) {
    try {
      reports.push(await readReport(path))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      problems.push(error.message)
    }
  }
  return { reports, problems }
}

/** Says it all: outputs, summary, annotations, log. */
function publish(sum: Sum, { failOn, summary }: Inputs, runner: Runner): 0 | 1 {
  const { whole, report, problems } = sum
  const lead = leading(sum)
  const trying = new Trying()
  for (const [name, value] of Object.entries(toOutputs(report, whole.shards.length)))
    trying.say(`output ${name}`, () => runner.setOutput(name, value))
  const frame: Frame = { headline: lead, more: (detail) => shardsTable(whole, report, detail) }
  if (summary) trying.say('summary', () => runner.addSummary(toSummary(report, frame)))
  const reasons = failOn.size === 0 ? [] : reasonsOf(sum)
  if (whole.shards.length > 0) runner.group('Adding up', whole.shards.map(described))
  for (const problem of problems) runner.annotate(failOn.size === 0 ? 'warning' : 'error', problem)
  for (const reason of reasons) runner.annotate('error', reason)
  for (const failure of trying.failures) runner.annotate('warning', failure)
  runner.log(lead.replaceAll('`', '"'))
  return reasons.length === 0 ? 0 : 1
}

/** One sentence on what happened, and one on how much of it is known. */
function leading({ whole: { shards, missing }, report }: Sum): string {
  if (shards.length === 0) return 'Nothing could be added up; see the problems.'
  return `${headline(report)} ${number(shards.length)} of ${number(shards.length + missing.length)} shards reported.`
}

/** A sum that is not whole cannot say that nothing is stale or deferred, whatever `fail-on` names. */
function reasonsOf({ report, problems }: Sum): string[] {
  const reasons = report.inputs === undefined ? [] : reasonsToFail(report)
  const isWhole = problems.length === 0
  return isWhole || reasons.length > 0 ? reasons : ['The reports do not make up one whole; see the problems.']
}

function described(shard: ShardReport): string {
  const { listed, stale, aborted, failed } = shard.totals
  return `${nameOf(shard)}, ${shard.ending}: ${number(listed)} listed, ${number(stale)} stale, ${number(aborted)} aborted, ${number(failed)} failed`
}
