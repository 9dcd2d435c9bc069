import { type Column, peakMemory, toTable } from '../columns.ts'
import { likeForLike, wider } from '../contenders/action.ts'
import { bareLoop, bareRequest } from '../contenders/bare.ts'
import { boto3Threads } from '../contenders/boto3.ts'
import { number } from '../quantity.ts'
import { hold } from '../race.ts'
import type { Chapter, Setting } from '../section.ts'

/** These start as others do that are in the table. */
const SAME_AS_OTHERS = [bareLoop, likeForLike, wider, boto3Threads]

/** From the start of the process to its end, with nothing to do. */
export async function coldStart({ server, contenders, quick, profile }: Setting): Promise<Chapter[]> {
  const results = await hold(
    {
      kind: 'clean',
      contenders: contenders.filter((contender) => !SAME_AS_OTHERS.includes(contender)),
      rounds: quick ? 1 : 11,
      latencyMs: 0,
      most: 0,
      trial: () => 0,
      staleEvery: 1,
      partsEach: 0,
      profile,
    },
    server,
  )
  const floor = results.find(({ contender }) => contender === bareRequest)
  const floorMs = floor?.kind === 'measured' ? floor.run.wallMs : Number.NaN
  const columns: Column[] = [
    { head: 'ms', cell: ({ run }) => number(run.wallMs) },
    { head: 'times the floor', cell: ({ run }) => number(run.wallMs / floorMs, 2) },
    { head: 'CPU, ms', cell: ({ run }) => number(run.cpuMs) },
    peakMemory,
    { head: 'requests', cell: ({ run }) => number(run.requests) },
  ]
  const note = 'From the start of the process to its end, on an empty bucket.'
  return [{ title: 'Cold start', note, table: toTable(results, columns), results }]
}
