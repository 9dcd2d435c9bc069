import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type S3Request, toWire } from '../../../src/storage/request.ts'
import { type Credentials, Signer } from '../../../src/storage/signature.ts'

/** The hash that the SDK's signer wants to be given. */
class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    throw new Error('A hash is not used twice here')
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}

interface Case {
  readonly request: S3Request
  /** The parameters, not encoded, for the SDK to encode and sort. */
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly credentials: Credentials
  readonly region: string
  readonly nowMs: number
}

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
const hostile = fc.oneof(
  text,
  fc.constantFrom(
    '../x',
    'a//b',
    '/',
    '.',
    '%2F',
    'a+b c',
    "!'()*~",
    '::error::x\n',
    '?uploadId=&',
    'é🧹\u0001\u202e',
  ),
)
/** White space is no id. */
const id = hostile.filter((text) => text.trim() !== '')
const secret = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })

const request: fc.Arbitrary<Pick<Case, 'request' | 'query'>> = fc.oneof(
  fc.record({ key: hostile, uploadId: id }).map(({ key, uploadId }) => ({
    request: { operation: 'AbortMultipartUpload' as const, bucket: 'b', key, uploadId },
    query: { uploadId },
  })),
  fc.record({ key: hostile, uploadId: id, marker: hostile }).map(({ key, uploadId, marker }) => ({
    request: {
      operation: 'ListParts' as const,
      bucket: 'b',
      key,
      uploadId,
      partNumberMarker: marker,
      urlEncoded: true,
    },
    query: { uploadId, 'part-number-marker': marker, 'encoding-type': 'url' },
  })),
  fc.record({ prefix: hostile, key: hostile, id: hostile }).map(({ prefix, key, id }) => ({
    request: {
      operation: 'ListMultipartUploads' as const,
      bucket: 'b',
      prefix,
      markers: { keyMarker: key, uploadIdMarker: id },
      urlEncoded: true,
    },
    query: { uploads: '', prefix, 'key-marker': key, 'upload-id-marker': id, 'encoding-type': 'url' },
  })),
)

const cases: fc.Arbitrary<Case> = fc
  .record({
    what: request,
    headers: fc.constantFrom<Record<string, string>>({}, { 'x-amz-expected-bucket-owner': '123456789012' }),
    host: fc.constantFrom('b.s3.eu-central-1.amazonaws.com', '127.0.0.1:9000'),
    credentials: fc.record({
      accessKeyId: secret,
      secretAccessKey: secret,
      sessionToken: fc.option(secret, { nil: undefined }),
    }),
    region: fc.constantFrom('us-east-1', 'auto', 'eu-central-1'),
    nowMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  })
  .map(({ what, headers, host, ...rest }) => ({ ...what, ...rest, headers: { host, ...headers } }))

/** All headers, as the SDK's own signer gives them. */
async function signedBySdk({ request, query, headers, credentials, region, nowMs }: Case): Promise<unknown> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
  })
  const { method, path } = toWire(request)
  const unsigned = { method, protocol: 'https:', hostname: 'unused', path, query, headers }
  const signed = await signer.sign(unsigned, { signingDate: new Date(nowMs) })
  return signed.headers
}

test('every request is signed as the SDK signs it', async () => {
  const signer = new Signer()
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { method, path, query } = toWire(one.request)
      const scope = { region: one.region, service: 's3' }
      const ours = signer.sign(
        { method, path, query, headers: one.headers },
        one.credentials,
        scope,
        one.nowMs,
      )

      expect(ours).toEqual(await signedBySdk(one))
    }),
    { numRuns: 300 },
  )
})

const AWS_EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const LIFECYCLE = {
  method: 'GET',
  path: '/',
  query: 'lifecycle=',
  headers: { host: 'examplebucket.s3.amazonaws.com' },
}
const SCOPE = { region: 'us-east-1', service: 's3' }

test('the example of AWS’s documentation has the signature that is printed there', () => {
  const headers = new Signer().sign(LIFECYCLE, AWS_EXAMPLE, SCOPE, Date.UTC(2013, 4, 24))

  expect(headers.authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  )
})

test('a signer that goes on past midnight, to other keys and regions, signs as a new one would', () => {
  const signer = new Signer()
  const midnight = Date.UTC(2026, 0, 2)
  const turns = [
    [AWS_EXAMPLE, SCOPE, midnight - 1],
    [AWS_EXAMPLE, SCOPE, midnight],
    [{ ...AWS_EXAMPLE, secretAccessKey: 'another' }, SCOPE, midnight],
    [AWS_EXAMPLE, { ...SCOPE, region: 'auto' }, midnight],
    [AWS_EXAMPLE, { ...SCOPE, service: 's3express' }, midnight],
    [AWS_EXAMPLE, SCOPE, midnight],
  ] as const
  for (const [credentials, scope, nowMs] of turns)
    expect(signer.sign(LIFECYCLE, credentials, scope, nowMs)).toEqual(
      new Signer().sign(LIFECYCLE, credentials, scope, nowMs),
    )
})

test('the session token of a directory bucket has a header of its own', () => {
  const credentials = { ...AWS_EXAMPLE, sessionToken: 'token' }
  const headers = new Signer().sign(LIFECYCLE, credentials, { ...SCOPE, service: 's3express' }, 0)

  expect(headers['x-amz-s3session-token']).toBe('token')
  expect(headers).not.toHaveProperty('x-amz-security-token')
  expect(headers.authorization).toContain('x-amz-s3session-token')
})

test('no header holds the secret', () => {
  const headers = new Signer().sign(LIFECYCLE, AWS_EXAMPLE, SCOPE, 0)

  expect(JSON.stringify(headers)).not.toContain(AWS_EXAMPLE.secretAccessKey)
})
