import { describe, expect, test } from 'vitest'
import { explain, type Place } from '../../../src/storage/explain.ts'
import type { Refusal } from '../../../src/storage/reply.ts'

const PLACE: Place = {
  operation: 'ListMultipartUploads',
  bucket: 'my-bucket',
  endpoint: 'https://s3.example.com',
  region: 'us-east-1',
}

function refused(some: Partial<Refusal>, place: Partial<Place> = {}): string {
  const refusal = {
    kind: 'refusal',
    status: 403,
    code: '',
    message: '',
    region: undefined,
    location: undefined,
  } as const
  return explain(
    { ...refusal, retryAfterMs: undefined, serverMs: undefined, ...some },
    { ...PLACE, ...place },
  )
}

function unreached(code: string, place: Partial<Place> = {}): string {
  return explain({ kind: 'unreachable', code, message: 'said Node' }, { ...PLACE, ...place })
}

describe('a refusal', () => {
  test.each([
    ['ListBuckets', 's3:ListAllMyBuckets'],
    ['ListMultipartUploads', 's3:ListBucketMultipartUploads'],
    ['ListParts', 's3:ListMultipartUploadParts'],
    ['AbortMultipartUpload', 's3:AbortMultipartUpload'],
  ] as const)('of access, at %s, names the permission %s', (operation, permission) => {
    expect(refused({ code: 'AccessDenied' }, { operation })).toContain(`Grant them \`${permission}\``)
  })

  test.each([
    [
      { status: 404, code: 'NoSuchBucket' },
      'There is no bucket `my-bucket` at the endpoint https://s3.example.com (NoSuchBucket). Correct `bucket`, `endpoint` or `region`.',
    ],
    [{ code: 'InvalidAccessKeyId' }, 'Correct `access-key-id`'],
    [{ code: 'SignatureDoesNotMatch' }, 'Correct `secret-access-key`'],
    [{ status: 400, code: 'ExpiredToken' }, 'Get new credentials in a step right before this one'],
    [{ status: 400, code: 'InvalidToken' }, 'correct `session-token`'],
    [{ code: 'RequestTimeTooSkewed' }, "Set the machine's clock"],
    [
      { status: 400, code: 'AuthorizationHeaderMalformed', region: 'eu-west-1' },
      'The store wants another region than `us-east-1` (AuthorizationHeaderMalformed). Set `region`: eu-west-1.',
    ],
    [
      { status: 301, code: 'PermanentRedirect' },
      'The bucket `my-bucket` is not at the endpoint https://s3.example.com (PermanentRedirect). Set `endpoint` to that of its region; leave it out for AWS.',
    ],
    [
      { status: 501, code: 'NotImplemented' },
      'The endpoint https://s3.example.com cannot list the uploads in progress (NotImplemented)',
    ],
    [
      {
        status: 501,
        code: 'NotImplemented',
        message: "Header 'x-amz-expected-bucket-owner' with value '123' not implemented",
      },
      "The store cannot check who owns the bucket `my-bucket` (NotImplemented, \"Header 'x-amz-expected-bucket-owner' with value '123' not implemented\"). Leave out `expected-bucket-owner`.",
    ],
    [{ status: 405 }, 'cannot list the uploads in progress (HTTP status 405)'],
    [
      { status: 404 },
      'Nothing that speaks S3 was found for the bucket `my-bucket` at the endpoint https://s3.example.com (HTTP status 404)',
    ],
    [{ status: 401 }, 'if `expected-bucket-owner` is set, check that it is the account that owns the bucket'],
    [
      { status: 500, code: 'InternalError' },
      'in spite of several attempts (InternalError). Run it again later, or lower `concurrency`.',
    ],
    [{ status: 429 }, 'lower `concurrency`'],
    [
      { status: 400, code: 'InvalidArgument', message: 'Bad marker' },
      'The store refused to list the uploads in progress in the bucket `my-bucket` (InvalidArgument, "Bad marker")',
    ],
  ])('%j says what to do', (some, message) => {
    expect(refused(some)).toContain(message)
  })

  test('at AWS names AWS and the region', () => {
    expect(refused({ status: 404, code: 'NoSuchBucket' }, { endpoint: undefined })).toContain(
      'at AWS S3 in us-east-1',
    )
  })

  test('at AWS by another region says which one to set, or that it is the one of the bucket', () => {
    const moved = { status: 301, code: 'PermanentRedirect' }

    expect(refused(moved, { endpoint: undefined })).toContain('Set `region` to the one of the bucket.')
    expect(refused({ ...moved, region: 'eu-west-1' }, { endpoint: undefined })).toContain(
      'Set `region`: eu-west-1.',
    )
  })

  test('that sends elsewhere is not followed, and says where to', () => {
    const location = new URL('https://other.example.com/x?y')

    expect(refused({ status: 307, location })).toContain(
      'sends requests elsewhere, to https://other.example.com (HTTP status 307). If you trust that address, set `endpoint: https://other.example.com`.',
    )
  })

  test('without a bucket speaks of the store', () => {
    expect(refused({ code: 'AccessDenied' }, { operation: 'ListBuckets', bucket: undefined })).toContain(
      'list the buckets for the glob in `bucket` in the store (AccessDenied)',
    )
  })

  test('quotes no more than 300 characters of the store, and none of its backticks, which would mark code', () => {
    const message = refused({ message: `\`${'x'.repeat(1_000)}` })

    expect(message).toContain(`, "'${'x'.repeat(299)}")`)
  })
})

describe('no connection', () => {
  test.each([
    [
      'ECONNREFUSED',
      'Nothing listens at the endpoint https://s3.example.com (said Node). Correct `endpoint`, above all its port',
    ],
    ['ENOTFOUND', 'The host name of the endpoint https://s3.example.com cannot be resolved'],
    ['EAI_AGAIN', 'cannot be resolved'],
    ['TIMEOUT', 'did not answer in time'],
    ['GAVE_UP', 'keeps failing: said Node. Run it again later.'],
    [
      'CERT_HAS_EXPIRED',
      "is not trusted (CERT_HAS_EXPIRED: said Node). Renew the server's certificate; check the clock of this machine.",
    ],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'For a certificate of a private authority, set NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE in `env`',
    ],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'is not trusted'],
    ['EPROTO', 'check `https` or `http` in `endpoint`'],
    [
      'ECONNRESET',
      'failed in spite of several attempts (ECONNRESET: said Node). Check `endpoint` and the network.',
    ],
  ])('%s says what to do', (code, message) => {
    expect(unreached(code)).toContain(message)
  })
})
