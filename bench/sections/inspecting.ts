import { type Column, peakMemory, toTable } from '../columns.ts'
import { likeForLike, wider } from '../contenders/action.ts'
import { bareRequest } from '../contenders/bare.ts'
import { number, seconds } from '../quantity.ts'
import { hold } from '../race.ts'
import type { Chapter, Setting } from '../section.ts'

const COLUMNS: readonly Column[] = [
  { head: 'uploads', cell: ({ uploads }) => number(uploads) },
  { head: 's', cell: ({ run }) => seconds(run.wallMs) },
  { head: 'looks/s', cell: ({ uploads, run }) => number((uploads / run.wallMs) * 1_000) },
  { head: 'CPU per look, µs', cell: ({ uploads, run }) => number((run.cpuMs / uploads) * 1_000) },
  {
    head: "server's CPU per request, µs",
    cell: ({ run }) => number((run.serverCpuMs / run.requests) * 1_000),
  },
  peakMemory,
  { head: 'requests', cell: ({ run }) => number(run.requests) },
]

/** These do the same as `action` here, or nothing. */
const OTHERS = [bareRequest, likeForLike, wider]

/** Each is old enough; whether it is idle, only its parts can tell. */
export async function inspecting({ server, contenders, quick, profile }: Setting): Promise<Chapter[]> {
  const results = await hold(
    {
      kind: 'inspect',
      contenders: contenders.filter((one) => !OTHERS.includes(one)),
      rounds: quick ? 1 : 3,
      latencyMs: 10,
      most: quick ? 200 : 20_000,
      trial: ({ trial }) => trial,
      staleEvery: 1,
      partsEach: 3,
      profile,
    },
    server,
  )
  return [
    {
      title: 'Inspecting at 10 ms latency',
      note: 'A dry run: every upload is old, and the parts of each (three) are looked at.',
      table: toTable(results, COLUMNS),
      results,
    },
  ]
}
