import { describe, expect, it } from 'vitest'
import { readActionMetadata } from '../../scripts/action-metadata.ts'
import { generateReadme } from '../../scripts/generate.ts'
import { INPUT_NAMES, parseInputs } from '../../src/inputs/parse.ts'
import { toOutputs } from '../../src/report/outputs.ts'
import { NOTHING } from '../../src/report/report.ts'
import { inputEnvironment } from '../action/run.ts'
import { read } from './repository.ts'

const metadata = readActionMetadata()
const inputNames = metadata.inputs.map(({ name }) => name)
const outputNames = metadata.outputs.map(({ name }) => name)

describe('action.yml', () => {
  it('has the inputs that the action reads', () => {
    expect(inputNames).toEqual([...INPUT_NAMES])
  })

  it('has the outputs that the action sets', () => {
    const report = {
      startedMs: 0,
      endedMs: 0,
      ending: 'completed',
      inputs: undefined,
      totals: NOTHING,
      buckets: [],
      problems: [],
    } as const
    expect(outputNames).toEqual(Object.keys(toOutputs(report, '')))
  })

  it('gives as defaults what the action takes without them', () => {
    expect(parseInputs(inputEnvironment({ bucket: 'my-bucket' }))).toEqual(
      parseInputs({ INPUT_BUCKET: 'my-bucket' }),
    )
  })
})

describe('README.md', () => {
  const readme = read('README.md')

  it('has the tables that action.yml gives', () => {
    expect(generateReadme(readme, metadata)).toBe(readme)
  })

  it.each([...inputNames, ...outputNames])('names `%s`', (name) => {
    expect(readme).toContain(`\`${name}\``)
  })
})
