import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

/** AWS keys, as every S3-compatible store hands them out. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface Signable {
  readonly method: string
  /** Encoded once, as it goes over the wire. */
  readonly path: string
  /** Sorted and encoded, without the `?`. */
  readonly query: string
  /** Lower-case names; `host` must be one of them. */
  readonly headers: Readonly<Record<string, string>>
}

export interface SigningScope {
  readonly region: string
  readonly service: string
}

/** The SHA-256 of no bytes: none of our requests has a body. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * AWS Signature Version 4, in the header. Our own, because the SDK's signer takes 14 ms to load and twice the time to
 * sign; the tests hold it against the SDK's and against a server that checks it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export class Signer {
  /** The key of a day and scope is the same for every request. As a KeyObject it signs in 4 µs, as bytes in 24. */
  #cached: { readonly wanted: string; readonly key: KeyObject } | undefined

  /** The headers to send: those given, and those that sign. */
  sign(
    request: Signable,
    credentials: Credentials,
    scope: SigningScope,
    nowMs: number,
  ): Record<string, string> {
    const timestamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '')
    const date = timestamp.slice(0, 8)
    const headers: Record<string, string> = {
      ...request.headers,
      'x-amz-content-sha256': EMPTY_HASH,
      'x-amz-date': timestamp,
      ...tokenHeader(credentials, scope),
    }
    const names = Object.keys(headers).sort()
    const signedHeaders = names.join(';')
    const canonicalHeaders = names
      .map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}\n`)
      .join('')
    const canonical = [
      request.method,
      request.path,
      request.query,
      canonicalHeaders,
      signedHeaders,
      EMPTY_HASH,
    ].join('\n')
    const scopeText = `${date}/${scope.region}/${scope.service}/aws4_request`
    const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scopeText}\n${hash('sha256', canonical)}`
    const key = this.#key(credentials.secretAccessKey, date, scope)
    const signature = createHmac('sha256', key).update(toSign).digest('hex')
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scopeText}, SignedHeaders=${signedHeaders}, Signature=${signature}`
    return headers
  }

  #key(secret: string, date: string, { region, service }: SigningScope): KeyObject {
    const wanted = [secret, date, region, service].join('\n')
    if (this.#cached?.wanted === wanted) return this.#cached.key
    const bytes = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date))
    this.#cached = { wanted, key: createSecretKey(bytes) }
    return this.#cached.key
  }
}

/** A directory bucket takes the token of its session under a name of its own. */
function tokenHeader({ sessionToken }: Credentials, { service }: SigningScope): Record<string, string> {
  if (sessionToken === undefined) return {}
  return { [service === 's3express' ? 'x-amz-s3session-token' : 'x-amz-security-token']: sessionToken }
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
