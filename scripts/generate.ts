// Rewrites what is generated from each action.yml: the tables of inputs and outputs in the README.md beside it, between
// their markers.
// `node scripts/generate.ts --check` writes nothing, and fails when a file is not what action.yml gives.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ActionInput, type ActionMetadata, readActionMetadata } from './action-metadata.ts'

/** Where the actions of this repository are, from its root. */
export const ACTION_FOLDERS = ['', 'sum-up/']

/** The README with its tables as action.yml gives them. */
export function generateReadme(readme: string, { inputs, outputs }: ActionMetadata): string {
  const inputRows = inputs.map((input) => [`\`${input.name}\``, defaultOf(input), input.description])
  const outputRows = outputs.map(({ name, description }) => [`\`${name}\``, description])
  const withInputs = replaceBetween(readme, 'inputs', table([['Input', 'Default', 'Meaning'], ...inputRows]))
  return replaceBetween(withInputs, 'outputs', table([['Output', 'Meaning'], ...outputRows]))
}

function defaultOf(input: ActionInput): string {
  if (input.required) return '**required**'
  return input.default === undefined ? '' : `\`${input.default}\``
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const rule = head.map(() => '---')
  return [head, rule, ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')
}

/** A cell ends at a bar and a row at a line break, whatever stands around them. */
function cell(text: string): string {
  return text.trim().replaceAll('|', '\\|').replace(/\s+/g, ' ')
}

function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`The README has no ${start} ... ${end}`)
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
}

function generate(folder: string): void {
  const readme = `${folder}README.md`
  const url = new URL(`../${readme}`, import.meta.url)
  const before = readFileSync(url, 'utf8')
  const after = generateReadme(before, readActionMetadata(`${folder}action.yml`))
  if (before === after) return
  if (process.argv.includes('--check')) {
    console.error(`${readme} is not what action.yml gives. Run \`npm run generate\` and commit it.`)
    process.exitCode = 1
  } else {
    writeFileSync(url, after)
    console.log(`${readme} was rewritten.`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ACTION_FOLDERS.forEach(generate)
