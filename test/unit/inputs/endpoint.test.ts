import { describe, expect, test } from 'vitest'
import { endpointProblem, wantsRegionAuto } from '../../../src/inputs/endpoint.ts'

const BUCKETS = ['my-bucket', 's3', 'logs-*']

describe('is an endpoint', () => {
  test.each([
    'https://s3.example.com',
    'http://127.0.0.1:9000/',
    'http://[::1]:9000',
    'https://example.com/base/path/',
    'https://account.r2.cloudflarestorage.com',
    'HTTPS://s3.example.com',
    // The bucket is called so too, which is no mistake.
    'https://s3.example.com/',
  ])('%s', (text) => {
    expect(endpointProblem(text, BUCKETS)).toBeUndefined()
  })
})

describe('is no endpoint, or not one to use', () => {
  test.each([
    ['s3.example.com', 'Write for example `endpoint: https://s3.example.com`.'],
    ['s3.example.com:9000', 'Write for example `endpoint: https://s3.example.com:9000`.'],
    ['ftp://s3.example.com', 'does not begin with `https://` or `http://`'],
    ['https://', 'is not a URL'],
    ['https://s3.example.com:port', 'is not a URL'],
    [
      'https://s3.example.com?x=1',
      'has a query or a fragment. Write for example `endpoint: https://s3.example.com`.',
    ],
    ['https://s3.example.com/#x', 'has a query or a fragment'],
    ['https://user:secret@s3.example.com', 'must not hold a user or password'],
    ['https://user@s3.example.com', 'must not hold a user or password'],
    ['https://:secret@s3.example.com', 'must not hold a user or password'],
    [
      'https://s3.example.com/my-bucket/',
      'has the bucket `my-bucket` in its path, which would name it twice. Write `endpoint: https://s3.example.com`.',
    ],
    ['https://s3.example.com/base/my-bucket', 'Write `endpoint: https://s3.example.com/base`.'],
    [
      'https://my-bucket.s3.example.com:9000',
      'has the bucket `my-bucket` in its host name. Write `endpoint: https://s3.example.com:9000`; set `force-path-style: false`',
    ],
    [
      'https://my-bucket.fra1.digitaloceanspaces.com',
      'Write `endpoint: https://fra1.digitaloceanspaces.com`',
    ],
    [
      'https://my-bucket.fsn1.your-objectstorage.com',
      'Write `endpoint: https://fsn1.your-objectstorage.com`',
    ],
    ['https://my-bucket.l4g4.ch11.idrivee2-2.com', 'Write `endpoint: https://l4g4.ch11.idrivee2-2.com`'],
    ['https://my-bucket.storage.googleapis.com', 'Write `endpoint: https://storage.googleapis.com`'],
  ])('%s', (text, problem) => {
    expect(endpointProblem(text, BUCKETS)).toContain(problem)
  })
})

test.each([
  ['https://x.r2.cloudflarestorage.com', true],
  ['https://x.eu.r2.cloudflarestorage.com', true],
  ['https://storage.googleapis.com', true],
  ['https://r2.cloudflarestorage.com.example.com', false],
  ['https://notstorage.googleapis.com', false],
  ['https://s3.example.com', false],
])('%s signs for the region auto: %j', (endpoint, isAuto) => {
  expect(wantsRegionAuto(new URL(endpoint))).toBe(isAuto)
})
