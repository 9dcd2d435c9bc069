import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readActionMetadata } from '../../scripts/action-metadata.ts'
import { ACTION_FOLDERS, generateReadme } from '../../scripts/generate.ts'
import { INPUT_NAMES, parseInputs } from '../../src/inputs/parse.ts'
import { toOutputs } from '../../src/report/outputs.ts'
import { NOTHING, type Report } from '../../src/report/report.ts'
import {
  parseInputs as parseSumUpInputs,
  INPUT_NAMES as SUM_UP_INPUT_NAMES,
} from '../../src/sum-up/inputs.ts'
import { toOutputs as toSumUpOutputs } from '../../src/sum-up/outputs.ts'
import { inputEnvironment, MAIN, SUM_UP } from '../action/run.ts'
import { read } from './repository.ts'

const REPORT: Report = {
  startedMs: 0,
  endedMs: 0,
  ending: 'completed',
  inputs: undefined,
  totals: NOTHING,
  buckets: [],
  problems: [],
}

const ACTIONS = [
  {
    name: 'the main action',
    folder: '',
    action: MAIN,
    inputs: INPUT_NAMES,
    outputs: toOutputs(REPORT, ''),
    withDefaults: parseInputs(inputEnvironment({ bucket: 'my-bucket' })),
    without: parseInputs({ INPUT_BUCKET: 'my-bucket' }),
  },
  {
    name: 'the adding-up',
    folder: 'sum-up/',
    action: SUM_UP,
    inputs: SUM_UP_INPUT_NAMES,
    outputs: toSumUpOutputs(REPORT, 0),
    withDefaults: parseSumUpInputs(inputEnvironment({ reports: 'reports' }, SUM_UP)),
    without: parseSumUpInputs({ INPUT_REPORTS: 'reports' }),
  },
] as const

it('checks every action of the repository', () => {
  expect(ACTIONS.map(({ folder }) => folder)).toEqual(ACTION_FOLDERS)
})

describe.each(ACTIONS)(
  'action.yml of $name',
  ({ folder, action, inputs, outputs, withDefaults, without }) => {
    const metadata = readActionMetadata(action.metadata)
    const readme = read(`${folder}README.md`)

    it('has the inputs that the action reads', () => {
      expect(metadata.inputs.map(({ name }) => name)).toEqual([...inputs])
    })

    it('has the outputs that the action sets', () => {
      expect(metadata.outputs.map(({ name }) => name)).toEqual(Object.keys(outputs))
    })

    it('gives as defaults what the action takes without them', () => {
      expect(withDefaults).toEqual(without)
    })

    it('starts the bundle that the tests start', () => {
      const main = new URL(metadata.main, new URL(`../../${action.metadata}`, import.meta.url))
      expect(metadata.using).toBe('node24')
      expect(main).toEqual(new URL(`../../${action.dist}`, import.meta.url))
      expect(existsSync(main)).toBe(true)
    })

    it('gives the tables of the README beside it', () => {
      expect(generateReadme(readme, metadata)).toBe(readme)
    })

    it.each([...inputs, ...Object.keys(outputs)])('has `%s` in the README', (name) => {
      expect(readme).toContain(`\`${name}\``)
    })
  },
)
