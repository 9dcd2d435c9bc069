import type { FailOn } from './inputs.ts'
import { quoted, type RawInputs } from './raw-inputs.ts'

/** When the step is to fail; empty: never. */
export function readFailOn(raw: RawInputs<'fail-on'>): Set<FailOn> {
  const words = raw
    .lines('fail-on')
    .flatMap((line) => line.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')
  if (words.length === 0) return new Set<FailOn>(['failed'])
  const unknown = words.filter((word) => !isFailOn(word) && word !== 'never')
  for (const word of unknown) {
    raw.problem(
      'fail-on',
      `${quoted(word)} is not one of \`failed\`, \`stale\`, \`deferred\`, \`never\`. Write for example \`fail-on: failed, deferred\`.`,
    )
  }
  if (words.includes('never') && words.some(isFailOn)) {
    raw.problem(
      'fail-on',
      `${quoted(words.join(', '))} contradicts itself. Write \`fail-on: never\` alone, or leave \`never\` out.`,
    )
  }
  return new Set(words.filter(isFailOn))
}

function isFailOn(word: string): word is FailOn {
  return word === 'failed' || word === 'stale' || word === 'deferred'
}
