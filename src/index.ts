import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Runner } from './github/runner.ts'
import { main } from './main.ts'
import { Cancellation } from './sweep/cancellation.ts'

// A log that nobody reads any more is no reason to leave the work half done and unreported.
process.stdout.on('error', () => {})

const cancellation = new Cancellation()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancellation.cancel())

const exitCode = await main({
  env: process.env,
  runner: new Runner(),
  cancellation,
  reportPath: join(
    process.env.RUNNER_TEMP || tmpdir(),
    'abort-stale-multipart-uploads',
    `report-${randomUUID()}.json`,
  ),
  nowMs: Date.now,
  random: Math.random,
  // A timer that is cut short says so with the signal's own reason, not with an AbortError that wraps it.
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
  },
})

// A connection that hangs must not keep the step alive; what was written must still get out.
process.stdout.write('', () => process.exit(exitCode))
