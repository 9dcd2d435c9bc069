// Rewrites what is generated: from each action.yml the tables of inputs and outputs in the README.md beside it, between
// their markers; from the embedded server's personalities and the scenarios, docs/servers.md.
// `node scripts/generate.ts --check` writes nothing, and fails when a file is not what it is generated from.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ActionInput, type ActionMetadata, readActionMetadata } from './action-metadata.ts'
import { table } from './markdown-table.ts'
import { serversPage } from './servers-page.ts'

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

function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`The README has no ${start} ... ${end}`)
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
}

function generate(path: string, contentFrom: (before: string) => string): void {
  const url = new URL(`../${path}`, import.meta.url)
  const before = existsSync(url) ? readFileSync(url, 'utf8') : ''
  const after = contentFrom(before)
  if (before === after) return
  if (process.argv.includes('--check')) {
    console.error(`${path} is not what it is generated from. Run \`npm run generate\` and commit it.`)
    process.exitCode = 1
  } else {
    writeFileSync(url, after)
    console.log(`${path} was rewritten.`)
  }
}

function main(): void {
  for (const folder of ACTION_FOLDERS) {
    const metadata = readActionMetadata(`${folder}action.yml`)
    generate(`${folder}README.md`, (before) => generateReadme(before, metadata))
  }
  generate('docs/servers.md', serversPage)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
