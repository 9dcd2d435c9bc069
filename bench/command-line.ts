import { parseArgs } from 'node:util'

export const SECTIONS = ['cold-start', 'aborts', 'listing', 'inspecting'] as const
export type SectionName = (typeof SECTIONS)[number]

export interface CommandLine {
  readonly sections: readonly SectionName[]
  /** Small sizes and one round: to see whether it runs, not how fast. */
  readonly quick: boolean
  /** Only contenders whose names contain one of these; all when there is none. */
  readonly against: readonly string[]
  /** Only the action, and where its time goes. */
  readonly profile: boolean
  /** Nothing was left out, so the results are worth keeping. */
  readonly isWhole: boolean
}

export const HELP = `npm run bench -- [--only SECTION]... [--against NAME]... [--quick] [--profile]

  --only SECTION   ${SECTIONS.join(', ')}; several: --only aborts --only listing
  --against NAME   only contenders with NAME in their name
  --quick          small sizes, one round: whether it runs, not how fast
  --profile        only the action, and where its time goes; the CPU profiles are left in bench/out/

Only a run without any of these is written to bench/RESULTS.md, and one with --profile alone to bench/PROFILES.md.`

/** @throws {TypeError} that says what is wrong */
export function readCommandLine(args: string[]): CommandLine | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      against: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const unknown = values.only.find((name) => !SECTIONS.some((section) => section === name))
  if (unknown !== undefined) throw new TypeError(`There is no section "${unknown}".`)
  return {
    sections: SECTIONS.filter((name) => values.only.length === 0 || values.only.includes(name)),
    quick: values.quick,
    against: values.against,
    profile: values.profile,
    isWhole: values.only.length === 0 && values.against.length === 0 && !values.quick,
  }
}
