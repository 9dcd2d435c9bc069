import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** What an action.yml tells users about one input or output. */
export interface ActionInput {
  readonly name: string
  readonly description: string
  readonly required: boolean
  /** undefined: the action itself knows what to do without a value. */
  readonly default: string | undefined
}

export interface ActionOutput {
  readonly name: string
  readonly description: string
}

export interface ActionMetadata {
  readonly using: string
  /** What the runner starts, from the folder of the action.yml. */
  readonly main: string
  readonly inputs: readonly ActionInput[]
  readonly outputs: readonly ActionOutput[]
}

export function readActionMetadata(path = 'action.yml'): ActionMetadata {
  const action: unknown = parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'))
  const runs = isRecord(action) && isRecord(action.runs) ? action.runs : {}
  return {
    using: text(runs.using, 'runs.using'),
    main: text(runs.main, 'runs.main'),
    inputs: entries(action, 'inputs').map(toInput),
    outputs: entries(action, 'outputs').map(toOutput),
  }
}

function toInput([name, input]: readonly [string, Readonly<Record<string, unknown>>]): ActionInput {
  return {
    name,
    description: text(input.description, `inputs.${name}.description`),
    required: input.required === true,
    default: input.default === undefined ? undefined : text(input.default, `inputs.${name}.default`),
  }
}

function toOutput([name, output]: readonly [string, Readonly<Record<string, unknown>>]): ActionOutput {
  return { name, description: text(output.description, `outputs.${name}.description`) }
}

function entries(parent: unknown, name: string): [string, Readonly<Record<string, unknown>>][] {
  const child = isRecord(parent) ? parent[name] : undefined
  if (!isRecord(child)) throw new Error(`action.yml has no ${name}`)
  return Object.entries(child).map(([key, value]) => {
    if (!isRecord(value)) throw new Error(`action.yml: ${name}.${key} has no description`)
    return [key, value]
  })
}

/** GitHub hands every value over as text; a default that is not text in the YAML would only mislead who reads it. */
function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new Error(`action.yml: ${where} must be text`)
  return value
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
