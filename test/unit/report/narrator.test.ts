import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseInputs } from '../../../src/inputs/parse.ts'
import { Narrator } from '../../../src/report/narrator.ts'
import { Findings } from '../../../src/sweep/findings.ts'
import { report, staleUpload } from '../sum-up/reports.ts'

let said: string[]
let narrator: Narrator

beforeEach(() => {
  said = []
  narrator = new Narrator({
    log: (line) => said.push(line),
    group: (title, lines) => said.push(`[${title}]`, ...lines),
  })
})

function open(env: Record<string, string>, buckets: string[]): void {
  const parsed = parseInputs({ INPUT_BUCKET: 'b', ...env })
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.join('\n'))
  narrator.opening(parsed.inputs, buckets)
}

describe('at the beginning', () => {
  test.each([
    ['AWS', {}, ['b'], 'Looking at b (AWS S3, us-east-1).'],
    [
      'a store of one’s own',
      { INPUT_ENDPOINT: 'https://s3.example.com/' },
      ['a', 'b'],
      'Looking at a, b (https://s3.example.com).',
    ],
    [
      'prefixes, made visible',
      { INPUT_PREFIX: 'a/\n\u202eb' },
      ['b'],
      'Looking at b (AWS S3, us-east-1), under "a/", "\\u{202e}b".',
    ],
    ['a shard', { INPUT_SHARD: '2/5' }, ['b'], 'Looking at b (AWS S3, us-east-1), shard 2/5.'],
    ['many buckets', {}, ['a', 'b', 'c', 'd', 'e', 'f'], 'Looking at 6 buckets (AWS S3, us-east-1).'],
    [
      'a dry run',
      { 'INPUT_DRY-RUN': 'true' },
      ['b'],
      'Dry run: nothing will be aborted. Looking at b (AWS S3, us-east-1).',
    ],
  ])('it names %s', (_what, env, buckets, line) => {
    open(env, buckets)

    expect(said).toEqual([
      line,
      'Stale is what was started more than 7 days ago and no part arrived for 1 hour.',
    ])
  })
})

describe('of each bucket', () => {
  test('it says what was found, and how much of the storage that is', () => {
    const findings = new Findings('my-bucket', [])
    findings.listing = 'complete'
    const { look, outcome: _outcome, ...upload } = staleUpload('k')
    findings.markStale(upload, look)
    findings.keep(upload, 'young')
    narrator.surveyed(findings)

    expect(said).toEqual([
      'my-bucket: 2 uploads listed; 1 stale, holding 1 kB; 1 kept: 1 younger than `max-age`.',
    ])
  })

  test.each([
    [
      'nothing of the storage that nobody looked at',
      ['not-looked'],
      'my-bucket: 1 upload listed; 1 stale; 0 kept.',
    ],
    [
      'the least, where some was not seen',
      ['parts', 'not-looked'],
      'my-bucket: 2 uploads listed; 2 stale, holding at least 1 kB; 0 kept.',
    ],
  ] as const)('it says %s', (_what, looks, line) => {
    const findings = new Findings('my-bucket', [])
    findings.listing = 'complete'
    const { look: seen, outcome: _outcome, ...upload } = staleUpload('k')
    for (const look of looks) findings.markStale(upload, look === 'parts' ? seen : { kind: look })
    narrator.surveyed(findings)

    expect(said).toEqual([line])
  })

  test('it says that it could not be listed, and why', () => {
    const findings = new Findings('my-bucket', [])
    findings.listing = 'failed'
    findings.fail('Denied.')
    narrator.surveyed(findings)

    expect(said).toEqual(['my-bucket: could not be listed, so nothing is aborted there. Denied.'])
  })
})

describe('of the plan', () => {
  test('it shows each upload on a line', () => {
    narrator.planned(
      [staleUpload('a\nb'), staleUpload('c', { initiatedMs: undefined, look: { kind: 'not-looked' } })],
      [],
      false,
    )

    expect(said).toEqual([
      '[Aborting 2 uploads, oldest first]',
      '2025-12-03  1 kB  my-bucket  "a\\u{a}b"',
      'unknown  unknown size  my-bucket  "c"',
    ])
  })

  test('it shows a hundred, and counts the rest', () => {
    narrator.planned(
      Array.from({ length: 1_234 }, (_, n) => staleUpload(`${n}`)),
      [staleUpload('x')],
      true,
    )

    expect(said[0]).toBe(
      '[Would abort 1,234 uploads, oldest first; 1 upload left for a later run by max-aborts]',
    )
    expect(said).toHaveLength(102)
    expect(said.at(-1)).toBe('... and 1134 more; all are in the report.')
  })

  test('it says that there is nothing to do', () => {
    narrator.planned([], [], false)
    narrator.planned([], [staleUpload('x')], false)

    expect(said).toEqual([
      'Nothing to abort.',
      'Nothing to abort; 1 upload left for a later run by max-aborts.',
    ])
  })
})

test('at the end it says the headline, and where the report is', () => {
  narrator.closing(report(), '/tmp/report.json')
  narrator.closing(report(), undefined)

  expect(said).toEqual([
    'Found nothing stale in "my-bucket".',
    'Report: /tmp/report.json',
    'Found nothing stale in "my-bucket".',
  ])
})

describe('while something takes long', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('it says every five seconds how far it is, and stops when that ends, or fails', async () => {
    const { promise, reject } = Promise.withResolvers<never>()
    const work = narrator.during(
      () => 'on its way',
      () => promise,
    )
    vi.advanceTimersByTime(11_000)
    reject(new Error('x'))
    await expect(work).rejects.toThrow('x')
    vi.advanceTimersByTime(60_000)

    expect(said).toEqual(['... on its way', '... on its way'])
  })

  test('it counts what is done', () => {
    const [running, complete] = [new Findings('a', []), new Findings('b', [])]
    complete.listing = 'complete'
    const { look, outcome: _outcome, ...upload } = staleUpload('k')
    complete.see(upload, 0)
    complete.markStale(upload, look)

    expect(Narrator.listing([running, complete])).toBe(
      '1 upload listed, 1 of them stale so far; 1 of 2 buckets done',
    )
    expect(Narrator.aborting([staleUpload('a'), staleUpload('b', { outcome: { kind: 'planned' } })])).toBe(
      '1 of 2 uploads done',
    )
  })
})
