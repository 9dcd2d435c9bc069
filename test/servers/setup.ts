import type { TestProject } from 'vitest/node'

import * as ceph from './ceph.ts'
import { required, Unavailable } from './packages.ts'
import type { RealServer, ServerAddress } from './server.ts'
import * as swift from './swift.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    servers: ServerAddress[]
  }
}

type Start =
  | { readonly kind: 'running'; readonly server: RealServer; readonly seconds: number }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Starts the servers once for all test files, and ends them afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starts = await Promise.all([attempt('Ceph', ceph.start), attempt('Swift', swift.start)])
  const running = starts.flatMap((start) => (start.kind === 'running' ? [start.server] : []))
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()))
  }
  try {
    for (const start of starts) narrate(start)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('servers', running.map(addressOf))
  return stop
}

async function attempt(name: string, start: () => Promise<RealServer>): Promise<Start> {
  const began = performance.now()
  try {
    const server = await start()
    return { kind: 'running', server, seconds: (performance.now() - began) / 1000 }
  } catch (error) {
    if (error instanceof Unavailable) return { kind: 'unavailable', reason: `${name}: ${error.message}` }
    return { kind: 'failed', error }
  }
}

function narrate(start: Start): void {
  if (start.kind === 'failed') throw start.error
  if (start.kind === 'unavailable') {
    if (required) throw new Error(`REAL_SERVERS=required, but: ${start.reason}`)
    console.log(`SKIPPED real servers: ${start.reason}`)
    return
  }
  const { name, version, endpoint } = start.server
  console.log(`${name} ${version} at ${endpoint} after ${start.seconds.toFixed(1)} s`)
}

/** Without its functions, which cannot travel to vitest's workers. */
const addressOf = ({ stop, ...address }: RealServer): ServerAddress => address
