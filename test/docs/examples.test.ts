import { describe, expect, it, test } from 'vitest'
import { parseDocument } from 'yaml'
import { readActionMetadata } from '../../scripts/action-metadata.ts'
import { parseInputs } from '../../src/inputs/parse.ts'
import { inputEnvironment } from '../action/run.ts'
import { snippets } from './documents.ts'
import { type Step, stepsIn } from './steps.ts'

/** How the examples name this action. */
const THIS_ACTION = 'abort-stale-multipart-uploads/action@v1'

const { inputs } = readActionMetadata()
const known = new Set(inputs.map(({ name }) => name))
const required = inputs.filter((input) => input.required).map(({ name }) => name)

describe.each(snippets())('the YAML in $where', ({ yaml }) => {
  const document = parseDocument(yaml)
  const ours = stepsIn(document.toJS()).filter(isOurs)

  it('is YAML', () => {
    expect([...document.errors, ...document.warnings]).toEqual([])
  })

  it('uses this action', () => {
    expect(ours.map(({ uses }) => uses)).toEqual(ours.map(() => THIS_ACTION))
    expect(ours).not.toHaveLength(0)
  })

  it('names only inputs that exist, and every one that is required', () => {
    for (const step of ours) {
      expect(Object.keys(step.with).filter((name) => !known.has(name))).toEqual([])
      expect(required.filter((name) => !(name in step.with))).toEqual([])
    }
  })

  it('gives values that the action takes', () => {
    for (const step of ours) expect(parseInputs(inputEnvironment(step.with))).toMatchObject({ kind: 'valid' })
  })
})

function isOurs({ uses }: Step): boolean {
  return uses.includes('abort-stale-multipart-uploads') || uses.startsWith('./')
}

test('a wrong example would be found', () => {
  const [step] = stepsIn({ steps: [{ uses: THIS_ACTION, with: { bucket: 'my-bucket', 'max-age': 7 } }] })
  expect(parseInputs(inputEnvironment(step?.with ?? {}))).toMatchObject({ kind: 'invalid' })
})
