import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const BENCH = fileURLToPath(new URL('../../bench/bench.ts', import.meta.url))

async function bench(...options: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [BENCH, ...options])
  // Who did it, and the last column: how many requests arrived.
  const rows = stdout.matchAll(/^\| (.*?) +\|.*\| +(\S+) \|$/gm)
  return [...rows].slice(2).map(([, contender, requests]) => [contender, requests])
}

it('the benchmark measures a run of the action beside the floor: one request each for an empty bucket', async () => {
  expect(
    await bench('--quick', '--only', 'cold-start', '--against', 'floor', '--against', 'the action'),
  ).toEqual([
    ['bare Node request (the floor)', '1'],
    ['the action', '1'],
  ])
})
