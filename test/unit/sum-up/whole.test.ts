import { beforeEach, expect, test } from 'vitest'
import { readReport } from '../../../src/sum-up/read-report.ts'
import { assemble, type Whole } from '../../../src/sum-up/whole.ts'
import { parseGlob } from '../../../src/uploads/glob.ts'
import { bucketReport, INPUTS, RUN, temporaryFolder, writeShard } from './reports.ts'

let folder: string

beforeEach(() => {
  folder = temporaryFolder()
})

async function whole(...paths: string[]): Promise<Whole> {
  const { problems, ...rest } = assemble(await Promise.all(paths.map((path) => readReport(path))))
  return { ...rest, problems: problems.map((problem) => problem.replaceAll(`${folder}/`, '')) }
}

function indexes({ shards }: Whole): number[] {
  return shards.map(({ shard }) => shard.index)
}

test('one report of each shard is the whole, in whatever order they come', async () => {
  const all = await whole(writeShard(folder, '3/3'), writeShard(folder, '1/3'), writeShard(folder, '2/3'))

  expect(indexes(all)).toEqual([1, 2, 3])
  expect(all).toMatchObject({ missing: [], problems: [] })
})

test('attempts of the same run belong together: one shard was run again', async () => {
  const all = await whole(writeShard(folder, '1/2'), writeShard(folder, '2/2', {}, { ...RUN, attempt: 2 }))

  expect(all.problems).toEqual([])
})

test('missing shards are named with what to do', async () => {
  const one = await whole(writeShard(folder, '1/3'), writeShard(folder, '3/3'))
  expect(one.missing).toEqual([{ index: 2, of: 3 }])
  expect(one.problems).toEqual([
    'No report of shard 2/3 could be used. See the log of its job, run it again, and then this one.',
  ])

  const many = await whole(writeShard(folder, '7/13'))
  expect(many.missing).toHaveLength(12)
  expect(many.problems).toEqual([
    'No report of shards 1/13, 2/13, 3/13, 4/13, 5/13, 6/13, 8/13, 9/13, 10/13, 11/13 and 2 more could be used. See the log of their jobs, run them again, and then this one.',
  ])
})

test('a shard that is there twice is counted once, and both files are named', async () => {
  const all = await whole(
    writeShard(folder, '1/2'),
    writeShard(folder, '2/2', {}, RUN, 'a.json'),
    writeShard(folder, '2/2', {}, { ...RUN, attempt: 2 }, 'b.json'),
  )

  expect(indexes(all)).toEqual([1, 2])
  expect(all.problems).toEqual([
    'Shard 2/2 (`b.json`) is there twice, also as `a.json`. Name one report of each shard: that of its last attempt. It is left out.',
  ])
})

test.each([
  [
    'a share of another number of shards',
    () => writeShard(folder, '2/4'),
    'Shard 2/4 (`report-2-of-4.json`) is a share of 4, and shard 1/2 (`report-1-of-2.json`) of 2. Give every shard the same number behind the slash.',
  ],
  [
    'a report of another run',
    () => writeShard(folder, '2/2', {}, { ...RUN, runId: 7 }),
    'Shard 2/2 (`report-2-of-2.json`) comes from run 7 of octo-org/octo-repo, and shard 1/2 (`report-1-of-2.json`) from run 1658821493 of octo-org/octo-repo. Add up reports of one run only.',
  ],
  [
    'a report of a run with the same number in another repository',
    () => writeShard(folder, '2/2', {}, { ...RUN, repository: 'octo-org/fork' }),
    'Shard 2/2 (`report-2-of-2.json`) comes from run 1658821493 of octo-org/fork, and shard 1/2 (`report-1-of-2.json`) from run 1658821493 of octo-org/octo-repo. Add up reports of one run only.',
  ],
  [
    'a report of a dry run among real ones',
    () => writeShard(folder, '2/2', { inputs: { ...INPUTS, dryRun: true } }),
    'Shard 2/2 (`report-2-of-2.json`) was made with another `dry-run` than shard 1/2 (`report-1-of-2.json`). Give all shards the same inputs.',
  ],
  [
    'a report under another policy',
    () =>
      writeShard(folder, '2/2', {
        inputs: {
          ...INPUTS,
          prefixes: ['a/'],
          maxAborts: 5,
          policy: {
            kind: 'stale',
            maxAgeMs: 1_000,
            minIdleMs: 1_000,
            include: [parseGlob('a')],
            exclude: [parseGlob('b')],
          },
        },
      }),
    'Shard 2/2 (`report-2-of-2.json`) was made with another `max-age`, `min-idle`, `include`, `exclude`, `prefix`, `max-aborts` than shard 1/2 (`report-1-of-2.json`). Give all shards the same inputs.',
  ],
])('%s is left out, and both are named', async (_, write, expected) => {
  const all = await whole(writeShard(folder, '1/2'), write())

  expect(indexes(all)).toEqual([1])
  expect(all.missing).toEqual([{ index: 2, of: 2 }])
  expect(all.problems[0]).toBe(`${expected} It is left out.`)
})

test('reports made outside of GitHub Actions belong together, and to no run', async () => {
  const outside = [writeShard(folder, '1/2', {}, null), writeShard(folder, '2/2', {}, null)]
  expect((await whole(...outside)).problems).toEqual([])

  const { problems } = await whole(writeShard(folder, '1/2'), writeShard(folder, '2/2', {}, null))
  expect(problems[0]).toBe(
    'Shard 2/2 (`report-2-of-2.json`) comes from outside of GitHub Actions, and shard 1/2 (`report-1-of-2.json`) from run 1658821493 of octo-org/octo-repo. Add up reports of one run only. It is left out.',
  )
})

test.each([
  ['1/2', '2/2'],
  ['2/2', '1/2'],
])(
  'a bucket that shard %s looked at and shard %s did not is named, and the rest is counted',
  async (has, lacks) => {
    const both = [bucketReport(), bucketReport({ bucket: 'logs-new' })]
    const all = await whole(
      writeShard(folder, has, { buckets: both }, RUN, 'has.json'),
      writeShard(folder, lacks, {}, RUN, 'lacks.json'),
    )

    expect(indexes(all)).toEqual([1, 2])
    expect(all.problems).toEqual([
      `Shard ${lacks} (\`lacks.json\`) did not look at the bucket \`logs-new\`, and shard ${has} (\`has.json\`) did. Give all shards the same \`bucket\`, and run them again.`,
    ])
  },
)
