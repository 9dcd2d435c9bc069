import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Refusal, Reply } from '../../../src/storage/reply.ts'
import { MAX_ATTEMPTS, nextStep } from '../../../src/storage/retry.ts'

function refusal(some: Partial<Refusal>): Refusal {
  return {
    kind: 'refusal',
    status: 400,
    code: '',
    message: '',
    region: undefined,
    location: undefined,
    retryAfterMs: undefined,
    serverMs: undefined,
    ...some,
  }
}

function unreachable(code: string): Reply {
  return { kind: 'unreachable', code, message: '' }
}

test('an answer is the end', () => {
  expect(nextStep({ kind: 'answer', body: '', serverMs: undefined }, 1, 0.5)).toEqual({ kind: 'done' })
})

describe('is tried again, and slows the others down', () => {
  test.each([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['SlowDown', { status: 503, code: 'SlowDown' }],
    ['SlowDown with another status', { status: 400, code: 'SlowDown' }],
    ['Throttling', { status: 400, code: 'Throttling' }],
    ['TooManyRequests', { status: 400, code: 'TooManyRequests' }],
  ])('%s', (_what, some) => {
    expect(nextStep(refusal(some), 1, 0.5)).toEqual({ kind: 'wait', waitMs: 100, pushBack: true })
  })

  test('no answer in time', () => {
    expect(nextStep(unreachable('TIMEOUT'), 1, 0.5)).toMatchObject({ kind: 'wait', pushBack: true })
  })
})

describe('is tried again', () => {
  test.each([
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['504', { status: 504 }],
    ['408', { status: 408 }],
    ['InternalError', { status: 500, code: 'InternalError' }],
    ['InternalError inside of a 200', { status: 200, code: 'InternalError' }],
    ['RequestTimeout', { status: 400, code: 'RequestTimeout' }],
  ])('%s', (_what, some) => {
    expect(nextStep(refusal(some), 1, 0.5)).toEqual({ kind: 'wait', waitMs: 100, pushBack: false })
  })

  test.each(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'EAI_AGAIN', 'UNKNOWN'])('%s', (code) => {
    expect(nextStep(unreachable(code), 1, 0.5)).toEqual({ kind: 'wait', waitMs: 100, pushBack: false })
  })
})

describe('is not tried again, as it would be the same', () => {
  test.each([
    [400, 'InvalidArgument'],
    [401, ''],
    [403, 'AccessDenied'],
    [403, 'SignatureDoesNotMatch'],
    [403, 'InvalidAccessKeyId'],
    [404, 'NoSuchUpload'],
    [404, 'NoSuchBucket'],
    [404, ''],
    [405, 'MethodNotAllowed'],
    [409, 'OperationAborted'],
    [501, 'NotImplemented'],
    [301, 'PermanentRedirect'],
  ])('%d %s', (status, code) => {
    expect(nextStep(refusal({ status, code }), 1, 0.5)).toEqual({ kind: 'done' })
  })

  test.each([
    'ENOTFOUND',
    'EPROTO',
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'TOO_LONG',
    'GAVE_UP',
  ])('%s', (code) => {
    expect(nextStep(unreachable(code), 1, 0.5)).toEqual({ kind: 'done' })
  })
})

describe('how often and how long', () => {
  test('six attempts, and no more', () => {
    const kinds = [1, 2, 3, 4, 5, 6, 7].map(
      (attempt) => nextStep(refusal({ status: 500 }), attempt, 0.5).kind,
    )

    expect(kinds).toEqual(['wait', 'wait', 'wait', 'wait', 'wait', 'done', 'done'])
    expect(MAX_ATTEMPTS).toBe(6)
  })

  test.each(['TIMEOUT', 'ECONNREFUSED'])(
    'three attempts where each costs long, or is of little hope: %s',
    (code) => {
      expect([1, 2, 3].map((attempt) => nextStep(unreachable(code), attempt, 0.5).kind)).toEqual([
        'wait',
        'wait',
        'done',
      ])
    },
  )

  test('waits double, and are drawn from their whole length, so that many clients do not come back at once', () => {
    const waits = (random: number): number[] =>
      [1, 2, 3, 4, 5].map((attempt) => {
        const step = nextStep(refusal({ status: 500 }), attempt, random)
        return step.kind === 'wait' ? step.waitMs : -1
      })

    expect(waits(0)).toEqual([0, 0, 0, 0, 0])
    expect(waits(0.5)).toEqual([100, 200, 400, 800, 1_600])
  })

  test('Retry-After is the least wait', () => {
    expect(nextStep(refusal({ status: 503, retryAfterMs: 30_000 }), 1, 0.5)).toMatchObject({ waitMs: 30_000 })
    expect(nextStep(refusal({ status: 503, retryAfterMs: 1 }), 1, 0.5)).toMatchObject({ waitMs: 100 })
  })

  test('a store that wants to be left alone for more than a minute is', () => {
    expect(nextStep(refusal({ status: 503, retryAfterMs: 60_000 }), 1, 0.5).kind).toBe('wait')
    expect(nextStep(refusal({ status: 503, retryAfterMs: 60_001 }), 1, 0.5)).toEqual({ kind: 'done' })
  })

  test('whatever is answered, it ends, and no wait is longer than a minute', () => {
    const any = fc.oneof(
      fc
        .record({
          status: fc.constantFrom(200, 301, 400, 403, 404, 408, 429, 500, 503),
          code: fc.constantFrom('', 'SlowDown', 'ExpiredToken', 'RequestTimeTooSkewed', 'AccessDenied'),
          region: fc.constantFrom(undefined, 'eu-west-1'),
          serverMs: fc.constantFrom(undefined, 0),
          retryAfterMs: fc.option(fc.nat(1e9), { nil: undefined }),
        })
        .map(refusal),
      fc.constantFrom('TIMEOUT', 'ECONNRESET', 'X').map(unreachable),
    )
    fc.assert(
      fc.property(
        any,
        fc.nat(20),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (reply, before, random) => {
          const step = nextStep(reply, before + 1, random)
          if (before + 1 >= MAX_ATTEMPTS) expect(step.kind).toBe('done')
          if (step.kind === 'wait') expect(step.waitMs).toBeLessThanOrEqual(60_000)
        },
      ),
    )
  })
})

describe('is mended and tried again at once', () => {
  test.each(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'])('%s: newer keys', (code) => {
    expect(nextStep(refusal({ code }), 1, 0.5)).toEqual({ kind: 'renew-credentials' })
  })

  test('a wrong clock, by the time of the server; waited for where it tells none', () => {
    const skewed = { status: 403, code: 'RequestTimeTooSkewed' }

    expect(nextStep(refusal({ ...skewed, serverMs: 7 }), 1, 0.5)).toEqual({
      kind: 'correct-clock',
      serverMs: 7,
    })
    expect(nextStep(refusal(skewed), 1, 0.5)).toMatchObject({ kind: 'wait' })
  })

  test.each([
    [301, 'PermanentRedirect'],
    [307, 'TemporaryRedirect'],
    [400, 'AuthorizationHeaderMalformed'],
    [400, 'IllegalLocationConstraintException'],
  ])('%d %s: the region that the store names', (status, code) => {
    expect(nextStep(refusal({ status, code, region: 'eu-west-1' }), 1, 0.5)).toEqual({
      kind: 'change-region',
      region: 'eu-west-1',
    })
  })

  test('a region in another refusal says nothing new', () => {
    expect(nextStep(refusal({ status: 403, code: 'AccessDenied', region: 'eu-west-1' }), 1, 0.5)).toEqual({
      kind: 'done',
    })
  })
})
