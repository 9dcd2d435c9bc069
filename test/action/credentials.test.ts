import { afterEach, describe, expect, test } from 'vitest'
import { type HostAnswer, Internet } from '../network/internet.ts'
import { errorBody, ok, s3Answers, unless } from '../network/s3-answers.ts'
import type { SeenRequest } from '../network/seen-request.ts'
import { element } from '../s3-server/xml.ts'
import { errors } from './annotations.ts'
import { type RunResult, runAction } from './run.ts'

const KEYS = { 'access-key-id': 'AKIAINPUT', 'secret-access-key': 'input-secret' }
const ENV_KEYS = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'env-secret' }
const ACCOUNTS = [
  { accessKeyId: 'AKIAINPUT', secretAccessKey: 'input-secret' },
  { accessKeyId: 'AKIAENV', secretAccessKey: 'env-secret' },
  { accessKeyId: 'AKIAPROFILE', secretAccessKey: 'profile-secret' },
  { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary-secret', sessionToken: 'temporary-token' },
]
const IN_AN_HOUR = new Date(Date.now() + 3_600_000).toISOString()

let internet: Internet
afterEach(() => internet.close())

async function startInternet(
  special: (request: SeenRequest) => HostAnswer | undefined = () => undefined,
): Promise<Internet> {
  const answer = unless(s3Answers([{ key: 'k', uploadId: 'ID' }]), special)
  internet = await Internet.start({ accounts: ACCOUNTS, answer })
  return internet
}

function run(env: Record<string, string>, inputs: Record<string, string> = {}): Promise<RunResult> {
  const common = { bucket: 'my-bucket', region: 'eu-central-1', 'min-idle': '0', verify: 'false' }
  return runAction({ ...common, ...inputs }, { env: { ...internet.env, ...env } })
}

/** Who signed the requests to S3. */
function signers(): string[] {
  const toS3 = internet.requests.filter(
    ({ host }) => host.startsWith('my-bucket.s3.') || host === 's3.example.com',
  )
  return toS3.map(({ signedBy }) => signedBy)
}

function writeProfiles(): Record<string, string> {
  return {
    AWS_CONFIG_FILE: internet.writeFile('config', '[profile clean-up]\nregion = eu-west-1\n'),
    AWS_SHARED_CREDENTIALS_FILE: internet.writeFile(
      'credentials',
      '[clean-up]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = profile-secret\n',
    ),
    AWS_PROFILE: 'clean-up',
  }
}

describe('requests are signed with', () => {
  test('the inputs, whatever the environment holds', async () => {
    await startInternet()

    await run({ ...ENV_KEYS, AWS_SESSION_TOKEN: 'of-the-environment', ...writeProfiles() }, KEYS)

    expect(signers()).toEqual(['AKIAINPUT', 'AKIAINPUT'])
    expect(internet.requests.map(({ headers }) => headers['x-amz-security-token'])).toEqual([
      undefined,
      undefined,
    ])
  })

  test('the keys in the environment', async () => {
    await startInternet()

    await run(ENV_KEYS)

    expect(signers()).toEqual(['AKIAENV', 'AKIAENV'])
  })

  test('the keys in the environment, at another store too', async () => {
    await startInternet()

    await run(ENV_KEYS, { endpoint: 'https://s3.example.com' })

    expect(signers()).toEqual(['AKIAENV', 'AKIAENV'])
  })

  test('temporary keys in the environment, and their token, as aws-actions/configure-aws-credentials leaves them', async () => {
    await startInternet()

    await run({
      AWS_ACCESS_KEY_ID: 'ASIATEMPORARY',
      AWS_SECRET_ACCESS_KEY: 'temporary-secret',
      AWS_SESSION_TOKEN: 'temporary-token',
    })

    expect(signers()).toEqual(['ASIATEMPORARY', 'ASIATEMPORARY'])
  })

  test('temporary keys as inputs', async () => {
    await startInternet()

    await run(
      {},
      {
        'access-key-id': 'ASIATEMPORARY',
        'secret-access-key': 'temporary-secret',
        'session-token': 'temporary-token',
      },
    )

    expect(signers()).toEqual(['ASIATEMPORARY', 'ASIATEMPORARY'])
  })

  test('the profile that AWS_PROFILE names', async () => {
    await startInternet()

    const result = await run(writeProfiles())

    expect(errors(result)).toEqual([])
    expect(signers()).toEqual(['AKIAPROFILE', 'AKIAPROFILE'])
  })

  test('a role that the profile takes on, asked of STS through the proxy', async () => {
    await startInternet(({ host }) =>
      host === 'sts.eu-west-1.amazonaws.com' ? ok(roleBy('AssumeRole')) : undefined,
    )
    const role = 'arn:aws:iam::123456789012:role/clean-up-stale-uploads'

    const result = await run({
      ...writeProfiles(),
      AWS_CONFIG_FILE: internet.writeFile(
        'config',
        `[profile in-role]\nrole_arn = ${role}\nsource_profile = clean-up\nregion = eu-west-1\n`,
      ),
      AWS_PROFILE: 'in-role',
    })

    expect(errors(result)).toEqual([])
    expect(internet.requests[0]).toMatchObject({ line: 'POST /', scope: 'eu-west-1/sts' })
    expect(signers()).toEqual(['ASIATEMPORARY', 'ASIATEMPORARY'])
  })

  test("a role that GitHub's token is traded for, asked of STS through the proxy", async () => {
    await startInternet(({ host }) =>
      host === 'sts.eu-central-1.amazonaws.com' ? ok(roleBy('AssumeRoleWithWebIdentity')) : undefined,
    )

    const result = await run(withToken())

    expect(errors(result)).toEqual([])
    expect(internet.requests[0]).toMatchObject({
      line: 'POST /',
      host: 'sts.eu-central-1.amazonaws.com',
      sni: 'sts.eu-central-1.amazonaws.com',
    })
    expect(internet.proxy.requests[0]).toMatchObject({ line: 'CONNECT sts.eu-central-1.amazonaws.com:443' })
    expect(signers()).toEqual(['ASIATEMPORARY', 'ASIATEMPORARY'])
  })

  test('new keys of that role, once the store says that the first have expired', async () => {
    const answers = [
      roleBy('AssumeRoleWithWebIdentity', { accessKeyId: 'ASIAOLD', sessionToken: 'old-token' }),
      roleBy('AssumeRoleWithWebIdentity'),
    ]
    await startInternet(({ host, headers }) => {
      if (host.startsWith('sts.')) return ok(answers.shift() ?? '')
      if (headers['x-amz-security-token'] !== 'old-token') return undefined
      return { status: 400, body: errorBody('ExpiredToken', 'The provided token has expired.') }
    })

    const result = await run(withToken())

    expect(errors(result)).toEqual([])
    expect(internet.requests.map(({ line, headers }) => [line, headers['x-amz-security-token']])).toEqual([
      ['POST /', undefined],
      ['GET /?uploads=', 'old-token'],
      ['POST /', undefined],
      ['GET /?uploads=', 'temporary-token'],
      ['DELETE /k?uploadId=ID', 'temporary-token'],
    ])
  })

  test('the same where AWS_CA_BUNDLE alone names the authority', async () => {
    await startInternet(({ host }) =>
      host === 'sts.eu-central-1.amazonaws.com' ? ok(roleBy('AssumeRoleWithWebIdentity')) : undefined,
    )

    await run({ ...withToken(), NODE_EXTRA_CA_CERTS: '', AWS_CA_BUNDLE: internet.caFile })

    expect(signers()).toEqual(['ASIATEMPORARY', 'ASIATEMPORARY'])
  })

  test("a container's role, asked of the machine itself and not of the proxy", async () => {
    const keys = {
      AccessKeyId: 'ASIATEMPORARY',
      SecretAccessKey: 'temporary-secret',
      Token: 'temporary-token',
    }
    await startInternet(({ line }) =>
      line === 'GET /role' ? ok(JSON.stringify({ ...keys, Expiration: IN_AN_HOUR })) : undefined,
    )

    const result = await run({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${internet.proxy.host}/role`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'container-token',
    })

    expect(errors(result)).toEqual([])
    expect(internet.requests[0]?.headers.authorization).toBe('container-token')
    expect(signers()).toEqual(['ASIATEMPORARY', 'ASIATEMPORARY'])
  })
})

describe('without usable credentials the run ends at once, with the mend', () => {
  const MEND =
    'Set `access-key-id` and `secret-access-key`, or put aws-actions/configure-aws-credentials in a step before this one (with `permissions: id-token: write` for OIDC).'

  test('there are none', async () => {
    await startInternet()

    const result = await run({})

    expect(errors(result)).toEqual([
      `No credentials were found: Could not load credentials from any providers. ${MEND}`,
    ])
    expect(internet.requests).toEqual([])
  })

  test('the profile does not exist', async () => {
    await startInternet()

    const result = await run({ ...writeProfiles(), AWS_PROFILE: 'no-such-profile' })

    expect(errors(result)).toEqual([
      expect.stringMatching(
        /^No credentials were found in the profile `no-such-profile` of AWS_PROFILE: .* Set `access-key-id`/,
      ),
    ])
    expect(internet.requests).toEqual([])
  })

  test('the role may not be taken on', async () => {
    await startInternet(({ host }) =>
      host.startsWith('sts.')
        ? {
            status: 403,
            body: `<ErrorResponse><Error>${element('Type', 'Sender')}${element('Code', 'AccessDenied')}${element('Message', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')}</Error></ErrorResponse>`,
          }
        : undefined,
    )

    const result = await run(withToken())

    expect(errors(result)).toEqual([
      `No credentials were found: Not authorized to perform sts:AssumeRoleWithWebIdentity. ${MEND}`,
    ])
    for (const text of [result.stdout, result.stderr, result.summary, JSON.stringify(result.report)])
      expect(text).not.toContain('the-token-of-github')
  })

  test('the keys that the environment holds have expired', async () => {
    await startInternet(() => ({
      status: 400,
      body: errorBody('ExpiredToken', 'The provided token has expired.'),
    }))

    const result = await run(ENV_KEYS)

    expect(errors(result)).toEqual([
      'The store refused the session token (ExpiredToken, "The provided token has expired."). Get new credentials in a step right before this one, or correct `session-token`.',
    ])
  })
})

/** What STS answers to that action. */
function roleBy(
  action: 'AssumeRole' | 'AssumeRoleWithWebIdentity',
  { accessKeyId, sessionToken } = { accessKeyId: 'ASIATEMPORARY', sessionToken: 'temporary-token' },
): string {
  const keys = `${element('AccessKeyId', accessKeyId)}${element('SecretAccessKey', 'temporary-secret')}${element('SessionToken', sessionToken)}${element('Expiration', IN_AN_HOUR)}`
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>${keys}</Credentials></${action}Result></${action}Response>`
}

function withToken(): Record<string, string> {
  return {
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/clean-up-stale-uploads',
    AWS_WEB_IDENTITY_TOKEN_FILE: internet.writeFile('token', 'the-token-of-github'),
  }
}
