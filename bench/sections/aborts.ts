import { type Column, peakMemory, toTable } from '../columns.ts'
import type { Contender } from '../contender.ts'
import { wider } from '../contenders/action.ts'
import { awsCli } from '../contenders/aws-cli.ts'
import { bareRequest } from '../contenders/bare.ts'
import { s3cmd } from '../contenders/s3cmd.ts'
import { number, seconds } from '../quantity.ts'
import { hold } from '../race.ts'
import type { Chapter, Setting } from '../section.ts'

interface Distance {
  readonly latencyMs: number
  readonly most: number
  /** Whom the latency makes no difference, or who is there for another one. */
  readonly without: readonly Contender[]
}

const DISTANCES: readonly Distance[] = [
  { latencyMs: 0, most: 10_000, without: [wider, s3cmd, awsCli] },
  { latencyMs: 10, most: 20_000, without: [] },
  { latencyMs: 50, most: 4_000, without: [s3cmd, awsCli] },
]

const COLUMNS: readonly Column[] = [
  { head: 'uploads', cell: ({ uploads }) => number(uploads) },
  { head: 's', cell: ({ run }) => seconds(run.wallMs) },
  { head: 'aborts/s', cell: ({ uploads, run }) => number((uploads / run.wallMs) * 1_000) },
  { head: 'CPU per abort, µs', cell: ({ uploads, run }) => number((run.cpuMs / uploads) * 1_000) },
  {
    head: "server's CPU per request, µs",
    cell: ({ run }) => number((run.serverCpuMs / run.requests) * 1_000),
  },
  peakMemory,
  { head: 'requests', cell: ({ run }) => number(run.requests) },
]

/** A bucket full of stale uploads is to be cleaned; the whole run counts, start and listing included. */
export async function aborts({ server, contenders, quick, profile }: Setting): Promise<Chapter[]> {
  const chapters: Chapter[] = []
  for (const { latencyMs, most, without } of DISTANCES) {
    const results = await hold(
      {
        kind: 'clean',
        contenders: contenders.filter((one) => one !== bareRequest && !without.includes(one)),
        rounds: quick ? 1 : 3,
        latencyMs,
        most: quick ? 200 : most,
        trial: ({ trial }) => trial,
        staleEvery: 1,
        partsEach: 3,
        profile,
      },
      server,
    )
    chapters.push({
      title: `Aborts at ${latencyMs} ms latency`,
      note: `A bucket of stale uploads is cleaned. The whole run counts, start and listing included. One request alone takes ${number(await server.roundTripMs(), 1)} ms.`,
      table: toTable(results, COLUMNS),
      results,
    })
  }
  return chapters
}
