import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { read } from './repository.ts'
import { stepsIn } from './steps.ts'

/** The rows of the README's table of stores that lead to a workflow. */
const ROWS = [
  ...read('README.md').matchAll(/^\| \[([^\]]+)\]\((examples\/[\w-]+\.yml)\) \| (.*?) ?\| (.*?) ?\| .*\|$/gm),
].map(([, store = '', example = '', endpoint = '', region = '']) => ({ store, example, endpoint, region }))

test('the README has a table of stores', () => {
  expect(ROWS.map(({ store }) => store)).toEqual(expect.arrayContaining(['AWS S3', 'MinIO', 'iDrive e2']))
})

test.each(ROWS)('the row of $store says what its workflow sets', ({ example, endpoint, region }) => {
  const [ours] = stepsIn(parse(read(example))).filter(({ uses }) => uses.startsWith('abort-stale'))
  const inputs = ours?.with ?? {}

  // What is not a value to copy says where to find one: for the endpoint in the store, for the region not at all.
  const shown =
    toCopy(endpoint)?.replace('ACCOUNT_ID', 'example') ?? (endpoint === '' ? undefined : inputs.endpoint)
  expect({ endpoint: inputs.endpoint, region: inputs.region }).toEqual({
    endpoint: shown,
    region: toCopy(region),
  })
})

/** The value in a cell that holds nothing else. */
function toCopy(cell: string): string | undefined {
  return /^`([^`]+)`$/.exec(cell)?.[1]
}
