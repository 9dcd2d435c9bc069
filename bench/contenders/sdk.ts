import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import client from '@aws-sdk/client-s3/package.json' with { type: 'json' }
import { type Contender, programEnvironment } from '../contender.ts'
import { programPath } from '../program.ts'

const NCC = fileURLToPath(new URL('../../node_modules/.bin/ncc', import.meta.url))
const OUT = fileURLToPath(new URL('../out/sdk-loop', import.meta.url))

/** Bundled first, as an action is; loading it from node_modules would take several times as long. */
export function sdkLoop(): Contender {
  let isBuilt = false
  return {
    name: '@aws-sdk/client-s3 loop',
    settings: 'all pages, then 64 at a time over 64 connections, `cacheMiddleware: true`, bundled by ncc',
    command: (job) => {
      if (!isBuilt) bundle()
      isBuilt = true
      return {
        argv: [process.execPath, `${OUT}/index.js`],
        env: programEnvironment(job),
        runtime: 'node',
      }
    },
    version: () => client.version,
    trial: 1_000,
    budgetMs: 3_000,
  }
}

function bundle(): void {
  const ncc = spawnSync(NCC, ['build', programPath('sdk-loop.js'), '-o', OUT], { encoding: 'utf8' })
  if (ncc.status !== 0) throw new Error(`ncc failed: ${ncc.stderr}${ncc.stdout}`)
}
