import { createHmac, hash } from 'node:crypto'
import type { Account } from './account.ts'
import { accessDenied, S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import { encodePath, encodeUri } from './uri.ts'

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})$/
const MAX_SKEW_MS = 15 * 60_000

/** What the Authorization header of a request says. */
export interface Authorization {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: string
  readonly signature: string
}

/** @throws {S3Error} when the request is anonymous or signed in another way */
export function readAuthorization({ headers }: S3Request): Authorization {
  const { authorization } = headers
  if (authorization === undefined) throw new S3Error(accessDenied)
  const [, accessKeyId, date, region, service, signedHeaders, signature] =
    AUTHORIZATION.exec(authorization) ?? []
  if (
    accessKeyId === undefined ||
    date === undefined ||
    region === undefined ||
    service === undefined ||
    signedHeaders === undefined ||
    signature === undefined
  )
    throw notSignedRight(authorization)
  return { accessKeyId, date, region, service, signedHeaders, signature }
}

/** Signature Version 4, written from its description and not from ours or the SDK's: each checks the other. */
export class SignatureVerifier {
  readonly #accounts: ReadonlyMap<string, Account>
  /** The key of a day, region and account is the same for every request. */
  readonly #keys = new Map<string, Buffer>()

  constructor(accounts: readonly Account[]) {
    this.#accounts = new Map(accounts.map((account) => [account.accessKeyId, account]))
  }

  /**
   * Who sent the request.
   *
   * @throws {S3Error} as AWS refuses it
   */
  verify(request: S3Request, authorization: Authorization, nowMs: number): Account {
    const account = this.#accounts.get(authorization.accessKeyId)
    if (account === undefined) throw unknownKey(authorization.accessKeyId)
    const timestamp = readTimestamp(request, authorization.date)
    checkSkew(timestamp, nowMs)
    checkSignedHeaders(request, authorization.signedHeaders)
    this.#checkSignature(request, authorization, account, timestamp)
    checkSession(request, account)
    return account
  }

  #checkSignature(
    request: S3Request,
    authorization: Authorization,
    account: Account,
    timestamp: string,
  ): void {
    const { date, region, service, signature } = authorization
    const canonical = canonicalRequest(request, authorization.signedHeaders)
    const scope = `${date}/${region}/${service}/aws4_request`
    const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hash('sha256', canonical, 'hex')}`
    const key = this.#key(account.secretAccessKey, date, region, service)
    if (createHmac('sha256', key).update(toSign).digest('hex') === signature) return
    throw new S3Error({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      details: { AWSAccessKeyId: account.accessKeyId, StringToSign: toSign, CanonicalRequest: canonical },
    })
  }

  #key(secret: string, date: string, region: string, service: string): Buffer {
    const name = JSON.stringify([secret, date, region, service])
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
    this.#keys.set(name, Buffer.from(key))
    return Buffer.from(key)
  }
}

function canonicalRequest(request: S3Request, signedHeaders: string): string {
  const headers = signedHeaders.split(';').map((name) => `${name}:${headerText(request, name)}\n`)
  const payload = headerText(request, 'x-amz-content-sha256')
  return `${request.method}\n${encodePath(request.path)}\n${canonicalQuery(request)}\n${headers.join('')}\n${signedHeaders}\n${payload}`
}

function canonicalQuery({ parameters }: S3Request): string {
  if (parameters.length === 0) return ''
  const encoded = parameters.map(([name, value]): [string, string] => [encodeUri(name), encodeUri(value)])
  encoded.sort(([a, x], [b, y]) => inOrder(a, b) || inOrder(x, y))
  return encoded.map(([name, value]) => `${name}=${value}`).join('&')
}

function inOrder(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function headerText({ headers }: S3Request, name: string): string {
  const value = headers[name]
  const text = Array.isArray(value) ? value.join(',') : (value ?? '')
  return text.trim().replace(/ {2,}/g, ' ')
}

/** When the request says that it was signed, as `20260101T000000Z`. */
function readTimestamp(request: S3Request, date: string): string {
  const timestamp = headerText(request, 'x-amz-date')
  if (!/^\d{8}T\d{6}Z$/.test(timestamp)) {
    const message = 'AWS authentication requires a valid Date or x-amz-date header'
    throw new S3Error({ ...accessDenied, message })
  }
  if (timestamp.startsWith(date)) return timestamp
  const message = `Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`
  throw new S3Error({ status: 400, code: 'AuthorizationHeaderMalformed', message })
}

function checkSkew(timestamp: string, nowMs: number): void {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5')
  if (Math.abs(Date.parse(iso) - nowMs) <= MAX_SKEW_MS) return
  throw new S3Error({
    status: 403,
    code: 'RequestTimeTooSkewed',
    message: 'The difference between the request time and the current time is too large.',
    details: {
      RequestTime: timestamp,
      ServerTime: new Date(nowMs).toISOString(),
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    },
  })
}

/** The host and every `x-amz-` header must be under the signature. */
function checkSignedHeaders({ headers }: S3Request, signedHeaders: string): void {
  const signed = new Set(signedHeaders.split(';'))
  const missing = Object.keys(headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signed.has(name),
  )
  if (missing.length === 0) return
  const message = 'There were headers present in the request which were not signed'
  throw new S3Error({ ...accessDenied, message, details: { HeadersNotSigned: missing.join(', ') } })
}

function checkSession({ headers }: S3Request, account: Account): void {
  if (headers['x-amz-security-token'] !== account.sessionToken) {
    const message = 'The provided token is malformed or otherwise invalid.'
    throw new S3Error({ status: 400, code: 'InvalidToken', message })
  }
  if (account.expired !== true) return
  throw new S3Error({ status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' })
}

function unknownKey(accessKeyId: string): S3Error {
  return new S3Error({
    status: 403,
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
    details: { AWSAccessKeyId: accessKeyId },
  })
}

function notSignedRight(authorization: string): S3Error {
  if (authorization.startsWith('AWS4-')) {
    const message =
      'The authorization header is malformed; expecting Credential, SignedHeaders and Signature.'
    return new S3Error({ status: 400, code: 'AuthorizationHeaderMalformed', message })
  }
  const message =
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'
  return new S3Error({ status: 400, code: 'InvalidRequest', message })
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
