import { onTestFinished } from 'vitest'
import type { Connection } from '../../../src/inputs/inputs.ts'
import { createAccount } from '../../../src/storage/account.ts'
import { closeAgents, createAgents } from '../../../src/storage/agents.ts'
import { S3 } from '../../../src/storage/s3.ts'
import { Store } from '../../../src/storage/store.ts'
import { Cancellation } from '../../../src/sweep/cancellation.ts'
import type { S3Server } from '../../s3-server/index.ts'

export interface Connected {
  readonly store: Store
  readonly cancellation: Cancellation
  /** Turns the clock on. */
  pass(ms: number): void
  /** How long was slept, each time; nobody waits for it. */
  readonly slept: number[]
}

/** The store of the action on the embedded server, with a clock that stands still and sleep that takes no time. */
export function connect(
  { endpoint, accessKeyId, secretAccessKey }: S3Server,
  { onSleep = () => {} }: { onSleep?: () => void } = {},
): Connected {
  const connection: Connection = {
    endpoint: new URL(endpoint),
    region: 'us-east-1',
    forcePathStyle: 'auto',
    credentials: { accessKeyId, secretAccessKey, sessionToken: undefined },
    expectedBucketOwner: undefined,
  }
  const startedMs = Date.now()
  let passedMs = 0
  const slept: number[] = []
  const agents = createAgents({}, 8)
  onTestFinished(() => closeAgents(agents))
  const cancellation = new Cancellation()
  const surroundings = {
    nowMs: () => startedMs + passedMs,
    random: () => 0.5,
    sleep: async (ms: number, signal: AbortSignal) => {
      slept.push(ms)
      onSleep()
      signal.throwIfAborted()
    },
  }
  const s3 = new S3(
    connection,
    8,
    createAccount(connection, agents, () => {}),
    agents,
    surroundings,
    cancellation,
  )
  return { store: new Store(s3, connection), cancellation, pass: (ms) => (passedMs += ms), slept }
}
