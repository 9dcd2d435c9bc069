import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseGlob } from '../../../src/uploads/glob.ts'
import { judgeListed, judgeParts } from '../../../src/uploads/judge.ts'
import type { Policy } from '../../../src/uploads/policy.ts'
import type { Look, Upload } from '../../../src/uploads/upload.ts'

const NOW_MS = Date.UTC(2026, 5, 15, 12)
const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

type StalePolicy = Extract<Policy, { kind: 'stale' }>

function policy(some: Partial<StalePolicy> = {}): StalePolicy {
  return { kind: 'stale', maxAgeMs: 7 * DAY_MS, minIdleMs: HOUR_MS, include: [], exclude: [], ...some }
}

function upload(some: Partial<Upload> = {}): Upload {
  return {
    bucket: 'my-bucket',
    key: 'logs/a.zip',
    uploadId: 'id',
    initiatedMs: NOW_MS - 30 * DAY_MS,
    storageClass: undefined,
    ...some,
  }
}

function aged(ageMs: number): Upload {
  return upload({ initiatedMs: NOW_MS - ageMs })
}

function parts(some: Partial<Extract<Look, { kind: 'parts' }>['parts']> = {}): Look {
  return {
    kind: 'parts',
    parts: { count: 1, bytes: 1, lastPartMs: NOW_MS - DAY_MS, lookedAtMs: NOW_MS, asOfMs: NOW_MS, ...some },
  }
}

describe('by its age', () => {
  test.each([
    ['a day short of max-age is young', 6 * DAY_MS, 'young'],
    ['of exactly max-age is young: stale is what is older', 7 * DAY_MS, 'young'],
    ['a millisecond older than max-age is looked at', 7 * DAY_MS + 1, 'look'],
    ['that has just begun is young', 0, 'young'],
    ['a little in the future, as clocks differ, is young', -299 * SECOND_MS, 'young'],
    ['five minutes in the future is young', -300 * SECOND_MS, 'young'],
    ['from the future is of unknown age', -301 * SECOND_MS, 'unknown-age'],
    ['far in the future is of unknown age', -1_000 * DAY_MS, 'unknown-age'],
  ])('an upload %s', (_what, ageMs, verdict) => {
    expect(judgeListed(aged(ageMs), policy(), NOW_MS)).toBe(verdict)
  })

  test.each([
    ['none', undefined],
    ['1970', 0],
    ['the year 1', Date.UTC(2000, 0, 1) - 1_999 * 366 * DAY_MS],
    ['the day that moto invents', Date.UTC(2010, 10, 10)],
    ['no number', Number.NaN],
    ['the end of time', Number.POSITIVE_INFINITY],
  ])('an upload whose start is %s is of unknown age, even where max-age is 0', (_what, initiatedMs) => {
    const wanting = policy({ maxAgeMs: 0, minIdleMs: 0 })

    expect(judgeListed(upload({ initiatedMs }), wanting, NOW_MS)).toBe('unknown-age')
  })

  test('an upload from the first days of multipart uploads is old, and not of unknown age', () => {
    expect(judgeListed(upload({ initiatedMs: Date.UTC(2010, 10, 12) }), policy(), NOW_MS)).toBe('look')
  })

  test('without a look at the parts, age alone makes it stale', () => {
    expect(judgeListed(aged(8 * DAY_MS), policy({ minIdleMs: 0 }), NOW_MS)).toBe('stale')
    expect(judgeListed(aged(6 * DAY_MS), policy({ minIdleMs: 0 }), NOW_MS)).toBe('young')
  })
})

describe('by its key', () => {
  const [logs, zips] = [parseGlob('logs/**'), parseGlob('**/*.zip')]

  test.each([
    ['matches include', { include: [logs] }, 'look'],
    ['matches one of several in include', { include: [parseGlob('x'), logs] }, 'look'],
    ['does not match include', { include: [parseGlob('data/**')] }, 'excluded'],
    ['matches exclude', { exclude: [zips] }, 'excluded'],
    ['matches both, as exclude wins', { include: [logs], exclude: [zips] }, 'excluded'],
    ['matches neither of two in exclude', { exclude: [parseGlob('x'), parseGlob('y')] }, 'look'],
  ])('an old upload that %s', (_what, some, verdict) => {
    expect(judgeListed(upload(), policy(some), NOW_MS)).toBe(verdict)
  })

  test('an excluded upload is excluded before anybody asks for its age', () => {
    expect(judgeListed(upload({ initiatedMs: undefined }), policy({ exclude: [logs] }), NOW_MS)).toBe(
      'excluded',
    )
  })
})

describe('by its parts', () => {
  test.each([
    ['its newest part is younger than min-idle', parts({ lastPartMs: NOW_MS - HOUR_MS + 1 }), 'active'],
    ['its newest part is exactly as old as min-idle', parts({ lastPartMs: NOW_MS - HOUR_MS }), 'stale'],
    ['its newest part is from the future', parts({ lastPartMs: NOW_MS + DAY_MS }), 'active'],
    ['it has no part', parts({ count: 0, bytes: 0, lastPartMs: undefined }), 'stale'],
    ['it is gone', { kind: 'gone' }, 'stale'],
    ['nobody could see', { kind: 'blind', problem: 'denied' }, 'unknown-activity'],
    ['nobody looked', { kind: 'not-looked' }, 'unknown-activity'],
  ] as const)('where %s', (_what, look, verdict) => {
    expect(judgeParts(look, policy())).toBe(verdict)
  })

  test('idleness counts by the earlier clock, not by ours', () => {
    const look = parts({ lastPartMs: NOW_MS - 2 * HOUR_MS, asOfMs: NOW_MS - 90 * 60_000 })

    expect(judgeParts(look, policy())).toBe('active')
  })

  test('with min-idle 0 nothing about the parts matters', () => {
    expect(judgeParts({ kind: 'blind', problem: 'denied' }, policy({ minIdleMs: 0 }))).toBe('stale')
  })
})

describe('by its name, where the user has judged', () => {
  const wanted: Policy = { kind: 'exactly', uploadId: 'id', key: 'logs/a.zip' }

  test.each([
    ['key and id', upload({ initiatedMs: NOW_MS }), wanted, 'stale'],
    ['the id alone, where no key is given', upload({ key: 'x' }), { ...wanted, key: undefined }, 'stale'],
    ['the key alone', upload({ uploadId: 'other' }), wanted, 'excluded'],
    ['the id under another key', upload({ key: 'logs/b.zip' }), wanted, 'excluded'],
    ['neither', upload({ key: 'x', uploadId: 'y' }), { ...wanted, key: undefined }, 'excluded'],
  ] as const)('an upload with %s', (_what, one, exactly, verdict) => {
    expect(judgeListed(one, exactly, NOW_MS)).toBe(verdict)
  })

  test('it is stale whatever its age and its parts', () => {
    expect(judgeListed(upload({ initiatedMs: undefined }), wanted, NOW_MS)).toBe('stale')
    expect(judgeParts(parts({ lastPartMs: NOW_MS }), wanted)).toBe('stale')
    expect(judgeParts({ kind: 'blind', problem: 'denied' }, wanted)).toBe('stale')
  })
})

describe('whatever the policy', () => {
  const ageMs = fc.integer({ min: -10 * DAY_MS, max: 4_000 * DAY_MS })
  const policies = fc
    .record({ maxAgeMs: fc.nat(40 * DAY_MS), minIdleMs: fc.nat(2 * DAY_MS) })
    .map((some) => policy(some))

  test('an upload younger than max-age is never stale, nor worth a look', () => {
    fc.assert(
      fc.property(ageMs, policies, (age, any) => {
        const verdict = judgeListed(aged(age), any, NOW_MS)
        if (verdict === 'stale' || verdict === 'look') expect(age).toBeGreaterThan(any.maxAgeMs)
      }),
    )
  })

  test('an earlier clock makes no upload stale that was not stale before', () => {
    fc.assert(
      fc.property(ageMs, fc.nat(DAY_MS), policies, (age, backMs, any) => {
        const before = judgeListed(aged(age), any, NOW_MS)
        const after = judgeListed(aged(age), any, NOW_MS - backMs)
        if (after === 'stale' || after === 'look') expect(after).toBe(before)
      }),
    )
  })

  test('only an upload that was seen idle, or not at all there, is stale by its parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: -DAY_MS, max: 3 * DAY_MS }), policies, (idleMs, any) => {
        const verdict = judgeParts(parts({ lastPartMs: NOW_MS - idleMs }), any)
        expect(verdict).toBe(any.minIdleMs === 0 || idleMs >= any.minIdleMs ? 'stale' : 'active')
      }),
    )
  })
})
