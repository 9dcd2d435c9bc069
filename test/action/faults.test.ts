import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { FaultAction, Operation, S3Server, S3ServerOptions } from '../s3-server/index.ts'
import { errors } from './annotations.ts'
import { jsonReport } from './json-report.ts'
import { type RunResult, runAction } from './run.ts'
import { startServerOfFile } from './server-of-file.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LONG_AGO = new Date(Date.now() - 30 * DAY_MS)
const OPERATIONS: readonly Operation[] = ['ListMultipartUploads', 'ListParts', 'AbortMultipartUpload']
const MOST_ATTEMPTS = 6

interface Stage {
  readonly server: S3Server
  readonly inputs: Readonly<Record<string, string>>
}

/** So many stale uploads, and nothing else. */
async function setStage(uploads: number, options: S3ServerOptions = {}): Promise<Stage> {
  const server = await startServerOfFile(options)
  server.createBucket('my-bucket')
  for (let at = 0; at < uploads; at++)
    server.createUpload('my-bucket', `k${at}`, {
      uploadId: `id${at}`,
      initiated: LONG_AGO,
      parts: [{ size: 10 }],
    })
  const inputs = {
    bucket: 'my-bucket',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
    concurrency: '4',
  }
  return { server, inputs }
}

/** The first `times` requests of each operation end so. */
function eachFails({ server }: Stage, times: number, action: FaultAction): void {
  for (const wanted of OPERATIONS)
    server.fault({ when: ({ operation }) => operation === wanted, times, do: action })
}

/** When the requests of an operation came, in ms. */
function arrivalsOf({ server }: Stage, wanted: Operation): { key: string | undefined; atMs: number }[] {
  const arrivals: { key: string | undefined; atMs: number }[] = []
  server.fault({
    when({ operation, key }) {
      if (operation === wanted) arrivals.push({ key, atMs: Date.now() })
      return false
    },
    do: 'hang',
  })
  return arrivals
}

function expectWholeJobDone(run: RunResult, { server }: Stage, uploads: number): void {
  expect(errors(run)).toEqual([])
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(server.uploads('my-bucket')).toEqual([])
  expect(run.outputs).toMatchObject({ stale: String(uploads), failed: '0', deferred: '0', kept: '0' })
}

describe.concurrent('what passes is tried again, and the run is as if nothing had been', () => {
  test.for<[string, FaultAction]>([
    ['503 SlowDown', { status: 503, code: 'SlowDown' }],
    ['503 and a web page', { status: 503, body: '<html>Service Unavailable</html>' }],
    ['429 without a word', { status: 429, body: '' }],
    ['500 InternalError', { status: 500, code: 'InternalError' }],
    ['502 of a proxy', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['400 RequestTimeout', { status: 400, code: 'RequestTimeout' }],
    ['200 with an error inside', { status: 200, body: '<Error><Code>InternalError</Code></Error>' }],
    ['a connection that is reset before the store acts', 'reset'],
  ])('%s', async ([, fault]) => {
    const stage = await setStage(3)
    eachFails(stage, 2, fault)

    const run = await runAction(stage.inputs)

    expectWholeJobDone(run, stage, 3)
    expect(run.outputs).toMatchObject({ aborted: '3', 'bytes-freed': '30' })
    expect(Object.fromEntries(stage.server.requestCounts)).toEqual({
      ListMultipartUploads: 2 + 2,
      ListParts: 3 + 2,
      AbortMultipartUpload: 3 + 2,
    })
  })

  test('a connection that is reset after the store acted', async () => {
    const stage = await setStage(3)
    eachFails(stage, 1, 'lose-answer')

    const run = await runAction(stage.inputs)

    expectWholeJobDone(run, stage, 3)
    expect(run.outputs).toMatchObject({ aborted: '2', 'already-gone': '1' })
  })

  test('an answer that ends in the middle', async () => {
    const stage = await setStage(3)
    stage.server.fault({
      when: ({ operation }) => operation === 'ListMultipartUploads',
      times: 2,
      do: { truncateBodyAt: 100 },
    })

    const run = await runAction(stage.inputs)

    expectWholeJobDone(run, stage, 3)
    expect(stage.server.requestCounts.get('ListMultipartUploads')).toBe(4)
  })

  test('a store that is slow', async () => {
    const stage = await setStage(8, { latencyMs: 400 })

    const run = await runAction(stage.inputs)

    expectWholeJobDone(run, stage, 8)
    expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBe(8)
  })

  test('a connection that hangs is given up after 20 s, and the request sent again', async () => {
    const stage = await setStage(1)
    stage.server.fault({ times: 1, do: 'hang' })
    const begunMs = Date.now()

    const run = await runAction(stage.inputs)

    expectWholeJobDone(run, stage, 1)
    expect(stage.server.requestCounts.get('ListMultipartUploads')).toBe(3)
    expect(Date.now() - begunMs).toBeLessThan(40_000)
  })
})

describe.concurrent('a store that says when to come back is left alone until then', () => {
  test.for<[string, () => string]>([
    ['in seconds', () => '2'],
    ['by a date', () => new Date(Date.now() + 3_000).toUTCString()],
  ])('%s', async ([, retryAfter]) => {
    const stage = await setStage(1)
    const arrivals = arrivalsOf(stage, 'ListMultipartUploads')
    stage.server.fault({
      when: ({ operation }) => operation === 'ListMultipartUploads',
      times: 1,
      do: { respond: () => ({ status: 503, headers: { 'retry-after': retryAfter() }, body: '' }) },
    })

    const run = await runAction(stage.inputs)

    expectWholeJobDone(run, stage, 1)
    const [first, second] = arrivals.map(({ atMs }) => atMs)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_950)
  })

  test('but not for an hour: the run ends, and says so', async () => {
    const stage = await setStage(1)
    stage.server.fault({ do: { status: 503, code: 'SlowDown', headers: { 'retry-after': '3600' } } })

    const run = await runAction(stage.inputs)

    expect(run.exitCode).toBe(1)
    expect(errors(run)).toEqual([
      expect.stringContaining('The store could not list the uploads in progress in the bucket `my-bucket`'),
    ])
    expect(Object.fromEntries(stage.server.requestCounts)).toEqual({ ListMultipartUploads: 1 })
  })
})

describe.concurrent('what does not pass is bounded, and named', () => {
  test('one upload that fails for ever: six attempts, and every other upload goes', async () => {
    const stage = await setStage(5)
    stage.server.fault({
      when: ({ operation, key }) => operation === 'AbortMultipartUpload' && key === 'k2',
      do: { status: 500, code: 'InternalError', message: 'Disk on fire' },
    })

    const run = await runAction(stage.inputs)

    const reason =
      'The store could not abort uploads in the bucket `my-bucket`, in spite of several attempts (InternalError, "Disk on fire").'
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ stale: '5', aborted: '4', failed: '1', 'bytes-freed': '40' })
    expect(stage.server.uploads('my-bucket').map(({ key }) => key)).toEqual(['k2'])
    expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBe(4 + MOST_ATTEMPTS)
    expect(errors(run)).toEqual([
      expect.stringContaining(`1 upload in \`my-bucket\` could not be aborted. ${reason}`),
    ])
    expect(run.summary).toContain('- `my-bucket` `k2`: The store could not abort uploads')
    const failed = jsonReport(run).buckets.flatMap(({ uploads }) =>
      uploads.filter(({ outcome }) => outcome === 'failed'),
    )
    expect(failed).toMatchObject([{ key: 'k2', uploadId: 'id2', error: expect.stringContaining(reason) }])
  })

  test('the waits grow, are not the same for all, and end within seconds', async () => {
    const stage = await setStage(8)
    const arrivals = arrivalsOf(stage, 'AbortMultipartUpload')
    stage.server.fault({
      when: ({ operation }) => operation === 'AbortMultipartUpload',
      do: { status: 500, code: 'InternalError' },
    })

    const run = await runAction({ ...stage.inputs, concurrency: '8' })

    expect(run.outputs).toMatchObject({ aborted: '0', failed: '8' })
    const times = Map.groupBy(arrivals, ({ key }) => key)
    const waits = [...times.values()].map((ofKey) =>
      ofKey.slice(1).map(({ atMs }, at) => atMs - (ofKey[at]?.atMs ?? 0)),
    )
    expect(waits.map((ofKey) => ofKey.length)).toEqual(Array.from({ length: 8 }, () => MOST_ATTEMPTS - 1))
    const sums = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, at) =>
      waits.reduce((total, ofKey) => total + (ofKey[at] ?? 0), 0),
    )
    expect(sums.at(-1)).toBeGreaterThan(sums[0] ?? 0)
    expect(new Set(waits.map((ofKey) => ofKey.at(-1))).size).toBeGreaterThan(1)
    // 200 + 400 + 800 + 1,600 + 3,200 ms at most, and what a busy machine adds.
    for (const ofKey of waits) expect(ofKey.reduce((a, b) => a + b, 0)).toBeLessThan(6_200 + 10_000)
  })

  test('a store that fails at everything is given up after ten uploads, and the rest is named too', async () => {
    const stage = await setStage(60)
    stage.server.fault({
      when: ({ operation }) => operation === 'AbortMultipartUpload',
      do: { status: 500, code: 'InternalError' },
    })

    const run = await runAction({ ...stage.inputs, concurrency: '10' })

    expect(run.outputs).toMatchObject({ stale: '60', aborted: '0', failed: '60', deferred: '0' })
    // Those that were under way when the tenth failed make their own attempts.
    expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBeLessThanOrEqual(
      (10 + 9) * MOST_ATTEMPTS,
    )
    expect(errors(run)).toHaveLength(2)
    expect(errors(run)[1]).toContain('keeps failing: given up after 10 requests in a row failed')
  })

  test('parts that cannot be looked at keep their uploads', async () => {
    const stage = await setStage(3)
    stage.server.fault({
      when: ({ operation, key }) => operation === 'ListParts' && key === 'k1',
      do: 'reset',
    })

    const run = await runAction(stage.inputs)

    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ stale: '2', aborted: '2', kept: '1' })
    expect(stage.server.uploads('my-bucket').map(({ key }) => key)).toEqual(['k1'])
    expect(stage.server.requestCounts.get('ListParts')).toBe(2 + MOST_ATTEMPTS)
    expect(errors(run)).toEqual([expect.stringContaining('failed in spite of several attempts (ECONNRESET')])
  })

  test.for<[string, string, string]>([
    [
      'a host that does not exist',
      'http://store.invalid',
      'The host name of the endpoint http://store.invalid cannot be resolved',
    ],
    [
      'a port where nobody listens',
      'http://127.0.0.1:9',
      'Nothing listens at the endpoint http://127.0.0.1:9',
    ],
  ])('%s is one line, and the outputs are written', async ([, endpoint, named]) => {
    const keys = { 'access-key-id': 'AKIAX', 'secret-access-key': 'secret' }

    const run = await runAction({ bucket: 'my-bucket', endpoint, ...keys })

    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(errors(run)).toEqual([expect.stringContaining(named)])
    expect(run.outputs).toMatchObject({ listed: '0', aborted: '0', failed: '0' })
    expect(jsonReport(run)).toMatchObject({ ending: 'completed', buckets: [{ listing: 'failed' }] })
  })

  test('a store that does not speak TLS is one line, and the outputs are written', async () => {
    const stage = await setStage(1)
    const endpoint = stage.inputs.endpoint?.replace('http:', 'https:') ?? ''

    const run = await runAction({ ...stage.inputs, endpoint })

    expect(errors(run)).toEqual([expect.stringContaining('The server does not speak TLS there')])
    expect(run.outputs).toMatchObject({ listed: '0', aborted: '0' })
  })
})

test.concurrent('when the store asks for less, half as many requests are under way, and more again as it copes', async () => {
  const most = 32
  const stage = await setStage(600)
  let underWay = 0
  const seen: number[] = []
  const arrive = (): void => void seen.push(++underWay)
  const all = Promise.withResolvers<void>()
  const isAbort = ({ operation }: { operation: Operation }): boolean => operation === 'AbortMultipartUpload'
  stage.server.fault({
    when: isAbort,
    times: most,
    do: {
      status: 503,
      code: 'SlowDown',
      // Nobody gets an answer before all have asked.
      get until() {
        arrive()
        if (underWay === most) all.resolve()
        return all.promise.then(() => void underWay--)
      },
    },
  })
  stage.server.fault({
    when: isAbort,
    do: {
      get until() {
        arrive()
        return sleep(150).then(() => void underWay--)
      },
    },
  })

  const run = await runAction({ ...stage.inputs, concurrency: String(most), 'min-idle': '0' })

  expectWholeJobDone(run, stage, 600)
  expect(seen).toHaveLength(most + 600)
  expect(Math.max(...seen.slice(0, most))).toBe(most)
  expect(Math.max(...seen.slice(most, 2 * most))).toBeLessThanOrEqual(most / 2 + 2)
  expect(Math.max(...seen.slice(-150))).toBeGreaterThan(most * 0.75)
})

describe.concurrent('a clock that is wrong by a day is corrected for signatures, and makes no upload older', () => {
  /** What the server's clock says, and ages by it in hours: the earlier clock decides. */
  test.for<[string, number, { stale: number; young: number; activePart: number }]>([
    ['a day behind the server', DAY_MS, { stale: 8.5 * 24, young: 7.5 * 24, activePart: 24.5 }],
    ['a day ahead of the server', -DAY_MS, { stale: 7.5 * 24, young: 6.5 * 24, activePart: 0.5 }],
  ])('%s', async ([, offsetMs, ages]) => {
    const now = (): number => Date.now() + offsetMs
    const stage = await setStage(0, { now })
    const ago = (hours: number): Date => new Date(now() - hours * HOUR_MS)
    const { server } = stage
    const idle = { size: 10, lastModified: ago(ages.activePart + 1) }
    server.createUpload('my-bucket', 'stale', { initiated: ago(ages.stale), parts: [idle] })
    server.createUpload('my-bucket', 'young', { initiated: ago(ages.young), parts: [idle] })
    server.createUpload('my-bucket', 'active', {
      initiated: ago(ages.stale),
      parts: [idle, { size: 10, lastModified: ago(ages.activePart) }],
    })

    const run = await runAction({ ...stage.inputs, concurrency: '1' })

    expect(errors(run)).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ listed: '3', aborted: '1', kept: '2' })
    expect(server.uploads('my-bucket').map(({ key }) => key)).toEqual(['active', 'young'])
    expect(server.requests.map(({ status }) => status)).toEqual([403, 200, 200, 200, 204, 200])
  })
})

const providers: Server[] = []
afterAll(() => {
  for (const provider of providers) {
    provider.closeAllConnections()
    provider.close()
  }
})

describe.concurrent('credentials that expire in the middle of the run', () => {
  const OLD = { accessKeyId: 'ASIAOLD', secretAccessKey: 'old-secret', sessionToken: 'old-token' }
  const NEW = { accessKeyId: 'ASIANEW', secretAccessKey: 'new-secret', sessionToken: 'new-token' }

  /** Ten stale uploads, and a store that takes the old token for three aborts. */
  async function setExpiringStage(): Promise<Stage> {
    const stage = await setStage(10, { accounts: [OLD, NEW] })
    let aborts = 0
    stage.server.fault({
      when: ({ operation, sessionToken }) => {
        if (operation === 'AbortMultipartUpload') aborts++
        return aborts > 3 && sessionToken === OLD.sessionToken
      },
      do: { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
    })
    return stage
  }

  /** Hands out credentials as a container's agent does: the old ones first, then what `second` says. */
  async function startProvider(
    second: 'new' | 'broken' | 'silent',
  ): Promise<{ asked: () => number; env: Record<string, string>; askedAgain: Promise<void> }> {
    let asked = 0
    const askedAgain = Promise.withResolvers<void>()
    const provider = createServer((_request, response) => {
      asked++
      if (asked > 1) askedAgain.resolve()
      if (asked > 1 && second === 'silent') return
      if (asked > 1 && second === 'broken') return void response.writeHead(403).end('{"message":"no"}')
      const { accessKeyId, secretAccessKey, sessionToken } = asked === 1 ? OLD : NEW
      const Expiration = new Date(Date.now() + HOUR_MS).toISOString()
      const body = {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration,
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    providers.push(provider)
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    const address = provider.address()
    const port = typeof address === 'object' ? address?.port : undefined
    return {
      asked: () => asked,
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/` },
      askedAgain: askedAgain.promise,
    }
  }

  const WITHOUT_KEYS = { 'access-key-id': '', 'secret-access-key': '' }
  const MEND =
    'The store refused the session token (ExpiredToken, "The provided token has expired."). Get new credentials in a step right before this one, or correct `session-token`.'

  test('and that are what they are: the rest has failed, each tried once, and the line says what to do', async () => {
    const stage = await setExpiringStage()

    const run = await runAction({ ...stage.inputs, 'session-token': OLD.sessionToken, concurrency: '1' })

    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(run.outputs).toMatchObject({
      listed: '10',
      stale: '10',
      aborted: '3',
      failed: '7',
      'bytes-freed': '30',
    })
    expect(stage.server.uploads('my-bucket')).toHaveLength(7)
    expect(stage.server.requestCounts.get('AbortMultipartUpload')).toBe(10)
    expect(errors(run)).toEqual([
      `What was aborted in \`my-bucket\` could not be verified. ${MEND}`,
      `7 uploads in \`my-bucket\` could not be aborted. ${MEND}`,
    ])
  })

  test('and that can be renewed are renewed, once, and the run goes on', async () => {
    const stage = await setExpiringStage()
    const provider = await startProvider('new')

    const run = await runAction({ ...stage.inputs, ...WITHOUT_KEYS, concurrency: '1' }, { env: provider.env })

    expectWholeJobDone(run, stage, 10)
    expect(run.outputs).toMatchObject({ aborted: '10' })
    expect(provider.asked()).toBe(2)
    expect(stage.server.requests.filter(({ status }) => status === 400)).toHaveLength(1)
  })

  test('and that can be renewed are masked, the first ones and the next ones, before they are used', async () => {
    const stage = await setExpiringStage()
    const provider = await startProvider('new')

    const run = await runAction({ ...stage.inputs, ...WITHOUT_KEYS, concurrency: '1' }, { env: provider.env })

    const masks = run.stdout.split('\n').filter((line) => line.startsWith('::add-mask::'))
    expect(masks).toEqual(
      [OLD, NEW]
        .flatMap((keys) => [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken])
        .map((secret) => `::add-mask::${secret}`),
    )
  })

  test('of many requests at once are renewed by few, and no upload is lost', async () => {
    const stage = await setExpiringStage()
    const provider = await startProvider('new')

    const run = await runAction(
      { ...stage.inputs, ...WITHOUT_KEYS, concurrency: '10' },
      { env: provider.env },
    )

    expectWholeJobDone(run, stage, 10)
    expect(run.outputs).toMatchObject({ aborted: '10' })
    expect(provider.asked()).toBeLessThanOrEqual(1 + 7)
  })

  test('and cannot be renewed: the rest has failed, and the numbers add up', async () => {
    const stage = await setExpiringStage()
    const provider = await startProvider('broken')

    const run = await runAction({ ...stage.inputs, ...WITHOUT_KEYS, concurrency: '1' }, { env: provider.env })

    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ listed: '10', stale: '10', aborted: '3', failed: '7', deferred: '0' })
    expect(errors(run)).toEqual([
      expect.stringContaining(
        'What was aborted in `my-bucket` could not be verified. No credentials were found',
      ),
      expect.stringContaining('7 uploads in `my-bucket` could not be aborted. No credentials were found'),
    ])
    expect(jsonReport(run).totals).toMatchObject({ planned: 0, aborted: 3, failed: 7 })
    // Once to begin with, five times by the SDK's chain of providers to renew them, and never for each of the rest.
    expect(provider.asked()).toBe(1 + 5)
  })

  test('while they are renewed, a cancellation is heard', async () => {
    const stage = await setExpiringStage()
    const provider = await startProvider('silent')

    const run = await runAction(
      { ...stage.inputs, ...WITHOUT_KEYS, concurrency: '1' },
      { env: provider.env, cancel: { signals: ['SIGINT'], when: provider.askedAgain } },
    )

    expect(run.exitCode).toBe(1)
    expect(run.endedAfterCancelMs).toBeLessThan(3_000)
    expect(run.outputs).toMatchObject({ listed: '10', stale: '10', aborted: '3', failed: '0', deferred: '7' })
    expect(stage.server.uploads('my-bucket')).toHaveLength(7)
  })
})
