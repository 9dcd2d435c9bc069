import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type ActionInput, readActionMetadata } from '../scripts/action-metadata.ts'

export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string }
  /** The make-believe bucket; what was given changes the inputs of both runs. */
  | { readonly kind: 'make-believe'; readonly inputs: Inputs }
  /** A bucket of one's own. */
  | { readonly kind: 'own'; readonly inputs: Inputs }

type Inputs = Readonly<Record<string, string>>

/** Inputs that say where to look and as whom: they make no sense for a bucket that does not exist. */
const PLACE = [
  'endpoint',
  'region',
  'force-path-style',
  'access-key-id',
  'secret-access-key',
  'session-token',
  'expected-bucket-owner',
]

/** Every input of the action is an option of the same name; those with several values are given several times. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const inputs = readActionMetadata().inputs
  try {
    const options: ParseArgsOptionsConfig = {
      ...Object.fromEntries(inputs.map(optionFor)),
      help: { type: 'boolean', short: 'h' },
    }
    const { values } = parseArgs({ args: [...args], options, allowNegative: true, strict: true })
    const { help, ...given } = values
    if (help === true) return { kind: 'help' }
    return choose(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, toInput(value)])))
  } catch (error) {
    return { kind: 'mistake', message: error instanceof Error ? error.message : String(error) }
  }
}

function choose(inputs: Inputs): CommandLine {
  if ('bucket' in inputs)
    return { kind: 'own', inputs: { ...inputs, 'dry-run': inputs['dry-run'] ?? 'true' } }
  const place = PLACE.find((name) => name in inputs)
  if (place !== undefined)
    return { kind: 'mistake', message: `--${place} is for a bucket of your own: say which with --bucket.` }
  return { kind: 'make-believe', inputs }
}

function optionFor(
  input: ActionInput,
): readonly [string, { type: 'boolean' } | { type: 'string'; multiple: true }] {
  return [input.name, isSwitch(input) ? { type: 'boolean' } : { type: 'string', multiple: true }]
}

function isSwitch(input: ActionInput): boolean {
  return input.default === 'true' || input.default === 'false'
}

function toInput(value: string | boolean | readonly (string | boolean)[] | undefined): string {
  return Array.isArray(value) ? value.join('\n') : String(value)
}

export function helpText(): string {
  return `Shows the action at work, as the runner of GitHub starts it.

  npm run demo
      on a make-believe bucket: first dry, then for real

  npm run demo -- --bucket NAME [--endpoint URL] [--region R] [--prefix P] [--max-age 7d] [--min-idle 1h] ...
      on a bucket of your own. Nothing is aborted unless you add --no-dry-run.
      Without --access-key-id and --secret-access-key, credentials come from the AWS_* variables.

Options are the inputs of the action, under their names; repeat those that take several values.

${readActionMetadata().inputs.map(describe).join('\n')}
`
}

function describe(input: ActionInput): string {
  const flag = isSwitch(input) ? `--${input.name}, --no-${input.name}` : `--${input.name} VALUE`
  return `  ${flag}\n      ${input.description.trim()}`
}
