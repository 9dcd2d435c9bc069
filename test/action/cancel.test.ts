import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import type { Operation } from '../s3-server/operation.ts'
import { type RunResult, runAction } from './run.ts'

const LONG_AGO = new Date(Date.now() - 30 * 86_400_000)
const UPLOADS = 20
const PAGES = 4
const CONCURRENCY = 4
/** GitHub waits 7.5 s for the first signal; most of that is for what comes after this step. */
const SOON_MS = 3_000

/** A phase of the run, in which some requests are left waiting. */
interface Phase {
  readonly name: string
  /** From which request of which operation on. */
  readonly waiting: Readonly<Partial<Record<Operation, number>>>
  /** How many can wait at the same time: as soon as so many do, the signal comes. */
  readonly underWay: number
  /** What is true when the store never answers any more. */
  readonly unanswered: Readonly<Record<string, string>>
  /** What is true when the requests that are under way are answered after the signal. */
  readonly answered: Readonly<Record<string, string>>
}

const NOTHING_LISTED = { listed: '0', stale: '0', aborted: '0', failed: '0', deferred: '0' }
const PHASES: readonly Phase[] = [
  {
    name: 'listing',
    waiting: { ListMultipartUploads: 2, ListParts: 1 },
    underWay: CONCURRENCY,
    unanswered: NOTHING_LISTED,
    answered: NOTHING_LISTED,
  },
  {
    name: 'inspecting',
    waiting: { ListParts: 3 },
    underWay: CONCURRENCY,
    unanswered: NOTHING_LISTED,
    answered: NOTHING_LISTED,
  },
  {
    name: 'aborting',
    waiting: { AbortMultipartUpload: 6 },
    underWay: CONCURRENCY,
    unanswered: { listed: '20', stale: '20', aborted: '5', failed: '4', deferred: '11' },
    answered: { listed: '20', stale: '20', aborted: '9', failed: '0', deferred: '11' },
  },
  {
    name: 'verifying',
    waiting: { ListMultipartUploads: PAGES + 1 },
    underWay: 1,
    unanswered: { listed: '20', stale: '20', aborted: '20', failed: '0', deferred: '0' },
    answered: { listed: '20', stale: '20', aborted: '20', failed: '0', deferred: '0' },
  },
]

describe.concurrent.each(PHASES)('a run that is cancelled while $name', (phase) => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s, with a store that answers no more', async (signal) => {
    const never = new Promise<void>(() => {})
    const { run, server, requestsAtSignal, requestsAtEnd } = await cancelIn(phase, [signal], never)

    expect(requestsAtEnd).toBe(requestsAtSignal)
    expectTheTruth(run, server, phase.unanswered)
    await server.close()
  })

  test('takes the answers that are under way, and asks for nothing more', async () => {
    const answers = Promise.withResolvers<void>()
    const { run, server, requestsAtSignal, requestsAtEnd } = await cancelIn(
      phase,
      ['SIGINT'],
      answers.promise,
      () => answers.resolve(),
    )

    expect(requestsAtEnd).toBe(requestsAtSignal)
    expectTheTruth(run, server, phase.answered)
    await server.close()
  })
})

test.concurrent('a second signal changes nothing', async () => {
  const [, , aborting] = PHASES
  if (aborting === undefined) throw new Error('There is no such phase')
  const { run, server } = await cancelIn(aborting, ['SIGINT', 'SIGTERM', 'SIGINT'], new Promise(() => {}))

  expectTheTruth(run, server, aborting.unanswered)
  await server.close()
})

test.concurrent('a run that is cancelled while it waits for credentials says so, and has asked the store nothing', async () => {
  const asked = Promise.withResolvers<void>()
  const provider = createServer(() => asked.resolve())
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const address = provider.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const server = await startS3Server()
  server.createBucket('my-bucket')

  const run = await runAction(
    { bucket: 'my-bucket', endpoint: server.endpoint },
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/` },
      cancel: { signals: ['SIGINT'], when: asked.promise },
    },
  )

  expect(server.requests).toEqual([])
  expectTheTruth(run, server, NOTHING_LISTED)
  provider.closeAllConnections()
  provider.close()
  await server.close()
})

test.concurrent('of every bucket it is said that the run ended before it was listed, of those also whose turn had not come', async () => {
  const server = await startS3Server()
  const names = Array.from({ length: 10 }, (_, at) => `bucket-${at}`)
  for (const name of names) server.createBucket(name)
  const allAsked = Promise.withResolvers<void>()
  const isList = ({ operation, nth }: { operation: Operation; nth: number }): boolean => {
    if (operation === 'ListMultipartUploads' && nth === 8) allAsked.resolve()
    return operation === 'ListMultipartUploads'
  }
  server.fault({ when: isList, do: 'hang' })

  const run = await runAction(
    {
      bucket: names.join('\n'),
      endpoint: server.endpoint,
      'access-key-id': server.accessKeyId,
      'secret-access-key': server.secretAccessKey,
    },
    { cancel: { signals: ['SIGINT'], when: allAsked.promise } },
  )

  expect(run.exitCode).toBe(1)
  expect(run.report).toMatchObject({
    ending: 'cancelled',
    buckets: names.map((bucket) => ({
      bucket,
      listing: 'failed',
      problems: [
        { message: `The run ended before \`${bucket}\` was listed; nothing was aborted there.`, times: 1 },
      ],
    })),
  })
  await server.close()
})

/** Runs until the phase has begun, and as many requests wait as there may be; then sends the signals. */
async function cancelIn(
  phase: Phase,
  signals: readonly ('SIGINT' | 'SIGTERM')[],
  until: Promise<void>,
  afterwards: () => void = () => {},
) {
  const server = await startS3Server({ pageSize: UPLOADS / PAGES })
  server.createBucket('my-bucket')
  for (let number = 0; number < UPLOADS; number++)
    server.createUpload('my-bucket', `k${String(number).padStart(2, '0')}`, {
      initiated: LONG_AGO,
      parts: [{ size: 10 }],
    })
  const begun = Promise.withResolvers<void>()
  let waiting = 0
  let requestsAtSignal = -1
  server.fault({
    when: ({ operation, nth }) => {
      if (nth < (phase.waiting[operation] ?? Number.POSITIVE_INFINITY)) return false
      if (++waiting === phase.underWay) begun.resolve()
      return true
    },
    do: { until },
  })
  begun.promise.then(() => {
    requestsAtSignal = arrived(server)
    // Later than the signal, which takes its time to another process.
    setTimeout(afterwards, 500)
  })
  const inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
    concurrency: String(CONCURRENCY),
  }
  const run = await runAction(inputs, { cancel: { signals, when: begun.promise } })
  return { run, server, requestsAtSignal, requestsAtEnd: arrived(server) }
}

function arrived({ requestCounts }: S3Server): number {
  return [...requestCounts.values()].reduce((total, count) => total + count, 0)
}

function expectTheTruth(run: RunResult, server: S3Server, outputs: Readonly<Record<string, string>>): void {
  expect(run.outputs).toMatchObject(outputs)
  expect(run.exitCode).toBe(1)
  // Our own, that is: the SDK may say there what it thinks of a slow provider.
  expect(run.stderr).not.toContain('dist/index.js')
  expect(run.endedAfterCancelMs).toBeLessThan(SOON_MS)
  expect(run.report).toMatchObject({ ending: 'cancelled' })
  expect(run.summary).toContain('The run was cancelled')
  expect(run.stdout).toContain('The run was cancelled')
  const isAborted = Number(outputs.aborted)
  const seeded = server.requests.length === 0 ? 0 : UPLOADS
  expect(server.uploads('my-bucket')).toHaveLength(seeded - isAborted)
}
