import { isRecord } from '../../scripts/action-metadata.ts'

/** What GitHub would put in place of `${{ ... }}`, as far as a workflow says it itself. */
export interface Values {
  /** The values of one job of a matrix. */
  readonly matrix: Readonly<Record<string, unknown>>
  /** The defaults of `workflow_dispatch`. */
  readonly inputs: Readonly<Record<string, unknown>>
}

export const NO_VALUES: Values = { matrix: {}, inputs: {} }

/** Stands for secrets, variables, and whatever else only a real run knows. */
const ANYTHING = 'example'

export function evaluate(text: string, values: Values): string {
  return text.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => lookUp(expression, values))
}

function lookUp(expression: string, { matrix, inputs }: Values): string {
  const [, context, name = ''] = /^(matrix|inputs)\.([\w-]+)/.exec(expression) ?? []
  const value = context === 'matrix' ? matrix[name] : context === 'inputs' ? inputs[name] : undefined
  if (context === 'matrix' && value === undefined) throw new Error(`The matrix has no ${name}`)
  return value === undefined ? ANYTHING : String(value)
}

/** The values of every job that a matrix stands for. */
export function matrixJobs(strategy: unknown): Readonly<Record<string, unknown>>[] {
  const matrix = isRecord(strategy) ? strategy.matrix : undefined
  if (!isRecord(matrix)) return [{}]
  const { include, ...axes } = matrix
  if (Array.isArray(include)) return include.filter(isRecord)
  return Object.entries(axes).reduce<Record<string, unknown>[]>(
    (jobs, [name, choices]) =>
      jobs.flatMap((job) =>
        (Array.isArray(choices) ? choices : []).map((choice: unknown) => ({ ...job, [name]: choice })),
      ),
    [{}],
  )
}

export function dispatchDefaults(on: unknown): Readonly<Record<string, unknown>> {
  const dispatch = isRecord(on) ? on.workflow_dispatch : undefined
  const inputs = isRecord(dispatch) ? dispatch.inputs : undefined
  if (!isRecord(inputs)) return {}
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, isRecord(input) ? input.default : undefined]),
  )
}
