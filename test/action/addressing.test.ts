import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answering, Internet } from '../network/internet.ts'
import { errorBody, ok, s3Answers, unless } from '../network/s3-answers.ts'
import { document, element } from '../s3-server/xml.ts'
import { errors } from './annotations.ts'
import { type RunResult, runAction } from './run.ts'

const KEYS = { 'access-key-id': 'AKIAEXAMPLE', 'secret-access-key': 'example-secret' }
const ACCOUNTS = [
  { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example-secret' },
  { accessKeyId: 'AKIASESSION', secretAccessKey: 'session-secret' },
]
/** One request to list, one to abort: the two that matter. */
const SHORT = { 'min-idle': '0', verify: 'false' }

let internet: Internet
afterEach(() => internet.close())

const oneUpload = (): Answering => s3Answers([{ key: 'backups/db.tar', uploadId: 'ID' }])

async function startInternet(answer = oneUpload()): Promise<void> {
  internet = await Internet.start({ accounts: ACCOUNTS, answer })
}

function run(inputs: Record<string, string>, env: Record<string, string> = {}): Promise<RunResult> {
  return runAction(
    { bucket: 'my-bucket', ...KEYS, ...SHORT, ...inputs },
    { env: { ...internet.env, ...env } },
  )
}

interface Case {
  readonly what: string
  readonly inputs: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly host: string
  /** The name in the TLS handshake. */
  readonly sni: string | undefined
  /** Region and service of the signature. */
  readonly scope: string
  readonly lines: readonly string[]
}

/** The bucket in the host name. */
const VIRTUAL_HOST = ['GET /?uploads=', 'DELETE /backups/db.tar?uploadId=ID']
/** The bucket in the path. */
const PATH = ['GET /my-bucket/?uploads=', 'DELETE /my-bucket/backups/db.tar?uploadId=ID']

/** https://docs.aws.amazon.com/general/latest/gr/s3.html and the user guide's pages on each kind of bucket. */
const AWS: Case[] = [
  {
    what: 'us-east-1',
    inputs: { region: 'us-east-1' },
    host: 'my-bucket.s3.us-east-1.amazonaws.com',
    sni: 'my-bucket.s3.us-east-1.amazonaws.com',
    scope: 'us-east-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'eu-central-1 from AWS_REGION',
    inputs: {},
    env: { AWS_REGION: 'eu-central-1' },
    host: 'my-bucket.s3.eu-central-1.amazonaws.com',
    sni: 'my-bucket.s3.eu-central-1.amazonaws.com',
    scope: 'eu-central-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'us-east-1 where AWS_REGION is that of another store',
    inputs: {},
    env: { AWS_REGION: 'auto' },
    host: 'my-bucket.s3.us-east-1.amazonaws.com',
    sni: 'my-bucket.s3.us-east-1.amazonaws.com',
    scope: 'us-east-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'China',
    inputs: { region: 'cn-north-1' },
    host: 'my-bucket.s3.cn-north-1.amazonaws.com.cn',
    sni: 'my-bucket.s3.cn-north-1.amazonaws.com.cn',
    scope: 'cn-north-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'GovCloud',
    inputs: { region: 'us-gov-west-1' },
    host: 'my-bucket.s3.us-gov-west-1.amazonaws.com',
    sni: 'my-bucket.s3.us-gov-west-1.amazonaws.com',
    scope: 'us-gov-west-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: "a name with dots, which the certificate's wildcard does not cover",
    inputs: { bucket: 'assets.example.com', region: 'eu-central-1' },
    host: 's3.eu-central-1.amazonaws.com',
    sni: 's3.eu-central-1.amazonaws.com',
    scope: 'eu-central-1/s3',
    lines: ['GET /assets.example.com/?uploads=', 'DELETE /assets.example.com/backups/db.tar?uploadId=ID'],
  },
  {
    what: 'an old name with capitals and underscores',
    inputs: { bucket: 'My_Old_Bucket', region: 'us-east-1' },
    host: 's3.us-east-1.amazonaws.com',
    sni: 's3.us-east-1.amazonaws.com',
    scope: 'us-east-1/s3',
    lines: ['GET /My_Old_Bucket/?uploads=', 'DELETE /My_Old_Bucket/backups/db.tar?uploadId=ID'],
  },
  {
    what: 'force-path-style',
    inputs: { region: 'eu-central-1', 'force-path-style': 'true' },
    host: 's3.eu-central-1.amazonaws.com',
    sni: 's3.eu-central-1.amazonaws.com',
    scope: 'eu-central-1/s3',
    lines: PATH,
  },
  {
    what: 'an access point ARN, which brings its own region',
    inputs: {
      bucket: 'arn:aws:s3:eu-central-1:123456789012:accesspoint/my-access-point',
      region: 'us-east-1',
    },
    host: 'my-access-point-123456789012.s3-accesspoint.eu-central-1.amazonaws.com',
    sni: 'my-access-point-123456789012.s3-accesspoint.eu-central-1.amazonaws.com',
    scope: 'eu-central-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'an access point ARN in China',
    inputs: {
      bucket: 'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:my-access-point',
      region: 'cn-northwest-1',
    },
    host: 'my-access-point-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn',
    sni: 'my-access-point-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn',
    scope: 'cn-north-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'an access point alias',
    inputs: {
      bucket: 'my-access-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias',
      region: 'us-west-2',
    },
    host: 'my-access-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias.s3.us-west-2.amazonaws.com',
    sni: 'my-access-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias.s3.us-west-2.amazonaws.com',
    scope: 'us-west-2/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'an access point on Outposts',
    inputs: {
      bucket: 'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/reports',
      region: 'us-west-2',
    },
    host: 'reports-123456789012.op-01ac5d28a6a232904.s3-outposts.us-west-2.amazonaws.com',
    sni: 'reports-123456789012.op-01ac5d28a6a232904.s3-outposts.us-west-2.amazonaws.com',
    scope: 'us-west-2/s3-outposts',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'AWS_USE_FIPS_ENDPOINT',
    inputs: { region: 'us-east-1' },
    env: { AWS_USE_FIPS_ENDPOINT: 'true' },
    host: 'my-bucket.s3-fips.us-east-1.amazonaws.com',
    sni: 'my-bucket.s3-fips.us-east-1.amazonaws.com',
    scope: 'us-east-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'AWS_USE_DUALSTACK_ENDPOINT',
    inputs: { region: 'eu-central-1' },
    env: { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    host: 'my-bucket.s3.dualstack.eu-central-1.amazonaws.com',
    sni: 'my-bucket.s3.dualstack.eu-central-1.amazonaws.com',
    scope: 'eu-central-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'FIPS and dual stack in GovCloud',
    inputs: { region: 'us-gov-west-1' },
    env: { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    host: 'my-bucket.s3-fips.dualstack.us-gov-west-1.amazonaws.com',
    sni: 'my-bucket.s3-fips.dualstack.us-gov-west-1.amazonaws.com',
    scope: 'us-gov-west-1/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'an interface endpoint in a VPC',
    inputs: {
      endpoint: 'https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com',
      region: 'us-east-1',
    },
    host: 'bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com',
    sni: 'bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com',
    scope: 'us-east-1/s3',
    lines: PATH,
  },
]

/** From each store's own documentation on its S3 API. */
const STORES: Case[] = [
  {
    what: 'Cloudflare R2, whatever region the job has for AWS',
    inputs: { endpoint: 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com' },
    env: { AWS_REGION: 'eu-west-1' },
    host: '0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com',
    sni: '0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com',
    scope: 'auto/s3',
    lines: PATH,
  },
  {
    what: 'Cloudflare R2 in the EU',
    inputs: { endpoint: 'https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com' },
    host: '0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com',
    sni: '0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com',
    scope: 'auto/s3',
    lines: PATH,
  },
  {
    what: 'Backblaze B2',
    inputs: { endpoint: 'https://s3.us-west-004.backblazeb2.com', region: 'us-west-004' },
    host: 's3.us-west-004.backblazeb2.com',
    sni: 's3.us-west-004.backblazeb2.com',
    scope: 'us-west-004/s3',
    lines: PATH,
  },
  {
    what: 'Google Cloud Storage',
    inputs: { endpoint: 'https://storage.googleapis.com' },
    host: 'storage.googleapis.com',
    sni: 'storage.googleapis.com',
    scope: 'auto/s3',
    lines: PATH,
  },
  {
    what: 'iDrive e2',
    inputs: { endpoint: 'https://l4g4.ch11.idrivee2-2.com' },
    host: 'l4g4.ch11.idrivee2-2.com',
    sni: 'l4g4.ch11.idrivee2-2.com',
    scope: 'us-east-1/s3',
    lines: PATH,
  },
  {
    what: 'Wasabi',
    inputs: { endpoint: 'https://s3.eu-central-1.wasabisys.com', region: 'eu-central-1' },
    host: 's3.eu-central-1.wasabisys.com',
    sni: 's3.eu-central-1.wasabisys.com',
    scope: 'eu-central-1/s3',
    lines: PATH,
  },
  {
    what: 'DigitalOcean Spaces',
    inputs: { endpoint: 'https://fra1.digitaloceanspaces.com', region: 'fra1' },
    host: 'fra1.digitaloceanspaces.com',
    sni: 'fra1.digitaloceanspaces.com',
    scope: 'fra1/s3',
    lines: PATH,
  },
  {
    what: 'Scaleway',
    inputs: { endpoint: 'https://s3.fr-par.scw.cloud', region: 'fr-par' },
    host: 's3.fr-par.scw.cloud',
    sni: 's3.fr-par.scw.cloud',
    scope: 'fr-par/s3',
    lines: PATH,
  },
  {
    what: 'OVHcloud',
    inputs: { endpoint: 'https://s3.gra.io.cloud.ovh.net', region: 'gra' },
    host: 's3.gra.io.cloud.ovh.net',
    sni: 's3.gra.io.cloud.ovh.net',
    scope: 'gra/s3',
    lines: PATH,
  },
  {
    what: 'Hetzner',
    inputs: { endpoint: 'https://fsn1.your-objectstorage.com', region: 'fsn1' },
    host: 'fsn1.your-objectstorage.com',
    sni: 'fsn1.your-objectstorage.com',
    scope: 'fsn1/s3',
    lines: PATH,
  },
  {
    what: 'Alibaba Cloud OSS, which answers to virtual hosts only',
    inputs: { endpoint: 'https://oss-cn-hangzhou.aliyuncs.com', region: 'cn-hangzhou' },
    host: 'my-bucket.oss-cn-hangzhou.aliyuncs.com',
    sni: 'my-bucket.oss-cn-hangzhou.aliyuncs.com',
    scope: 'cn-hangzhou/s3',
    lines: VIRTUAL_HOST,
  },
  {
    what: 'Tencent Cloud COS, which answers to virtual hosts only',
    inputs: {
      bucket: 'my-bucket-1250000000',
      endpoint: 'https://cos.ap-guangzhou.myqcloud.com',
      region: 'ap-guangzhou',
    },
    host: 'my-bucket-1250000000.cos.ap-guangzhou.myqcloud.com',
    sni: 'my-bucket-1250000000.cos.ap-guangzhou.myqcloud.com',
    scope: 'ap-guangzhou/s3',
    lines: VIRTUAL_HOST,
  },
]

/** Servers of one's own. */
const ENDPOINTS: Case[] = [
  {
    what: 'MinIO, with a port',
    inputs: { endpoint: 'https://minio.example.com:9000' },
    host: 'minio.example.com:9000',
    sni: 'minio.example.com',
    scope: 'us-east-1/s3',
    lines: PATH,
  },
  {
    what: 'Garage, which wants its own region',
    inputs: { endpoint: 'https://garage.example.com', region: 'garage' },
    host: 'garage.example.com',
    sni: 'garage.example.com',
    scope: 'garage/s3',
    lines: PATH,
  },
  {
    what: 'the usual port, written out',
    inputs: { endpoint: 'https://s3.example.com:443/' },
    host: 's3.example.com',
    sni: 's3.example.com',
    scope: 'us-east-1/s3',
    lines: PATH,
  },
  {
    what: 'a base path',
    inputs: { endpoint: 'https://gateway.example.com/object%20store/v1/' },
    host: 'gateway.example.com',
    sni: 'gateway.example.com',
    scope: 'us-east-1/s3',
    lines: [
      'GET /object%20store/v1/my-bucket/?uploads=',
      'DELETE /object%20store/v1/my-bucket/backups/db.tar?uploadId=ID',
    ],
  },
  {
    what: 'a base path with characters that a signature wants encoded',
    inputs: { endpoint: "https://gateway.example.com/team:one/it's(me)+%2B/" },
    host: 'gateway.example.com',
    sni: 'gateway.example.com',
    scope: 'us-east-1/s3',
    lines: [
      'GET /team%3Aone/it%27s%28me%29%2B%2B/my-bucket/?uploads=',
      'DELETE /team%3Aone/it%27s%28me%29%2B%2B/my-bucket/backups/db.tar?uploadId=ID',
    ],
  },
  {
    what: "a bucket of Ceph's or Swift's with any name",
    inputs: { bucket: "tenant:it's(mü)!", endpoint: 'https://rgw.example.com' },
    host: 'rgw.example.com',
    sni: 'rgw.example.com',
    scope: 'us-east-1/s3',
    lines: [
      'GET /tenant%3Ait%27s%28m%C3%BC%29%21/?uploads=',
      'DELETE /tenant%3Ait%27s%28m%C3%BC%29%21/backups/db.tar?uploadId=ID',
    ],
  },
  {
    what: 'virtual hosts, with a base path and a port',
    inputs: { endpoint: 'https://s3.example.com:8443/base', 'force-path-style': 'false' },
    host: 'my-bucket.s3.example.com:8443',
    sni: 'my-bucket.s3.example.com',
    scope: 'us-east-1/s3',
    lines: ['GET /base/?uploads=', 'DELETE /base/backups/db.tar?uploadId=ID'],
  },
  {
    what: 'an IPv4 address, which has no name for the handshake',
    inputs: { endpoint: 'https://127.0.0.1:9000' },
    host: '127.0.0.1:9000',
    sni: undefined,
    scope: 'us-east-1/s3',
    lines: PATH,
  },
  {
    what: 'an IPv6 address',
    inputs: { endpoint: 'https://[2001:db8::1]:9000' },
    host: '[2001:db8::1]:9000',
    sni: undefined,
    scope: 'us-east-1/s3',
    lines: PATH,
  },
]

/** Through a proxy for `http`, the request line holds the whole URL. */
const PLAIN_HTTP: Case[] = [
  {
    what: 'plain HTTP with virtual hosts',
    inputs: { endpoint: 'http://s3.example.com', 'force-path-style': 'false' },
    host: 'my-bucket.s3.example.com',
    sni: undefined,
    scope: 'us-east-1/s3',
    lines: [
      'GET http://my-bucket.s3.example.com/?uploads=',
      'DELETE http://my-bucket.s3.example.com/backups/db.tar?uploadId=ID',
    ],
  },
  {
    what: 'plain HTTP',
    inputs: { endpoint: 'http://ceph.example.com:7480' },
    host: 'ceph.example.com:7480',
    sni: undefined,
    scope: 'us-east-1/s3',
    lines: [
      'GET http://ceph.example.com:7480/my-bucket/?uploads=',
      'DELETE http://ceph.example.com:7480/my-bucket/backups/db.tar?uploadId=ID',
    ],
  },
  {
    what: 'plain HTTP to an IPv6 address',
    inputs: { endpoint: 'http://[2001:db8::1]' },
    host: '[2001:db8::1]',
    sni: undefined,
    scope: 'us-east-1/s3',
    lines: [
      'GET http://[2001:db8::1]/my-bucket/?uploads=',
      'DELETE http://[2001:db8::1]/my-bucket/backups/db.tar?uploadId=ID',
    ],
  },
]

describe.each([
  ['on AWS', AWS],
  ['at other stores', STORES],
  ["at servers of one's own", ENDPOINTS],
  ['without TLS', PLAIN_HTTP],
])('the requests %s go to the right host and path, signed for the right region', (_where, cases) => {
  beforeEach(() => startInternet())

  test.each(cases)('$what', async ({ inputs, env, host, sni, scope, lines }) => {
    const result = await run(inputs, env)

    expect(errors(result)).toEqual([])
    expect(result.outputs).toMatchObject({ listed: '1', aborted: '1' })
    expect(internet.requests.map(({ line }) => line)).toEqual(lines)
    for (const request of internet.requests)
      expect(request).toMatchObject({ host, sni, scope, signedBy: 'AKIAEXAMPLE' })
  })
})

/** Host and line of each request, as they came. */
function seen(): string[][] {
  return internet.requests.map(({ host, scope, line }) => [host, scope ?? 'unsigned', line])
}

test('the looks at parts, and the last look of all, go where the rest goes', async () => {
  await startInternet()

  await run({ region: 'eu-central-1', 'min-idle': '1h', verify: 'true', 'dry-run': 'false' })

  expect(internet.requests.map(({ line }) => line)).toEqual([
    'GET /?uploads=',
    'GET /backups/db.tar?uploadId=ID',
    'DELETE /backups/db.tar?uploadId=ID',
    'GET /?uploads=',
  ])
  for (const request of internet.requests) {
    expect(request).toMatchObject({
      host: 'my-bucket.s3.eu-central-1.amazonaws.com',
      scope: 'eu-central-1/s3',
      signedBy: 'AKIAEXAMPLE',
    })
  }
})

test('the buckets for a glob are asked of the region itself', async () => {
  const buckets = document(
    'ListAllMyBucketsResult',
    `<Buckets><Bucket>${element('Name', 'logs-2026')}</Bucket><Bucket>${element('Name', 'other')}</Bucket></Buckets>`,
  )
  await startInternet(unless(oneUpload(), ({ line }) => (line === 'GET /' ? ok(buckets) : undefined)))

  await run({ bucket: 'logs-*', region: 'eu-central-1' })

  expect(seen()).toEqual([
    ['s3.eu-central-1.amazonaws.com', 'eu-central-1/s3', 'GET /'],
    ['logs-2026.s3.eu-central-1.amazonaws.com', 'eu-central-1/s3', 'GET /?uploads='],
    ['logs-2026.s3.eu-central-1.amazonaws.com', 'eu-central-1/s3', 'DELETE /backups/db.tar?uploadId=ID'],
  ])
})

test('expected-bucket-owner goes along with every request, under the signature', async () => {
  await startInternet()

  await run({ region: 'eu-central-1', 'expected-bucket-owner': '123456789012' })

  expect(internet.requests).toHaveLength(2)
  for (const { headers, signedBy } of internet.requests) {
    expect(signedBy).toBe('AKIAEXAMPLE')
    expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012')
  }
})

describe("a bucket in another region is followed there, and the abort goes straight to the bucket's region", () => {
  const HERE = 'my-bucket.s3.us-east-1.amazonaws.com'
  const THERE = 'my-bucket.s3.eu-central-1.amazonaws.com'
  const REGION_HEADER = { 'x-amz-bucket-region': 'eu-central-1' }

  test.each([
    [
      'a permanent redirect',
      {
        status: 301,
        headers: REGION_HEADER,
        body: errorBody(
          'PermanentRedirect',
          'The bucket you are attempting to access must be addressed using the specified endpoint.',
          { Endpoint: THERE, Bucket: 'my-bucket' },
        ),
      },
    ],
    [
      'a redirect for the time that a new bucket is not in the DNS yet',
      {
        status: 307,
        headers: { location: `https://my-bucket.s3-eu-central-1.amazonaws.com/?uploads=` },
        body: errorBody(
          'TemporaryRedirect',
          'Please re-send this request to the specified temporary endpoint.',
          {
            Endpoint: 'my-bucket.s3-eu-central-1.amazonaws.com',
          },
        ),
      },
    ],
    [
      'a signature for the wrong region',
      {
        status: 400,
        body: errorBody(
          'AuthorizationHeaderMalformed',
          "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
          { Region: 'eu-central-1' },
        ),
      },
    ],
  ])('%s', async (_what, redirect) => {
    await startInternet(unless(oneUpload(), ({ host }) => (host === HERE ? redirect : undefined)))

    const result = await run({ region: 'us-east-1' })

    expect(errors(result)).toEqual([])
    expect(result.outputs).toMatchObject({ aborted: '1' })
    expect(seen()).toEqual([
      [HERE, 'us-east-1/s3', 'GET /?uploads='],
      [THERE, 'eu-central-1/s3', 'GET /?uploads='],
      [THERE, 'eu-central-1/s3', 'DELETE /backups/db.tar?uploadId=ID'],
    ])
  })

  test('also where several prefixes are listed at the same time', async () => {
    const redirect = { status: 301, headers: REGION_HEADER }
    await startInternet(unless(oneUpload(), ({ host }) => (host === HERE ? redirect : undefined)))

    const result = await run({ region: 'us-east-1', prefix: 'backups/\nlogs/\nmedia/' })

    expect(errors(result)).toEqual([])
    expect(result.outputs).toMatchObject({ aborted: '1' })
  })
})

test('a region that another store names is signed for, at the same endpoint', async () => {
  const wrong = {
    status: 400,
    body: errorBody('AuthorizationHeaderMalformed', 'wrong', { Region: 'garage' }),
  }
  await startInternet(unless(oneUpload(), ({ scope }) => (scope === 'us-east-1/s3' ? wrong : undefined)))

  const result = await run({ endpoint: 'https://garage.example.com:3900' })

  expect(errors(result)).toEqual([])
  expect(seen()).toEqual([
    ['garage.example.com:3900', 'us-east-1/s3', 'GET /my-bucket/?uploads='],
    ['garage.example.com:3900', 'garage/s3', 'GET /my-bucket/?uploads='],
    ['garage.example.com:3900', 'garage/s3', 'DELETE /my-bucket/backups/db.tar?uploadId=ID'],
  ])
})

test("an endpoint that is not the bucket's is an error with the mend", async () => {
  const elsewhere = {
    status: 301,
    headers: { 'x-amz-bucket-region': 'eu-central-1' },
    body: errorBody('PermanentRedirect', 'The bucket must be addressed using the specified endpoint.'),
  }
  const wrongRegion = {
    status: 400,
    body: errorBody('AuthorizationHeaderMalformed', "the region 'eu-central-1' is wrong", {
      Region: 'us-east-1',
    }),
  }
  await startInternet(({ scope }) => (scope === 'us-east-1/s3' ? elsewhere : wrongRegion))

  const result = await run({ endpoint: 'https://s3.amazonaws.com' })

  expect(errors(result)).toEqual([
    expect.stringMatching(
      /^The bucket `my-bucket` is not at the endpoint https:\/\/s3\.amazonaws\.com \(.*\)\. Set `endpoint` to that of its region; leave it out for AWS\.$/,
    ),
  ])
})

test('a region that a store names and that cannot be one is not followed', async () => {
  await startInternet(() => ({
    status: 400,
    body: errorBody('AuthorizationHeaderMalformed', 'the region is wrong', { Region: 'eu\n-west' }),
  }))

  const result = await run({ endpoint: 'https://s3.example.com' })

  expect(internet.requests).toHaveLength(1)
  expect(errors(result)).toEqual([
    'The store wants another region than `us-east-1` (AuthorizationHeaderMalformed, "the region is wrong"). Set `region` to the one of the bucket.',
  ])
})

test('a redirect to another host is not followed, but named', async () => {
  await startInternet(() => ({
    status: 301,
    headers: { location: 'https://s3.example.com/my-bucket/?uploads=', 'content-type': 'text/html' },
    body: '<html>Moved</html>',
  }))

  const result = await run({ endpoint: 'http://s3.example.com' })

  expect(internet.requests).toHaveLength(1)
  expect(errors(result)).toEqual([
    'The endpoint http://s3.example.com sends requests elsewhere, to https://s3.example.com (HTTP status 301). If you trust that address, set `endpoint: https://s3.example.com`.',
  ])
})

describe('a directory bucket (S3 Express One Zone)', () => {
  const HOST = 'my-bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com'
  const inputs = { bucket: 'my-bucket--usw2-az1--x-s3', region: 'us-west-2' }

  const sessionFor = (ms: number): string =>
    document(
      'CreateSessionResult',
      `<Credentials>${element('AccessKeyId', 'AKIASESSION')}${element('SecretAccessKey', 'session-secret')}${element('SessionToken', 'session-token')}${element('Expiration', new Date(Date.now() + ms).toISOString())}</Credentials>`,
    )

  test('is spoken to in a session of its own', async () => {
    const session = sessionFor(300_000)
    await startInternet(
      unless(oneUpload(), ({ line }) => (line === 'GET /?session=' ? ok(session) : undefined)),
    )

    const result = await run(inputs)

    expect(errors(result)).toEqual([])
    const signers = internet.requests.map(({ line, host, scope, signedBy, headers }) => ({
      line,
      host,
      scope,
      signedBy,
      token: headers['x-amz-s3session-token'],
    }))
    const common = { host: HOST, scope: 'us-west-2/s3express' }
    const inSession = { ...common, signedBy: 'AKIASESSION', token: 'session-token' }
    expect(signers).toEqual([
      { line: 'GET /?session=', ...common, signedBy: 'AKIAEXAMPLE', token: undefined },
      { line: 'GET /?uploads=', ...inSession },
      { line: 'DELETE /backups/db.tar?uploadId=ID', ...inSession },
    ])
  })

  test('is cleaned in the session that there is, where the next one cannot be had yet', async () => {
    const sessions = [ok(sessionFor(30_000))]
    const refused = { status: 403, body: errorBody('AccessDenied', 'Access Denied') }
    const uploads = Array.from({ length: 50 }, (_, at) => ({ key: `k${at}`, uploadId: `ID${at}` }))
    await startInternet(
      unless(s3Answers(uploads), ({ line }) =>
        line === 'GET /?session=' ? (sessions.shift() ?? refused) : undefined,
      ),
    )

    const result = await run({ ...inputs, concurrency: '1' })

    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs).toMatchObject({ aborted: '50' })
  })

  test('is given a new session where the store takes the last one no more', async () => {
    const sessions = [sessionFor(300_000), sessionFor(300_000).replace('session-token', 'newer-token')]
    await startInternet(
      unless(oneUpload(), ({ line, headers }) => {
        if (line === 'GET /?session=') return ok(sessions.shift() ?? '')
        if (headers['x-amz-s3session-token'] === 'newer-token') return undefined
        return { status: 400, body: errorBody('ExpiredToken', 'The provided token has expired.') }
      }),
    )

    const result = await run(inputs)

    expect(errors(result)).toEqual([])
    expect(internet.requests.map(({ line }) => line)).toEqual([
      'GET /?session=',
      'GET /?uploads=',
      'GET /?session=',
      'GET /?uploads=',
      'DELETE /backups/db.tar?uploadId=ID',
    ])
  })

  test('without the permission for a session is an error that names it', async () => {
    await startInternet(() => ({ status: 403, body: errorBody('AccessDenied', 'Access Denied') }))

    const result = await run(inputs)

    expect(errors(result)).toEqual([
      'No session could be had for the directory bucket `my-bucket--usw2-az1--x-s3` (AccessDenied: Access Denied). Grant the credentials `s3express:CreateSession`, and check `bucket` and `region`.',
    ])
  })
})

describe('what cannot be addressed is refused before any request', () => {
  beforeEach(() => startInternet())

  test.each([
    [
      'a multi-region access point',
      { bucket: 'arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap' },
      'Input `bucket`: `arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap` is a multi-region access point, which this action cannot sign for. Name the buckets behind it.',
    ],
    [
      'the alias of a multi-region access point',
      { bucket: 'mfzwi23gnjvgw.mrap' },
      'Input `bucket`: `mfzwi23gnjvgw.mrap` is a multi-region access point, which this action cannot sign for. Name the buckets behind it.',
    ],
    [
      'a region that AWS does not have, as where the endpoint is a variable that is empty',
      { region: 'auto', endpoint: '' },
      'Input `region`: `auto` is for stores other than AWS. Set `endpoint` too, or write for example `region: eu-central-1`.',
    ],
    [
      'an access point of another partition',
      { bucket: 'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/my-access-point', region: 'us-east-1' },
      'AWS has no address for `arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/my-access-point` in the region `us-east-1`: Client was configured for partition `aws` but ARN (`arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/my-access-point`) has `aws-cn`. Correct `bucket` or `region`.',
    ],
    [
      'an access point with path style',
      {
        bucket: 'arn:aws:s3:us-east-1:123456789012:accesspoint/my-access-point',
        'force-path-style': 'true',
      },
      'AWS has no address for `arn:aws:s3:us-east-1:123456789012:accesspoint/my-access-point` in the region `us-east-1`: Path-style addressing cannot be used with ARN buckets. Correct `bucket` or `region`.',
    ],
    [
      // The URL would be that of the server itself, and the first word of each key would be taken for the bucket.
      'a virtual host in front of an IP address',
      { endpoint: 'https://127.0.0.1:9000', 'force-path-style': 'false' },
      'The bucket `my-bucket` cannot stand in front of the host 127.0.0.1. Set `force-path-style: true`, or leave it out.',
    ],
    [
      'a virtual host in front of an IPv6 address',
      { endpoint: 'https://[2001:db8::1]', 'force-path-style': 'false' },
      'The bucket `my-bucket` cannot stand in front of the host [2001:db8::1]. Set `force-path-style: true`, or leave it out.',
    ],
    [
      // A host name has no capitals: another bucket would be addressed.
      'a virtual host for a name with capitals',
      { bucket: 'My-Bucket', endpoint: 'https://s3.example.com', 'force-path-style': 'false' },
      'The bucket `My-Bucket` cannot stand in front of the host s3.example.com. Set `force-path-style: true`, or leave it out.',
    ],
    [
      'a virtual host for a name that holds a colon',
      { bucket: 'my:bucket', endpoint: 'https://s3.example.com', 'force-path-style': 'false' },
      'The bucket `my:bucket` cannot stand in front of the host s3.example.com. Set `force-path-style: true`, or leave it out.',
    ],
  ])('%s', async (_what, inputs, message) => {
    const result = await run(inputs)

    expect(errors(result)).toEqual([message])
    expect(result.exitCode).toBe(1)
    expect(internet.requests).toEqual([])
  })

  // A slip here would send requests past the FIPS endpoints in silence.
  test.each(['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])(
    '%s that is neither true nor false',
    async (variable) => {
      const result = await run({}, { [variable]: 'yes' })

      expect(errors(result)).toEqual([
        `The variable ${variable} is \`yes\`, which is neither \`true\` nor \`false\`. Correct it, or leave it out.`,
      ])
      expect(internet.requests).toEqual([])
    },
  )
})

describe('keys go out byte for byte, whatever they hold', () => {
  /** Each key, and the path that it must become. */
  const KEYS_AND_PATHS: [key: string, path: string][] = [
    ['.', '/.'],
    ['..', '/..'],
    ['../x', '/../x'],
    ['a/../../b', '/a/../../b'],
    ['a/./b', '/a/./b'],
    ['%2e%2e/x', '/%252e%252e/x'],
    ['a//b', '/a//b'],
    ['/lead', '//lead'],
    ['//two', '///two'],
    ['trail/', '/trail/'],
    ['/', '//'],
    [' sp ', '/%20sp%20'],
    ['a+b', '/a%2Bb'],
    ['%2F', '/%252F'],
    ['a?uploads=&b#c', '/a%3Fuploads%3D%26b%23c'],
    ['back\\slash', '/back%5Cslash'],
    ['quotes\'"!()*', '/quotes%27%22%21%28%29%2A'],
    ['-._~', '/-._~'],
    ['ünï', '/%C3%BCn%C3%AF'],
    ['😀', '/%F0%9F%98%80'],
    ['a\nb', '/a%0Ab'],
    ['a\tb', '/a%09b'],
    ['ü'.repeat(512), `/${'%C3%BC'.repeat(512)}`],
    ['k'.repeat(1_024), `/${'k'.repeat(1_024)}`],
  ]
  const uploads = KEYS_AND_PATHS.map(([key], at) => ({ key, uploadId: `ID.${at}+/=` }))

  test.each([
    ['in a virtual host', { region: 'eu-central-1' }, ''],
    ['in a path', { endpoint: 'https://s3.example.com' }, '/my-bucket'],
    [
      'over plain HTTP through a proxy',
      { endpoint: 'http://s3.example.com' },
      'http://s3.example.com/my-bucket',
    ],
  ])('%s', async (_where, inputs, before) => {
    await startInternet(s3Answers(uploads))

    const result = await run({ ...inputs, concurrency: '4' })

    expect(errors(result)).toEqual([])
    const aborts = internet.requests.filter(({ line }) => line.startsWith('DELETE '))
    expect(aborts.map(({ line }) => line).sort()).toEqual(
      KEYS_AND_PATHS.map(([, path], at) => `DELETE ${before}${path}?uploadId=ID.${at}%2B%2F%3D`).sort(),
    )
    expect(aborts.filter(({ signedBy }) => signedBy !== 'AKIAEXAMPLE')).toEqual([])
  })
})
