import { afterEach, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../s3-server/index.ts'
import { aws } from '../s3-server/personalities/aws.ts'
import type { Personality } from '../s3-server/personalities/personality.ts'
import { runAction } from './run.ts'

const LONG_AGO = new Date(Date.now() - 30 * 86_400_000)

/** As a proxy in front of a store may do, or a server that never learned the parameter. */
const ignoresPrefixes: Personality = {
  ...aws,
  name: 'ignores-prefixes',
  listing: { ...aws.listing, rankedByKey: false, accepts: () => true },
}

let server: S3Server | undefined
afterEach(() => server?.close())

async function start(personality: Personality, latencyMs = 0): Promise<S3Server> {
  server = await startS3Server({ personality, latencyMs, pageSize: 10 })
  server.createBucket('my-bucket')
  return server
}

function inputsFor({ endpoint, accessKeyId, secretAccessKey }: S3Server, prefix: string) {
  return {
    bucket: 'my-bucket',
    endpoint,
    prefix,
    'access-key-id': accessKeyId,
    'secret-access-key': secretAccessKey,
  }
}

function seed(store: S3Server, keys: readonly string[]): void {
  for (const key of keys) store.createUpload('my-bucket', key, { initiated: LONG_AGO })
}

function keysLeft(store: S3Server): string[] {
  return store.uploads('my-bucket').map(({ key }) => key)
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(3, '0')}`)
}

test('a server that ignores prefixes loses no upload of the second one, and none outside is touched', async () => {
  const store = await start(ignoresPrefixes)
  seed(store, [...numbered('a/', 15), ...numbered('b/', 15), ...numbered('c/', 15)])

  const run = await runAction(inputsFor(store, 'a/\nb/'))

  expect(run.outputs).toMatchObject({ listed: '30', stale: '30', aborted: '30', failed: '0' })
  expect(keysLeft(store)).toEqual(numbered('c/', 15))
  expect(run.exitCode).toBe(0)
})

test('prefixes that overlap are listed once and counted once', async () => {
  const store = await start(aws)
  seed(store, [...numbered('a/', 5), ...numbered('a/b/', 5), 'c'])

  const run = await runAction({ ...inputsFor(store, 'a/b/\na/\na/b/0'), 'dry-run': 'true' })

  expect(run.outputs).toMatchObject({ listed: '10', stale: '10' })
  expect(store.requestCounts.get('ListMultipartUploads')).toBe(1)
})

test('several prefixes are listed side by side', async () => {
  const store = await start(aws, 300)
  const prefixes = ['a/', 'b/', 'c/', 'd/']
  seed(
    store,
    prefixes.flatMap((prefix) => numbered(prefix, 3)),
  )
  let [underWay, most] = [0, 0]
  store.fault({
    when: () => {
      most = Math.max(most, ++underWay)
      return true
    },
    do: {
      respond: (answer) => {
        underWay--
        return answer
      },
    },
  })

  const run = await runAction({
    ...inputsFor(store, prefixes.join('\n')),
    'min-idle': '0',
    'dry-run': 'true',
  })

  expect(run.outputs).toMatchObject({ listed: '12', stale: '12' })
  expect(most).toBe(4)
})
