import { isRecord } from '../../scripts/action-metadata.ts'
import { dispatchDefaults, evaluate, matrixJobs, NO_VALUES, type Values } from './expressions.ts'

/** A step that uses an action, with its inputs as the runner would hand them over. */
export interface Step {
  readonly uses: string
  readonly with: Readonly<Record<string, string>>
}

/** The steps of a workflow, a job, a list of steps, or a single one; those in a matrix once for each of its jobs. */
export function stepsIn(node: unknown, values: Values = NO_VALUES): Step[] {
  if (Array.isArray(node)) return node.flatMap((item) => stepsIn(item, values))
  if (!isRecord(node)) return []
  if (typeof node.uses === 'string') return [toStep(node.uses, node.with, values)]
  if (isRecord(node.jobs)) {
    const inputs = dispatchDefaults(node.on)
    return Object.values(node.jobs).flatMap((job) => stepsOfJob(job, inputs))
  }
  return stepsIn(node.steps, values)
}

function stepsOfJob(job: unknown, inputs: Values['inputs']): Step[] {
  const strategy = isRecord(job) ? job.strategy : undefined
  return matrixJobs(strategy).flatMap((matrix) => stepsIn(job, { matrix, inputs }))
}

function toStep(uses: string, given: unknown, values: Values): Step {
  const inputs = Object.entries(isRecord(given) ? given : {}).map(
    ([name, value]) => [name, evaluate(String(value), values)] as const,
  )
  return { uses, with: Object.fromEntries(inputs) }
}
