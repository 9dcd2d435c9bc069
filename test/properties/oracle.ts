import { NOW, type ScenarioInputs, type SeededUpload } from './scenario.ts'

/**
 * A second opinion on what is stale, written from the contract and not from `src/`: another way to match patterns,
 * another way to count time.
 */
export function isStale(
  { key, ageSeconds, partAgesSeconds }: Pick<SeededUpload, 'key' | 'ageSeconds' | 'partAgesSeconds'>,
  inputs: ScenarioInputs,
): boolean {
  const minIdle = SECONDS[inputs.minIdle] ?? Number.NaN
  const isActive = minIdle > 0 && partAgesSeconds.some((age) => age < minIdle)
  return isWanted(key, inputs) && isOldEnough(ageSeconds, inputs) && !isActive
}

/** Is the key under a prefix, and not left out by a pattern? */
export function isWanted(key: string, { prefixes, include, exclude }: ScenarioInputs): boolean {
  return isUnderPrefix(key, prefixes) && isNamed(key, include, true) && !isNamed(key, exclude, false)
}

export function isUnderPrefix(key: string, prefixes: readonly string[]): boolean {
  return prefixes.length === 0 || prefixes.some((prefix) => key.slice(0, prefix.length) === prefix)
}

/** Before multipart uploads existed, no upload was started; nor in the future. */
export function isOldEnough(ageSeconds: number, { maxAge }: ScenarioInputs): boolean {
  const sinceMultipartExists = (NOW.getTime() - Date.parse('2010-11-11T00:00:00Z')) / 1_000
  return ageSeconds > (SECONDS[maxAge] ?? Number.NaN) && ageSeconds <= sinceMultipartExists
}

function isNamed(key: string, globs: readonly string[], whenNone: boolean): boolean {
  return globs.length === 0 ? whenNone : globs.some((glob) => (PATTERNS[glob] ?? /$^/).test(key))
}

/** What the durations that the scenarios use mean. */
const SECONDS: Readonly<Record<string, number>> = {
  '0': 0,
  '30m': 1_800,
  '1h': 3_600,
  '36h': 129_600,
  '7d': 604_800,
}

/** What the globs that the scenarios use mean, by hand. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'logs/**': /^logs\/[\s\S]*$/,
  '*.tmp': /^[^/]*\.tmp$/,
  '**/*.tmp': /^([\s\S]*\/)?[^/]*\.tmp$/,
  'a*': /^a[^/]*$/,
  '{a,logs}/**': /^(a|logs)\/[\s\S]*$/,
  'a/*': /^a\/[^/]*$/,
  '**/x?y': /^([\s\S]*\/)?x[^/]y$/,
  '[a-c]*': /^[abc][^/]*$/,
}
