import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const BENCH = fileURLToPath(new URL('../../bench/bench.ts', import.meta.url))

async function bench(...options: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [BENCH, ...options])
  return stdout
}

function requests(table: string) {
  // Who did it, and the last column: how many requests arrived.
  const rows = table.matchAll(/^\| (.*?) +\|.*\| +(\S+) \|$/gm)
  return [...rows].slice(2).map(([, contender, requests]) => [contender, requests])
}

it('the benchmark measures a run of the action beside the floor: one request each for an empty bucket', async () => {
  const table = await bench(
    '--quick',
    '--only',
    'cold-start',
    '--against',
    'floor',
    '--against',
    'the action',
  )
  expect(requests(table)).toEqual([
    ['bare Node request (the floor)', '1'],
    ['the action', '1'],
  ])
})

it('a profile shares out the CPU time between our bundle, what Node brings in JavaScript, and native code', async () => {
  const table = await bench('--quick', '--profile', '--only', 'cold-start')
  const shares = [...table.matchAll(/^\| \*\*(.*?)\*\* +\| +(\S+) % \|$/gm)]
  expect(shares.map(([, owner]) => owner)).toEqual(['our bundle', "Node's JavaScript", 'native code'])
  expect(shares.reduce((sum, [, , share]) => sum + Number(share), 0)).toBeCloseTo(100, 0)
})
