import { type Column, peakMemory, toTable } from '../columns.ts'
import type { Contender } from '../contender.ts'
import { action, wider } from '../contenders/action.ts'
import { bareRequest } from '../contenders/bare.ts'
import { boto3Threads } from '../contenders/boto3.ts'
import { number, seconds } from '../quantity.ts'
import { hold } from '../race.ts'
import type { Chapter, Setting } from '../section.ts'

const UPLOADS_A_PAGE = 1_000
const TRIAL = 20_000

const COLUMNS: readonly Column[] = [
  { head: 'uploads', cell: ({ uploads }) => number(uploads) },
  { head: 's', cell: ({ run }) => seconds(run.wallMs) },
  { head: 'uploads/s', cell: ({ uploads, run }) => number((uploads / run.wallMs) * 1_000) },
  {
    head: 'CPU per page, ms',
    cell: ({ uploads, run }) => number(run.cpuMs / (uploads / UPLOADS_A_PAGE), 2),
  },
  {
    head: "server's CPU per page, ms",
    cell: ({ uploads, run }) => number(run.serverCpuMs / (uploads / UPLOADS_A_PAGE), 2),
  },
  peakMemory,
  { head: 'requests', cell: ({ run }) => number(run.requests) },
]

/** These list as others do that are in the table, or do not only list. */
const SAME_AS_OTHERS = [bareRequest, action, wider, boto3Threads]
/** Those for whom a million is not a matter of minutes; they list it to the end, however long it takes. */
const isFast = ({ trial }: Contender): boolean => trial >= 1_000
const patient = (contender: Contender): Contender =>
  isFast(contender) ? { ...contender, budgetMs: Number.POSITIVE_INFINITY } : contender

/** Every tenth of the uploads is stale; nothing is aborted. */
export async function listing({ server, contenders, quick, profile }: Setting): Promise<Chapter[]> {
  const listers = contenders.filter((one) => !SAME_AS_OTHERS.includes(one)).map(patient)
  const list = async (racers: readonly Contender[], most: number, rounds: number): Promise<Chapter> => {
    const results = await hold(
      {
        kind: 'list',
        contenders: racers,
        rounds: quick ? 1 : rounds,
        latencyMs: 0,
        most,
        trial: () => TRIAL,
        staleEvery: 10,
        partsEach: 0,
        profile,
      },
      server,
    )
    return {
      title: `Listing ${number(most)} uploads`,
      note: `A dry run; of the peers, a listing. Every tenth upload is stale. A page has 1,000. ${rounds === 1 ? 'One round.' : `Median of ${rounds} rounds.`}`,
      table: toTable(results, COLUMNS),
      results,
    }
  }
  return quick
    ? [await list(listers, 5_000, 1)]
    : [await list(listers, 300_000, 3), await list(listers.filter(isFast), 1_000_000, 1)]
}
