import fc from 'fast-check'
import { type PersonalityName, personalities, personalityNames } from '../s3-server/personalities/index.ts'

/** The time by every clock, for the whole of a run. */
export const NOW = new Date('2026-06-15T12:00:00Z')

/** All that a run meets: a store with uploads in it, inputs, and what goes wrong. Ages are in seconds before `NOW`. */
export interface Scenario {
  readonly personality: PersonalityName
  readonly pageSize: number
  readonly maxParts: number
  readonly uploads: readonly SeededUpload[]
  readonly inputs: ScenarioInputs
  readonly troubles: readonly Trouble[]
}

export interface SeededUpload {
  readonly bucket: 'first' | 'second'
  readonly key: string
  readonly ageSeconds: number
  readonly partAgesSeconds: readonly number[]
}

export interface ScenarioInputs {
  readonly prefixes: readonly string[]
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly maxAge: string
  readonly minIdle: string
  readonly maxAborts: number | undefined
  readonly dryRun: boolean
  readonly verify: boolean
  readonly shard: string | undefined
  readonly concurrency: number
}

/** From the `from`th request of an operation on, `times` of them meet it. */
export interface Trouble {
  readonly operation: 'ListMultipartUploads' | 'ListParts' | 'AbortMultipartUpload'
  readonly from: number
  readonly times: number
  readonly what:
    | 'slow down'
    | 'too many requests'
    | 'internal error'
    | 'reset'
    | 'cut off'
    | 'a web page'
    | 'nothing'
    | 'access denied'
    | 'no such upload'
    | 'the answer is lost'
    | 'said and not done'
    | 'somebody ends the upload'
    | 'a part arrives'
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Keys that differ in little, that contain each other, and that are hard to write. */
const KEYS = [
  'a',
  'a/',
  'a/b',
  'a//b',
  'a/b.tmp',
  'logs/1',
  'logs/2.tmp',
  'logs/deep/3.tmp',
  'logs/x y',
  'logs/x+y',
  'logs/é',
  'x.tmp',
  '..',
  '../x',
  '/lead',
  '%2F',
  ' sp ',
  'new\nline',
  'bell\u0007',
  'cr\r',
  '<Key>&amp;',
  '\u{1f44d}',
]
const AGES = [
  -10 * MINUTE,
  -MINUTE,
  0,
  1,
  HOUR - 1,
  HOUR,
  HOUR + 1,
  36 * HOUR,
  7 * DAY - 1,
  7 * DAY,
  7 * DAY + 1,
]
const LONG_AGES = [8 * DAY, 30 * DAY, 400 * DAY, 5_694 * DAY, 5_695 * DAY, 17 * 365 * DAY, 56 * 365 * DAY]
const PART_AGES = [0, 1, 30 * MINUTE - 1, 30 * MINUTE, 30 * MINUTE + 1, HOUR - 1, HOUR, HOUR + 1]
const LONG_PART_AGES = [DAY, 20 * DAY]

const upload: fc.Arbitrary<SeededUpload> = fc
  .record({
    bucket: fc.constantFrom('first' as const, 'first' as const, 'second' as const),
    key: fc.constantFrom(...KEYS),
    ageSeconds: fc.oneof(fc.constantFrom(...AGES), { weight: 3, arbitrary: fc.constantFrom(...LONG_AGES) }),
    partAgesSeconds: fc.oneof(fc.array(fc.constantFrom(...PART_AGES), { maxLength: 4 }), {
      weight: 2,
      arbitrary: fc.array(fc.constantFrom(...LONG_PART_AGES), { maxLength: 4 }),
    }),
  })
  // No part is older than its upload.
  .map((seeded) => ({
    ...seeded,
    partAgesSeconds: seeded.partAgesSeconds.map((age) => Math.max(0, Math.min(age, seeded.ageSeconds))),
  }))

/** More often than not, nothing: what is left out makes everything else count. */
function sometimes(texts: fc.Arbitrary<string[]>): fc.Arbitrary<string[]> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, texts)
}

const inputs: fc.Arbitrary<ScenarioInputs> = fc
  .record({
    prefixes: sometimes(fc.subarray(['a/', 'logs/', 'none/', 'x'], { maxLength: 3 })),
    include: sometimes(fc.subarray(['logs/**', '*.tmp', '**/*.tmp', 'a*', '{a,logs}/**'], { maxLength: 2 })),
    exclude: sometimes(fc.subarray(['*.tmp', 'a/*', '**/x?y', '[a-c]*'], { maxLength: 2 })),
    maxAge: fc.constantFrom('0', '1h', '36h', '7d', '7d', '7d'),
    minIdle: fc.constantFrom('0', '30m', '1h', '1h'),
    maxAborts: fc.option(fc.nat({ max: 4 }), { nil: undefined, freq: 3 }),
    dryRun: fc.constantFrom(false, false, false, true),
    verify: fc.constantFrom(true, true, false),
    shard: fc.option(fc.constantFrom('1/2', '2/2', '3/3'), { nil: undefined, freq: 4 }),
    concurrency: fc.integer({ min: 1, max: 8 }),
  })
  // The inputs that would end everything are refused; that has tests of its own.
  .map((given) =>
    given.maxAge === '0' && given.minIdle === '0' && given.prefixes.length === 0
      ? { ...given, minIdle: '30m' }
      : given,
  )

const trouble: fc.Arbitrary<Trouble> = fc.record({
  operation: fc.constantFrom('ListMultipartUploads', 'ListParts', 'AbortMultipartUpload'),
  from: fc.integer({ min: 1, max: 8 }),
  times: fc.constantFrom(1, 1, 2, 7, Number.POSITIVE_INFINITY),
  what: fc.constantFrom(
    'slow down',
    'too many requests',
    'internal error',
    'reset',
    'cut off',
    'a web page',
    'nothing',
    'access denied',
    'no such upload',
    'the answer is lost',
    'said and not done',
    'somebody ends the upload',
    'a part arrives',
  ),
})

export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    personality: fc.constantFrom(...personalityNames),
    pageSize: fc.integer({ min: 1, max: 5 }),
    maxParts: fc.integer({ min: 1, max: 3 }),
    uploads: fc.array(upload, { maxLength: 12, size: 'max' }),
    inputs,
    troubles: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(trouble, { minLength: 1, maxLength: 3 }) },
    ),
  })
  .map((scenario) => ({ ...scenario, uploads: scenario.uploads.filter(isFairTo(scenario)) }))

/** What no client can see is nothing to hold against this one. */
function isFairTo({ personality, uploads, inputs }: Scenario): (upload: SeededUpload, at: number) => boolean {
  const { hidesSiblings, encoding } = personalities[personality].listing
  const names = uploads.map(({ bucket, key }) => `${bucket} ${key}`)
  // Where it is said that keys are encoded, and they are not, what chooses by key chooses by a key misread.
  const misleads = encoding.echoed && encoding.key('+') === '+'
  const choosesByKey =
    inputs.shard !== undefined || inputs.include.length + inputs.exclude.length + inputs.prefixes.length > 0
  return ({ key }, at) => {
    if (hidesSiblings && names.indexOf(names[at] ?? '') !== at) return false
    return !(misleads && choosesByKey && /[+%]/.test(key))
  }
}
