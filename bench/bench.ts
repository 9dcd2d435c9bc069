// `npm run bench`: the committed dist/ and its peers against the embedded server, side by side.
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { type CommandLine, HELP, readCommandLine, type SectionName } from './command-line.ts'
import type { Contender } from './contender.ts'
import { action, likeForLike, wider } from './contenders/action.ts'
import { awsCli } from './contenders/aws-cli.ts'
import { bareLoop, bareRequest } from './contenders/bare.ts'
import { boto3Loop, boto3Threads } from './contenders/boto3.ts'
import { rclone } from './contenders/rclone.ts'
import { s3cmd } from './contenders/s3cmd.ts'
import { sdkLoop } from './contenders/sdk.ts'
import { describeMachine } from './machine.ts'
import { toPage, toText } from './results.ts'
import type { Chapter, Setting } from './section.ts'
import { aborts } from './sections/aborts.ts'
import { coldStart } from './sections/cold-start.ts'
import { inspecting } from './sections/inspecting.ts'
import { listing } from './sections/listing.ts'
import { ServerProcess } from './server-process.ts'
import { toProfilesPage, whereTimeGoes } from './where-time-goes.ts'

const RESULTS = new URL('RESULTS.md', import.meta.url)
const PROFILES = new URL('PROFILES.md', import.meta.url)
const OURS: readonly Contender[] = [action, likeForLike, wider]
const CONTENDERS: readonly Contender[] = [
  bareRequest,
  bareLoop,
  ...OURS,
  sdkLoop(),
  boto3Threads,
  boto3Loop,
  rclone,
  s3cmd,
  awsCli,
]
const MEASURE: Readonly<Record<SectionName, (setting: Setting) => Promise<Chapter[]>>> = {
  'cold-start': coldStart,
  aborts,
  listing,
  inspecting,
}

async function main({ sections, against, quick, profile, isWhole }: CommandLine): Promise<void> {
  const loadBefore = loadavg()
  const contenders = (profile ? OURS : CONTENDERS).filter(({ name }) => isWanted(name, against))
  const chapters: Chapter[] = []
  for (const section of sections) {
    // A server for each section, so that none has to carry what another left behind.
    const server = await ServerProcess.start()
    try {
      for (const chapter of await MEASURE[section]({ server, contenders, quick, profile })) {
        console.log(`${profile ? whereTimeGoes(chapter) : toText(chapter)}\n`)
        chapters.push(chapter)
      }
    } finally {
      server.stop()
    }
  }
  const machine = describeMachine(loadBefore)
  console.log(machine.join('\n'))
  if (!isWhole) return
  const page = profile ? toProfilesPage(machine, chapters) : toPage(machine, contenders, chapters)
  writeFileSync(profile ? PROFILES : RESULTS, page)
  console.log(`\nWritten to bench/${profile ? 'PROFILES' : 'RESULTS'}.md`)
}

function isWanted(name: string, against: readonly string[]): boolean {
  return against.length === 0 || against.some((part) => name.includes(part))
}

try {
  const commandLine = readCommandLine(process.argv.slice(2))
  if (commandLine === 'help') console.log(HELP)
  else await main(commandLine)
} catch (error) {
  if (!(error instanceof TypeError)) throw error
  console.error(`${error.message}\n\n${HELP}`)
  process.exitCode = 2
}
