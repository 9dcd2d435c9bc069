import { describe, expect, test } from 'vitest'
import type { Connection } from '../../../src/inputs/inputs.ts'
import { addressAt } from '../../../src/storage/address.ts'

function address(
  endpoint: string,
  bucket: string | undefined,
  forcePathStyle: Connection['forcePathStyle'] = 'auto',
) {
  const connection: Connection = {
    endpoint: new URL(endpoint),
    region: 'us-east-1',
    forcePathStyle,
    credentials: undefined,
    expectedBucketOwner: undefined,
  }
  const { origin, host, basePath } = addressAt(new URL(endpoint), bucket, connection, 'us-east-1')
  return `${origin.protocol}//${origin.hostname}:${origin.port} ${host} ${basePath}`
}

describe('a bucket is addressed', () => {
  test.each([
    [
      'in the path, at an endpoint of one’s own',
      'https://s3.example.com',
      'b',
      'https://s3.example.com:443 s3.example.com /b',
    ],
    ['in the path, behind a port', 'http://127.0.0.1:9000', 'b', 'http://127.0.0.1:9000 127.0.0.1:9000 /b'],
    [
      'in the path, on the usual port',
      'http://s3.example.com:80',
      'b',
      'http://s3.example.com:80 s3.example.com /b',
    ],
    [
      'in the path, behind a path',
      'https://example.com/base//',
      'b',
      'https://example.com:443 example.com /base/b',
    ],
    ['in the path, at an IPv6 address', 'http://[::1]:9000', 'b', 'http://[::1]:9000 [::1]:9000 /b'],
    [
      'in the host, where the store wants that',
      'https://oss-cn-x.aliyuncs.com',
      'b',
      'https://b.oss-cn-x.aliyuncs.com:443 b.oss-cn-x.aliyuncs.com ',
    ],
    [
      'in the path all the same, where a dot would break the certificate',
      'https://oss-cn-x.aliyuncs.com',
      'a.b',
      'https://oss-cn-x.aliyuncs.com:443 oss-cn-x.aliyuncs.com /a.b',
    ],
    [
      'in the host, dot or not, where there is no certificate',
      'http://oss-cn-x.aliyuncs.com',
      'a.b',
      'http://a.b.oss-cn-x.aliyuncs.com:80 a.b.oss-cn-x.aliyuncs.com ',
    ],
    [
      'in the path, at a name that only ends like one',
      'https://notaliyuncs.com',
      'b',
      'https://notaliyuncs.com:443 notaliyuncs.com /b',
    ],
  ])('%s', (_where, endpoint, bucket, expected) => {
    expect(address(endpoint, bucket)).toBe(expected)
  })

  test('where force-path-style says', () => {
    expect(address('https://s3.example.com:9000', 'a.b', false)).toBe(
      'https://a.b.s3.example.com:9000 a.b.s3.example.com:9000 ',
    )
    expect(address('https://oss-cn-x.aliyuncs.com', 'b', true)).toBe(
      'https://oss-cn-x.aliyuncs.com:443 oss-cn-x.aliyuncs.com /b',
    )
  })

  test('with every character of its name encoded, so that it cannot leave its place in the path', () => {
    expect(address('https://s3.example.com', 'a/b?c#d e')).toContain('/a%2Fb%3Fc%23d%20e')
  })
})

test('the store itself has no bucket in its address', () => {
  expect(address('https://s3.example.com/base/', undefined, false)).toBe(
    'https://s3.example.com:443 s3.example.com /base',
  )
})

test.each(['evil.example#', 'evil.example/', 'evil.example?', 'evil.example\\', 'a b', 'evil.example:80'])(
  'a bucket named %j, which a server may list, takes no request to another host',
  (bucket) => {
    expect(() => address('https://oss-cn-x.aliyuncs.com', bucket, false)).toThrow(
      'cannot stand in front of the host oss-cn-x.aliyuncs.com',
    )
  },
)
