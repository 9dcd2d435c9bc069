import { afterEach, describe, expect, test } from 'vitest'
import { CertificateAuthority } from '../network/authority.ts'
import { Internet, type InternetOptions } from '../network/internet.ts'
import { s3Answers } from '../network/s3-answers.ts'
import { errors } from './annotations.ts'
import { type RunResult, runAction } from './run.ts'

const DAY_MS = 86_400_000
const ACCOUNTS = [{ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example-secret' }]
const inputs = {
  bucket: 'my-bucket',
  endpoint: 'https://s3.acme.example',
  'access-key-id': 'AKIAEXAMPLE',
  'secret-access-key': 'example-secret',
  'min-idle': '0',
  verify: 'false',
}
const SET_THE_CA =
  'For a certificate of a private authority, set NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE in `env` to a file with that of the authority.'

let internet: Internet
afterEach(() => internet.close())

async function startInternet(identify?: InternetOptions['identify']): Promise<Internet> {
  const answer = s3Answers([{ key: 'k', uploadId: 'ID' }])
  internet = await Internet.start({ accounts: ACCOUNTS, answer, ...(identify && { identify }) })
  return internet
}

/** Trusting nobody but the usual authorities and those of `env`. */
function run(env: Record<string, string>, more: Record<string, string> = {}): Promise<RunResult> {
  return runAction({ ...inputs, ...more }, { env: { HTTPS_PROXY: `http://${internet.proxy.host}`, ...env } })
}

describe("a store with a certificate of a company's own authority is trusted", () => {
  test.each(['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'])(
    'where %s alone names a file with it',
    async (variable) => {
      const { caFile } = await startInternet()

      const result = await run({ [variable]: caFile })

      expect(errors(result)).toEqual([])
      expect(result.outputs).toMatchObject({ aborted: '1' })
    },
  )

  test.each(['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'])('also without a proxy, by %s', async (variable) => {
    const { caFile, tlsPort } = await startInternet()

    const result = await run(
      { [variable]: caFile, NO_PROXY: '*' },
      { endpoint: `https://127.0.0.1:${tlsPort}` },
    )

    expect(result.outputs).toMatchObject({ aborted: '1' })
  })

  test('where it is one of several in a bundle with comments and Windows line ends', async () => {
    const { authority } = await startInternet()
    const other = new CertificateAuthority('Somebody else')
    const bundle = `# Somebody else\n${other.certificate}\n# Acme\n${authority.certificate}`
    const path = internet.writeFile('bundle.pem', bundle.replaceAll('\n', '\r\n'))

    const result = await run({ AWS_CA_BUNDLE: path })

    expect(result.outputs).toMatchObject({ aborted: '1' })
  })

  test('where AWS_CA_BUNDLE names another authority, and NODE_EXTRA_CA_CERTS this one', async () => {
    const { caFile } = await startInternet()
    const other = internet.writeFile('other.pem', new CertificateAuthority('Somebody else').certificate)

    const result = await run({ NODE_EXTRA_CA_CERTS: caFile, AWS_CA_BUNDLE: other })

    expect(result.outputs).toMatchObject({ aborted: '1' })
  })
})

describe('a connection that is not trusted is one line with the mend, and is tried once', () => {
  const yesterday = new Date(Date.now() - DAY_MS)

  test.each<[string, InternetOptions['identify'], boolean, string]>([
    [
      'the authority is unknown',
      undefined,
      false,
      `(UNABLE_TO_VERIFY_LEAF_SIGNATURE: unable to verify the first certificate). ${SET_THE_CA}`,
    ],
    [
      'the certificate has expired',
      (authority) => () => authority.issue(['s3.acme.example'], yesterday),
      true,
      "(CERT_HAS_EXPIRED: certificate has expired). Renew the server's certificate; check the clock of this machine.",
    ],
    [
      'the certificate is for another host',
      (authority) => () => authority.issue(['minio.acme.example', '10.0.0.1']),
      true,
      "(ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames: Host: s3.acme.example. is not in the cert's altnames: DNS:minio.acme.example, IP Address:10.0.0.1). Set `endpoint` to a host name that the certificate holds; try `force-path-style: true`.",
    ],
  ])('%s', async (_what, identify, trusted, expected) => {
    const { caFile, proxy } = await startInternet(identify)

    const result = await run(trusted ? { NODE_EXTRA_CA_CERTS: caFile } : {})

    expect(errors(result)).toEqual([
      `The connection to the endpoint https://s3.acme.example is not trusted ${expected}`,
    ])
    expect(result).toMatchObject({ exitCode: 1, stderr: '' })
    expect(proxy.requests).toHaveLength(1)
    expect(internet.requests).toEqual([])
  })

  test('the server does not speak TLS', async () => {
    await startInternet()

    const result = await run({ NO_PROXY: '*' }, { endpoint: `https://${internet.proxy.host}` })

    expect(errors(result)).toEqual([
      expect.stringMatching(
        /^The connection to the endpoint https:\/\/127\.0\.0\.1:\d+ is not trusted \((?:EPROTO|ERR_SSL_\w+): .*\)\. The server does not speak TLS there: check `https` or `http` in `endpoint`, and its port\.$/,
      ),
    ])
  })
})

describe('an AWS_CA_BUNDLE that cannot be used is an error that names it, before any request', () => {
  const BROKEN = '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n'

  test.each([
    ['it does not exist', undefined, 'cannot be read (ENOENT). Correct the variable, or leave it out.'],
    [
      'it is something else',
      'garbage',
      'holds no certificate. It must be text (PEM) with `-----BEGIN CERTIFICATE-----`.',
    ],
    ['it is empty', '', 'holds no certificate. It must be text (PEM) with `-----BEGIN CERTIFICATE-----`.'],
    [
      'a certificate in it is broken',
      BROKEN,
      'holds a certificate that cannot be read, number 1. Replace it.',
    ],
  ])('%s', async (_what, content, expected) => {
    await startInternet()
    const path = content === undefined ? '/nowhere/ca.pem' : internet.writeFile('ca.pem', content)

    const result = await run({ AWS_CA_BUNDLE: path })

    expect(errors(result)).toEqual([`The file that AWS_CA_BUNDLE names, ${path}, ${expected}`])
    expect(result).toMatchObject({ exitCode: 1, stderr: '' })
    expect(internet.proxy.requests).toEqual([])
  })
})
