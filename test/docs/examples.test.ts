import { describe, expect, it, test } from 'vitest'
import { parseDocument } from 'yaml'
import { readActionMetadata } from '../../scripts/action-metadata.ts'
import { parseInputs } from '../../src/inputs/parse.ts'
import { parseInputs as parseSumUpInputs } from '../../src/sum-up/inputs.ts'
import { inputEnvironment, MAIN, SUM_UP } from '../action/run.ts'
import { snippets } from './documents.ts'
import { type Step, stepsIn } from './steps.ts'

/** The actions of this repository, as the examples name them. */
const ACTIONS = new Map([
  ['abort-stale-multipart-uploads/action@v1', { action: MAIN, parse: parseInputs }],
  ['abort-stale-multipart-uploads/action/sum-up@v1', { action: SUM_UP, parse: parseSumUpInputs }],
])

describe.each(snippets())('the YAML in $where', ({ yaml }) => {
  const document = parseDocument(yaml)
  const ours = stepsIn(document.toJS()).filter(isOurs)

  it('is YAML', () => {
    expect([...document.errors, ...document.warnings]).toEqual([])
  })

  it('uses an action of this repository', () => {
    expect(ours.filter(({ uses }) => !ACTIONS.has(uses))).toEqual([])
    expect(ours).not.toHaveLength(0)
  })

  it('names only inputs that exist, and every one that is required', () => {
    for (const step of ours) {
      const { inputs } = readActionMetadata(ACTIONS.get(step.uses)?.action.metadata)
      const known = new Set(inputs.map(({ name }) => name))
      const required = inputs.filter((input) => input.required).map(({ name }) => name)
      expect(Object.keys(step.with).filter((name) => !known.has(name))).toEqual([])
      expect(required.filter((name) => !(name in step.with))).toEqual([])
    }
  })

  it('gives values that the action takes', () => {
    for (const step of ours) expect(parsed(step)).toMatchObject({ kind: 'valid' })
  })
})

function parsed({ uses, with: inputs }: Step): unknown {
  const { action, parse } = ACTIONS.get(uses) ?? {}
  return parse?.(inputEnvironment(inputs, action))
}

function isOurs({ uses }: Step): boolean {
  return uses.includes('abort-stale-multipart-uploads') || uses.startsWith('./')
}

test.each([
  ['abort-stale-multipart-uploads/action@v1', { bucket: 'my-bucket', 'max-age': 7 }],
  ['abort-stale-multipart-uploads/action/sum-up@v1', { reports: 'reports', 'fail-on': 'no' }],
])('a wrong example of %s would be found', (uses, inputs) => {
  const [step] = stepsIn({ steps: [{ uses, with: inputs }] })
  expect(step === undefined ? step : parsed(step)).toMatchObject({ kind: 'invalid' })
})
