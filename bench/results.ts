import type { Contender } from './contender.ts'
import type { Chapter } from './section.ts'
import { toMarkdown } from './table.ts'

const INTRODUCTION = `# Results of \`npm run bench\`

Written by the bench itself; [README.md](README.md) says what is measured, and how to read it.`

/** The whole page. */
export function toPage(
  machine: readonly string[],
  contenders: readonly Contender[],
  chapters: readonly Chapter[],
): string {
  return [
    INTRODUCTION,
    ['## Where', '', ...machine].join('\n'),
    ['## Who', '', ...contenders.map(introduce)].join('\n'),
    `${chapters.map(toText).join('\n\n')}\n`,
  ].join('\n\n')
}

export function toText({ title, note, table }: Chapter): string {
  return `## ${title}\n\n${note}\n\n${toMarkdown(table)}`
}

function introduce({ name, settings, version }: Contender): string {
  const which = version === undefined ? '' : ` (${version() ?? 'not installed'})`
  return `- **${name}**${which}: ${settings}`
}
