import { type Owner, type Profile, readProfile } from './profile.ts'
import { number } from './quantity.ts'
import type { Chapter } from './section.ts'
import { type Table, toMarkdown } from './table.ts'

const INTRODUCTION = `# Where the time goes

Written by \`npm run bench -- --profile\`; [README.md](README.md#where-the-time-goes) says what to make of it.

Shares are of the CPU time of the main thread, each place's own, without that of what it calls.`

const OWNERS: Readonly<Record<Owner, string>> = {
  dist: '**our bundle**',
  node: "**Node's JavaScript**",
  native: '**native code**',
}
/** What is below this everywhere is nothing to begin with. */
const SMALLEST_SHARE = 0.02
/** V8 looks about once a millisecond: what it met less often than a few times, it met by chance. */
const SMALLEST_MS = 3

interface Column extends Profile {
  readonly name: string
  readonly cpuMs: number
}

/** The whole page. */
export function toProfilesPage(machine: readonly string[], chapters: readonly Chapter[]): string {
  const where = ['## Where', '', ...machine].join('\n')
  return `${[INTRODUCTION, where, ...chapters.map(whereTimeGoes)].join('\n\n')}\n`
}

/** The profiles of a chapter's last round: first by whose code it is, then place by place. */
export function whereTimeGoes({ title, results }: Chapter): string {
  const columns = results.flatMap((result): Column[] => {
    if (result.kind !== 'measured' || result.profile === undefined) return []
    const profile = readProfile(result.profile)
    return [{ ...profile, name: result.contender.name, cpuMs: sum(profile) }]
  })
  return `## ${title}\n\n${toMarkdown(toTable(columns))}`
}

function toTable(columns: readonly Column[]): Table {
  const row = (name: string, cell: (column: Column) => string): string[] => [name, ...columns.map(cell)]
  const share = (column: Column, owner: Owner, name?: string): number =>
    sum(column, owner, name) / column.cpuMs
  const percent = (value: number): string => (value === 0 ? '' : `${number(value * 100, 1)} %`)
  const rowsOf = (owner: Owner): string[][] => {
    const names = new Set(
      columns.flatMap(({ places }) => places.flatMap((one) => (one.owner === owner ? one.name : []))),
    )
    const most = (name: string): number => Math.max(...columns.map((column) => share(column, owner, name)))
    const isLarge = (name: string): boolean =>
      columns.some((column) => {
        const ms = sum(column, owner, name)
        return ms >= SMALLEST_MS && ms >= SMALLEST_SHARE * column.cpuMs
      })
    const large = [...names].filter(isLarge).sort((one, other) => most(other) - most(one))
    return [
      row(OWNERS[owner], (column) => percent(share(column, owner))),
      ...large.map((name) => row(`\`${name}\``, (column) => percent(share(column, owner, name)))),
    ]
  }
  return {
    head: ['', ...columns.map(({ name }) => name)],
    rows: [
      row('CPU time, ms', ({ cpuMs }) => number(cpuMs)),
      row('waiting, ms', ({ idleMs }) => number(idleMs)),
      ...rowsOf('dist'),
      ...rowsOf('node'),
      ...rowsOf('native'),
    ],
    absent: [],
  }
}

function sum({ places }: Profile, owner?: Owner, name?: string): number {
  return places
    .filter((place) => (owner ?? place.owner) === place.owner && (name ?? place.name) === place.name)
    .reduce((total, { cpuMs }) => total + cpuMs, 0)
}
