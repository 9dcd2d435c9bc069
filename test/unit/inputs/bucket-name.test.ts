import { describe, expect, test } from 'vitest'
import { bucketProblem } from '../../../src/inputs/bucket-name.ts'

describe('is a bucket', () => {
  test.each([
    'my-bucket',
    'my.bucket.example.com',
    'With_Upper_Case',
    'a'.repeat(255),
    'logs-*',
    'logs-202[0-9]',
    '{dev,test}-uploads',
    'my-bucket--use1-az4--x-s3',
    'my-access-point-abcdefgh1234567890-s3alias',
    'arn:aws:s3:eu-central-1:123456789012:accesspoint/my-access-point',
    'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:my-access-point',
    'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01/accesspoint/ap',
  ])('%s', (name) => {
    expect(bucketProblem(name, undefined)).toBeUndefined()
  })
})

describe('is no bucket', () => {
  test.each([
    ['.', 'in a URL it would address another bucket'],
    ['..', 'in a URL it would address another bucket'],
    ['a b', 'is not a bucket name. Write for example `bucket: my-bucket`'],
    ['a\tb', 'is not a bucket name'],
    ['a#b', 'is not a bucket name'],
    ['a%2fb', 'is not a bucket name'],
    ['a\u0000b', 'is not a bucket name'],
    ['a\u00a0b', 'is not a bucket name'],
    ['a`b', 'is not a bucket name'],
    ['a|b', 'is not a bucket name'],
    ['<a>', 'is not a bucket name'],
    ['a*#', 'is not a bucket name'],
    ['a'.repeat(256), 'is not a bucket name'],
    ['a,b', 'Write one bucket a line'],
    ['a/b/c', 'Write `bucket: a` and `prefix: b/c`, if that is meant'],
    ['s3://a', '`s3://a` is a URL. Write `bucket: a`.'],
    ['s3://a/', '`s3://a/` is a URL. Write `bucket: a`.'],
    ['s3://a/b/c', 'Write `bucket: a` and `prefix: b/c`.'],
    ['https://a.s3.amazonaws.com', "Write the bucket's name here, and the URL of the store as `endpoint`"],
    ['arn:aws:s3:::my-bucket', 'is not an access point ARN. Write for example `arn:aws:s3:'],
    ['arn:aws:iam::123456789012:role/x', 'is not an access point ARN'],
    ['arn:aws:s3::123456789012:accesspoint/m.mrap', 'is a multi-region access point'],
    ['arn:aws:s3:eu-central-1:123456789012:accesspoint/a?b', 'is not an access point ARN'],
  ])('%j', (name, problem) => {
    expect(bucketProblem(name, undefined)).toContain(problem)
  })

  test('an ARN, where the endpoint is not AWS', () => {
    const arn = 'arn:aws:s3:eu-central-1:123456789012:accesspoint/a'

    expect(bucketProblem(arn, new URL('https://s3.example.com'))).toContain('Leave `endpoint` out')
  })
})
