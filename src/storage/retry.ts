import type { Refusal, Reply } from './reply.ts'

/** What to do after an attempt. */
export type NextStep =
  | { readonly kind: 'done' }
  /** Try again; `pushBack` when the store asked for fewer requests. */
  | { readonly kind: 'wait'; readonly waitMs: number; readonly pushBack: boolean }
  /** Try again at once with newer keys. */
  | { readonly kind: 'renew-credentials' }
  /** Try again at once, signed by the server's clock. */
  | { readonly kind: 'correct-clock'; readonly serverMs: number }
  /** Try again at once, in the region that the store named. */
  | { readonly kind: 'change-region'; readonly region: string }

export const MAX_ATTEMPTS = 6
/** A server that says nothing costs the whole patience each time. */
const MAX_SILENT_ATTEMPTS = 3
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 20_000
/** A store that asks for more is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000

const THROTTLED_STATUS = new Set([429, 503])
const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504])
const THROTTLED_CODE = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'RequestLimitExceeded',
])
const TRANSIENT_CODE = new Set([
  'InternalError',
  'RequestTimeout',
  'ServiceUnavailable',
  'RequestTimeTooSkewed',
  ...THROTTLED_CODE,
])
const EXPIRED_CODE = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'])
/** Nobody listens there, or nobody is trusted there: that does not change within seconds. */
const LASTING_CODE = new Set([
  'ENOTFOUND',
  'ENOENT',
  'EACCES',
  'EPROTO',
  'TOO_LONG',
  'PROXY_REFUSED',
  'PROXY_WANTS_PASSWORD',
  'ERR_INVALID_URL',
  'GAVE_UP',
])
const LASTING_PREFIX = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/

/**
 * @param attempt 1 for the first
 * @param random from 0 up to 1, so that many clients do not come back all at once
 */
export function nextStep(reply: Reply, attempt: number, random: number): NextStep {
  const done: NextStep = { kind: 'done' }
  if (reply.kind === 'answer' || attempt >= MAX_ATTEMPTS) return done
  const backOffMs = random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt)
  if (reply.kind === 'unreachable') {
    return mayPass(reply.code, attempt)
      ? { kind: 'wait', waitMs: backOffMs, pushBack: reply.code === 'TIMEOUT' }
      : done
  }
  if (EXPIRED_CODE.has(reply.code)) return { kind: 'renew-credentials' }
  if (reply.code === 'RequestTimeTooSkewed' && reply.serverMs !== undefined)
    return { kind: 'correct-clock', serverMs: reply.serverMs }
  if (reply.region !== undefined && isWrongRegion(reply))
    return { kind: 'change-region', region: reply.region }
  if (!TRANSIENT_STATUS.has(reply.status) && !TRANSIENT_CODE.has(reply.code)) return done
  if (reply.retryAfterMs !== undefined && reply.retryAfterMs > LONGEST_RETRY_AFTER_MS) return done
  const pushBack = THROTTLED_STATUS.has(reply.status) || THROTTLED_CODE.has(reply.code)
  return { kind: 'wait', waitMs: Math.max(backOffMs, reply.retryAfterMs ?? 0), pushBack }
}

/** A bucket elsewhere. S3 names its region in many other refusals too, where it says nothing new. */
function isWrongRegion({ status, code }: Refusal): boolean {
  return (
    status === 301 ||
    status === 307 ||
    code === 'AuthorizationHeaderMalformed' ||
    code === 'IllegalLocationConstraintException'
  )
}

function mayPass(code: string, attempt: number): boolean {
  if (LASTING_CODE.has(code) || LASTING_PREFIX.test(code)) return false
  if (code === 'TIMEOUT' || code === 'ECONNREFUSED') return attempt < MAX_SILENT_ATTEMPTS
  return true
}
