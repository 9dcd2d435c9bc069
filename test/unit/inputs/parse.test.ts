import { describe, expect, test } from 'vitest'
import type { Inputs } from '../../../src/inputs/inputs.ts'
import { INPUT_NAMES, parseInputs, secretsIn } from '../../../src/inputs/parse.ts'
import { inputEnvironment } from '../../action/run.ts'

const DAY_MS = 86_400_000

/** As the runner hands them over, with the defaults of action.yml. */
function environment(inputs: Record<string, string>): Record<string, string> {
  return inputEnvironment({ bucket: 'my-bucket', ...inputs })
}

function valid(inputs: Record<string, string>, env: Record<string, string> = {}): Inputs {
  const parsed = parseInputs({ ...environment(inputs), ...env })
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.join('\n'))
  return parsed.inputs
}

function problems(inputs: Record<string, string>): readonly string[] {
  const parsed = parseInputs(environment(inputs))
  return parsed.kind === 'invalid' ? parsed.problems : []
}

test('with a bucket alone, everything else is what the contract says', () => {
  expect(valid({})).toEqual({
    buckets: [{ kind: 'name', name: 'my-bucket' }],
    prefixes: [],
    connection: {
      endpoint: undefined,
      region: 'us-east-1',
      forcePathStyle: 'auto',
      credentials: undefined,
      expectedBucketOwner: undefined,
    },
    policy: { kind: 'stale', maxAgeMs: 7 * DAY_MS, minIdleMs: 3_600_000, include: [], exclude: [] },
    maxAborts: undefined,
    shard: undefined,
    dryRun: false,
    verify: true,
    failOn: new Set(['failed']),
    concurrency: 64,
    summary: true,
  })
})

test('without the defaults of action.yml the same values hold', () => {
  expect(parseInputs({ INPUT_BUCKET: 'my-bucket' })).toEqual({ kind: 'valid', inputs: valid({}) })
})

test('every input of action.yml is known, and no other', () => {
  const names = Object.keys(environment({})).map((name) => name.slice('INPUT_'.length).toLowerCase())

  expect(names.sort()).toEqual([...INPUT_NAMES].sort())
})

describe('a value is taken', () => {
  test.each([
    [
      'bucket',
      ' a-b \r\n\r\n  c*\n a-b ',
      {
        buckets: [
          { kind: 'name', name: 'a-b' },
          { kind: 'glob', glob: { source: 'c*' } },
        ],
      },
    ],
    ['prefix', 'a/\r\n\n b c/ \na/', { prefixes: ['a/', 'b c/'] }],
    ['prefix', 'logs/\nlogs/2026/\ndata/', { prefixes: ['logs/', 'data/'] }],
    ['region', 'eu-central-1', { connection: { region: 'eu-central-1' } }],
    ['force-path-style', 'true', { connection: { forcePathStyle: true } }],
    ['force-path-style', 'False', { connection: { forcePathStyle: false } }],
    ['expected-bucket-owner', '123456789012', { connection: { expectedBucketOwner: '123456789012' } }],
    ['max-age', '1d12h', { policy: { maxAgeMs: 1.5 * DAY_MS } }],
    ['min-idle', '0', { policy: { minIdleMs: 0 } }],
    ['include', '*.zip\nlogs/**', { policy: { include: [{ source: '*.zip' }, { source: 'logs/**' }] } }],
    ['exclude', '**/keep/*', { policy: { exclude: [{ source: '**/keep/*' }] } }],
    ['upload-id', 'abc', { policy: { kind: 'exactly', uploadId: 'abc', key: undefined } }],
    ['max-aborts', '0', { maxAborts: 0 }],
    ['max-aborts', '500', { maxAborts: 500 }],
    ['dry-run', 'TRUE', { dryRun: true }],
    ['verify', 'false', { verify: false }],
    ['concurrency', '1', { concurrency: 1 }],
    ['concurrency', '1000', { concurrency: 1_000 }],
    ['summary', 'false', { summary: false }],
    ['fail-on', 'failed, stale\ndeferred', { failOn: new Set(['failed', 'stale', 'deferred']) }],
    ['fail-on', 'stale', { failOn: new Set(['stale']) }],
    ['fail-on', 'never', { failOn: new Set() }],
  ])('%s: %j', (name, text, expected) => {
    expect(valid({ [name]: text })).toMatchObject(expected)
  })

  test('endpoint, as a URL', () => {
    expect(valid({ endpoint: 'https://s3.example.com:9000/base' }).connection.endpoint?.href).toBe(
      'https://s3.example.com:9000/base',
    )
  })

  test('keys, with and without a session token', () => {
    const keys = { 'access-key-id': 'AKIA', 'secret-access-key': 'secret' }
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: undefined }

    expect(valid(keys).connection).toMatchObject({ credentials })
    expect(valid({ ...keys, 'session-token': 'token' }).connection).toMatchObject({
      credentials: { ...credentials, sessionToken: 'token' },
    })
  })

  test('upload-id with a key, which a prefix may begin', () => {
    expect(valid({ 'upload-id': 'abc', key: 'a/b', prefix: 'a/' }).policy).toEqual({
      kind: 'exactly',
      uploadId: 'abc',
      key: 'a/b',
    })
  })
})

describe('the region', () => {
  const eu = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-north-1' }
  const r2 = 'https://account.r2.cloudflarestorage.com'

  test.each([
    ['as given', { region: 'ap-south-1' }, eu, 'ap-south-1'],
    ['of AWS_REGION', {}, eu, 'eu-west-1'],
    ['of AWS_DEFAULT_REGION', {}, { AWS_DEFAULT_REGION: 'eu-north-1' }, 'eu-north-1'],
    ['of AWS_DEFAULT_REGION where AWS_REGION is empty', {}, { ...eu, AWS_REGION: '' }, 'eu-north-1'],
    ['us-east-1 where nobody names one', {}, {}, 'us-east-1'],
    ['auto for Cloudflare R2, whatever the job uses for AWS', { endpoint: r2 }, eu, 'auto'],
    ['auto for Google Cloud Storage', { endpoint: 'https://storage.googleapis.com' }, {}, 'auto'],
    ['as given, for R2 too', { endpoint: r2, region: 'weur' }, {}, 'weur'],
    ['of AWS_REGION, for another store', { endpoint: 'https://r2.example.com' }, eu, 'eu-west-1'],
  ])('is the one %s', (_what, inputs, env, region) => {
    expect(valid(inputs, env).connection.region).toBe(region)
  })
})

describe('a value is refused, by a message that names the input, the value and a right one', () => {
  const bare = ' has no unit. Write a number with a unit (s, m, h, d, w), for example '
  const odd = ' is not a duration. Write a number with a unit (s, m, h, d, w), for example '
  const others = ', `36h`, `1d12h`, or ISO 8601 `P7D`.'

  test.each([
    ['bucket', '', 'is required. Write for example `bucket: my-bucket`.'],
    ['bucket', 's3://b/logs/', '`s3://b/logs/` is a URL. Write `bucket: b` and `prefix: logs/`.'],
    ['bucket', 'a{b', 'the pattern `a{b` has a `{` without its `}`; write `\\{` for the character itself.'],
    [
      'endpoint',
      's3.example.com',
      '`s3.example.com` does not begin with `https://` or `http://`. Write for example `endpoint: https://s3.example.com`.',
    ],
    [
      'region',
      'EU (Frankfurt)',
      '`EU (Frankfurt)` is not a region. Write for example `region: eu-central-1`.',
    ],
    [
      'force-path-style',
      'yes',
      '`yes` is neither `true` nor `false`, or `auto`. Write for example `force-path-style: true`.',
    ],
    [
      'expected-bucket-owner',
      '12345',
      '`12345` is not an AWS account id of 12 digits. Write for example `expected-bucket-owner: "123456789012"`.',
    ],
    ['max-age', '7', `\`7\`${bare}\`max-age: 7d\`${others}`],
    [
      'max-age',
      '',
      `is empty. Write a number with a unit (s, m, h, d, w), for example \`max-age: 7d\`${others}`,
    ],
    ['max-age', '-7d', `\`-7d\`${odd}\`max-age: 7d\`${others}`],
    ['max-age', '7 days', `\`7 days\`${odd}\`max-age: 7d\`${others}`],
    ['min-idle', '2', `\`2\`${bare}\`min-idle: 2d\`${others}`],
    [
      'min-idle',
      '',
      `is empty. Write a number with a unit (s, m, h, d, w), for example \`min-idle: 1h\`${others}`,
    ],
    ['include', 'a[b', 'the pattern `a[b` has a `[` without its `]`; write `\\[` for the character itself.'],
    ['exclude', 'a\\', 'the pattern `a\\` ends with a lone `\\`; write `\\\\` for a backslash.'],
    [
      'key',
      'a',
      '`a` is set without `upload-id`. Set `upload-id` too, or use `include` to choose uploads by key.',
    ],
    ['max-aborts', '-1', '`-1` is not a whole number from 0 on. Write for example `max-aborts: 500`.'],
    ['max-aborts', '1e3', '`1e3` is not a whole number from 0 on. Write for example `max-aborts: 500`.'],
    [
      'max-aborts',
      '9007199254740993',
      '`9007199254740993` is not a whole number from 0 on. Write for example `max-aborts: 500`.',
    ],
    ['concurrency', '0', '`0` is not a whole number from 1 to 1000. Write for example `concurrency: 64`.'],
    [
      'concurrency',
      '1001',
      '`1001` is not a whole number from 1 to 1000. Write for example `concurrency: 64`.',
    ],
    [
      'concurrency',
      '6.4',
      '`6.4` is not a whole number from 1 to 1000. Write for example `concurrency: 64`.',
    ],
    ['dry-run', 'yse', '`yse` is neither `true` nor `false`. Write for example `dry-run: true`.'],
    ['dry-run', 'tRUE', '`tRUE` is neither `true` nor `false`. Write for example `dry-run: true`.'],
    ['verify', 'on', '`on` is neither `true` nor `false`. Write for example `verify: true`.'],
    ['summary', '1', '`1` is neither `true` nor `false`. Write for example `summary: true`.'],
    [
      'fail-on',
      'error',
      '`error` is not one of `failed`, `stale`, `deferred`, `never`. Write for example `fail-on: failed, deferred`.',
    ],
    [
      'fail-on',
      'never, stale',
      '`never, stale` contradicts itself. Write `fail-on: never` alone, or leave `never` out.',
    ],
    ['dry-run', 'true\nfalse', 'takes one value, but has 2 lines. Leave one of them.'],
    ['upload-id', 'a\nb', 'takes one value, but has 2 lines. Leave one of them.'],
  ])('%s: %j', (name, text, message) => {
    expect(problems({ [name]: text })).toEqual([`Input \`${name}\`: ${message}`])
  })

  test('an input that does not exist', () => {
    expect(problems({ 'max-agee': '7d' })).toEqual([
      `Input \`max-agee\` is unknown. The inputs are: ${INPUT_NAMES.join(', ')}.`,
    ])
  })

  test('all of them at once', () => {
    const wrong = { bucket: 's3://x', 'max-age': '7', 'dry-run': 'y', concurrency: '0', nosuch: 'x' }

    expect(problems(wrong).map((problem) => /`([\w-]+)`/.exec(problem)?.[1])).toEqual([
      'nosuch',
      'bucket',
      'max-age',
      'dry-run',
      'concurrency',
    ])
  })
})

describe('what would end every upload, those being written now included', () => {
  const everything = { 'max-age': '0', 'min-idle': '0' }
  const refusal =
    'Input `max-age`: `0` together with `min-idle: 0` and no `prefix` would end every upload in the bucket, those being written now included. Set `min-idle` (for example `min-idle: 1h`), or name a `prefix`.'

  test.each([
    ['max-age 0 and min-idle 0', everything],
    ['0 in other words', { 'max-age': '0d', 'min-idle': 'PT0S' }],
    ['an include, which is no prefix', { ...everything, include: 'logs/**' }],
    ['a dry run of it', { ...everything, 'dry-run': 'true' }],
    ['max-aborts', { ...everything, 'max-aborts': '10' }],
    ['an empty prefix', { ...everything, prefix: ' \n ' }],
  ])('is refused with the way out: %s', (_what, inputs) => {
    expect(problems(inputs)).toEqual([refusal])
  })

  test.each([
    ['a prefix', { ...everything, prefix: 'tmp/' }],
    ['an upload-id', { ...everything, 'upload-id': 'abc' }],
    ['a look at the parts', { ...everything, 'min-idle': '1h' }],
    ['an age', { ...everything, 'max-age': '1d' }],
  ])('is not what is meant with %s', (_what, inputs) => {
    expect(problems(inputs)).toEqual([])
  })
})

describe('inputs that contradict each other are refused', () => {
  test.each([
    [
      'a key under none of the prefixes',
      { 'upload-id': 'u', key: 'x', prefix: 'a/\nb/' },
      'Input `key`: `x` does not begin with `a/, b/`. Leave `prefix` out.',
    ],
    [
      'a key in several buckets',
      { 'upload-id': 'u', key: 'x', bucket: 'a\nb' },
      'Input `bucket`: must be one bucket by name where `upload-id` and `key` say which upload to abort. Write for example `bucket: my-bucket`.',
    ],
    [
      'a key in a glob of buckets',
      { 'upload-id': 'u', key: 'x', bucket: 'a*' },
      'Input `bucket`: must be one bucket by name where `upload-id` and `key` say which upload to abort. Write for example `bucket: my-bucket`.',
    ],
    [
      'a key id without its secret',
      { 'access-key-id': 'AKIA' },
      'Input `secret-access-key`: is missing or empty, while `access-key-id` is set. Set both, for example to `${{ secrets.S3_SECRET_ACCESS_KEY }}`; an empty value is often a secret that does not exist.',
    ],
    [
      'a secret without its key id',
      { 'secret-access-key': 's' },
      'Input `access-key-id`: is missing or empty, while `secret-access-key` is set. Set both, for example to `${{ secrets.S3_ACCESS_KEY_ID }}`.',
    ],
    [
      'a session token alone',
      { 'session-token': 't' },
      'Input `session-token`: is set without `access-key-id` and `secret-access-key`. Set all three, or none of them.',
    ],
    [
      'an ARN at an endpoint of one’s own',
      { bucket: 'arn:aws:s3:eu-central-1:123456789012:accesspoint/a', endpoint: 'https://s3.example.com' },
      'Input `bucket`: `arn:aws:s3:eu-central-1:123456789012:accesspoint/a` is an ARN, which only AWS knows. Leave `endpoint` out, or name a bucket.',
    ],
    [
      'a bucket in the endpoint too',
      { endpoint: 'https://s3.example.com/my-bucket' },
      'Input `endpoint`: `https://s3.example.com/my-bucket` has the bucket `my-bucket` in its path, which would name it twice. Write `endpoint: https://s3.example.com`.',
    ],
  ])('%s', (_what, inputs, message) => {
    expect(problems(inputs)).toEqual([message])
  })
})

describe('secrets', () => {
  test('to be masked are the keys and every line of them, from inputs and environment alike', () => {
    const env = {
      ...environment({
        'access-key-id': ' AKIA ',
        'secret-access-key': 'one\r\ntwo\n\n',
        'session-token': 'token',
      }),
      AWS_SECRET_ACCESS_KEY: 'env-secret',
      AWS_SESSION_TOKEN: 'env-token',
    }

    expect(secretsIn(env)).toEqual(['AKIA', 'one', 'two', 'token', 'env-secret', 'env-token'])
    expect(secretsIn({})).toEqual([])
  })

  test.each([
    { 'access-key-id': 'hidden-1\nhidden-2', 'secret-access-key': 'hidden-3' },
    { 'access-key-id': 'hidden-1' },
    { 'secret-access-key': 'hidden-1' },
    { 'session-token': 'hidden-1' },
    { endpoint: 'https://user:hidden-1@s3.example.com' },
  ])('are in no message: %j', (inputs) => {
    expect(problems(inputs).join('\n')).toMatch(/^Input/)
    expect(problems(inputs).join('\n')).not.toContain('hidden')
  })
})
