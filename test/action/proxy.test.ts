import { afterEach, describe, expect, test } from 'vitest'
import { Internet, type InternetOptions } from '../network/internet.ts'
import { s3Answers } from '../network/s3-answers.ts'
import { errors } from './annotations.ts'
import { type RunResult, runAction } from './run.ts'

const ACCOUNTS = [{ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example-secret' }]
const STORE = 's3.example.com'
const inputs = {
  bucket: 'my-bucket',
  endpoint: `https://${STORE}`,
  'access-key-id': 'AKIAEXAMPLE',
  'secret-access-key': 'example-secret',
  'min-idle': '0',
  verify: 'false',
}
const OVER_HTTP = { ...inputs, endpoint: `http://${STORE}` }

let internet: Internet
afterEach(() => internet.close())

async function startInternet(proxy: Partial<InternetOptions> = {}): Promise<Internet> {
  const answer = s3Answers([{ key: 'k', uploadId: 'ID' }])
  internet = await Internet.start({ accounts: ACCOUNTS, answer, ...proxy })
  return internet
}

/** With no proxy in the environment but the one that is given. */
function run(with_: Record<string, string>, env: Record<string, string>): Promise<RunResult> {
  return runAction(with_, { env: { NODE_EXTRA_CA_CERTS: internet.caFile, ...env } })
}

describe('requests go through the proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'that %s names, as a tunnel to the host and its port',
    async (variable) => {
      const { proxy } = await startInternet()

      const result = await run(inputs, { [variable]: `http://${proxy.host}` })

      expect(result.outputs).toMatchObject({ aborted: '1' })
      expect(new Set(proxy.requests.map(({ line }) => line))).toEqual(new Set(['CONNECT s3.example.com:443']))
      expect(internet.requests.map(({ line }) => line)).toEqual([
        'GET /my-bucket/?uploads=',
        'DELETE /my-bucket/k?uploadId=ID',
      ])
    },
  )

  test.each(['HTTP_PROXY', 'http_proxy'])(
    'that %s names, as whole URLs where the endpoint is plain',
    async (variable) => {
      const { proxy } = await startInternet()

      const result = await run(OVER_HTTP, { [variable]: `http://${proxy.host}` })

      expect(result.outputs).toMatchObject({ aborted: '1' })
      expect(proxy.requests.map(({ line }) => line)).toEqual([
        'GET http://s3.example.com/my-bucket/?uploads=',
        'DELETE http://s3.example.com/my-bucket/k?uploadId=ID',
      ])
    },
  )

  test('whose variable has no `http://`, as most tools take it', async () => {
    const { proxy } = await startInternet()

    const result = await run(inputs, { HTTPS_PROXY: proxy.host })

    expect(result.outputs).toMatchObject({ aborted: '1' })
    expect(proxy.requests[0]).toMatchObject({ line: 'CONNECT s3.example.com:443' })
  })

  test('that itself speaks TLS', async () => {
    const { proxy } = await startInternet({ proxyOverTls: true })

    const result = await run(inputs, { HTTPS_PROXY: `https://${proxy.host}` })

    expect(result.outputs).toMatchObject({ aborted: '1' })
    expect(proxy.requests[0]).toMatchObject({ line: 'CONNECT s3.example.com:443' })
  })

  test('that is overloaded for a moment, on the second try', async () => {
    const { proxy } = await startInternet({ proxyRefusals: [503, 'none'] })

    const result = await run({ ...inputs, concurrency: '1' }, { HTTPS_PROXY: `http://${proxy.host}` })

    expect(errors(result)).toEqual([])
    expect(result.outputs).toMatchObject({ aborted: '1' })
    expect(proxy.requests).toHaveLength(2)
  })

  test('with one tunnel for many requests', async () => {
    const { proxy } = await startInternet()

    await run(
      { ...inputs, concurrency: '1', 'min-idle': '1h', verify: 'true' },
      { HTTPS_PROXY: `http://${proxy.host}` },
    )

    expect(internet.requests).toHaveLength(4)
    expect(proxy.requests).toHaveLength(1)
  })
})

describe('the user and password of a proxy', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

  test.each([
    ['for a tunnel', inputs, 'HTTPS_PROXY'],
    ['for whole URLs', OVER_HTTP, 'HTTP_PROXY'],
  ])('are sent to the proxy, decoded, and to nobody else (%s)', async (_what, with_, variable) => {
    const { proxy } = await startInternet()

    const result = await run(with_, { [variable]: `http://corp%5Cada:p%40ss%20word@${proxy.host}` })

    expect(result.outputs).toMatchObject({ aborted: '1' })
    for (const { authorization } of proxy.requests) expect(authorization).toBe(basic('corp\\ada:p@ss word'))
  })

  test('are sent inside a tunnel to nobody', async () => {
    const { proxy } = await startInternet()

    await run(inputs, { HTTPS_PROXY: `http://ada:secret@${proxy.host}` })

    expect(internet.requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([
      undefined,
      undefined,
    ])
  })

  test.each<[string, number | 'none', string]>([
    ['a proxy that refuses', 403, 'http://ada:p%40ssw0rd@HOST'],
    ['a URL that cannot be read', 'none', 'http://ada:p%40ssw0rd@HOST:port'],
    ['a password with a lone %', 'none', 'http://ada:p@ssw0rd%@HOST'],
    ['another scheme', 'none', 'socks5://ada:p%40ssw0rd@HOST'],
  ])('are masked, and shown nowhere (%s)', async (_what, refusal, url) => {
    const { proxy } = await startInternet({ proxyRefusals: [refusal] })

    const result = await run(inputs, { HTTPS_PROXY: url.replace('HOST', proxy.host) })

    expect(result.exitCode).toBe(1)
    const unmasked = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'))
    for (const text of [...unmasked, result.stderr, result.summary, JSON.stringify(result.report)])
      expect(text).not.toMatch(/ssw0rd/)
  })

  test('are masked before anything else is said', async () => {
    const { proxy } = await startInternet()

    const result = await run(inputs, { HTTPS_PROXY: `http://ada:p%40ssw0rd@${proxy.host}` })

    expect(result.stdout.split('\n').slice(0, 4).sort()).toEqual([
      '::add-mask::AKIAEXAMPLE',
      '::add-mask::example-secret',
      // As the runner writes a percent sign.
      '::add-mask::p%2540ssw0rd',
      '::add-mask::p@ssw0rd',
    ])
  })
})

describe('NO_PROXY', () => {
  /** Nothing listens there: who goes to it fails. */
  const NOWHERE = 'http://127.0.0.1:1'

  test.each([
    ['an address', (port: number) => ({ NO_PROXY: `s3.internal,127.0.0.1`, port })],
    ['an address and its port', (port: number) => ({ NO_PROXY: `127.0.0.1:${port}`, port })],
    ['its network', (port: number) => ({ NO_PROXY: '127.0.0.0/8', port })],
    ['everything', (port: number) => ({ NO_PROXY: '*', port })],
    ['in lower case', (port: number) => ({ no_proxy: '127.0.0.1', port })],
    ['with blanks in place of commas', (port: number) => ({ NO_PROXY: 's3.internal 127.0.0.1', port })],
  ])('keeps from the proxy: %s', async (_what, environment) => {
    await startInternet()
    const { port, ...env } = environment(internet.tlsPort)

    const result = await run(
      { ...inputs, endpoint: `https://127.0.0.1:${port}` },
      { HTTPS_PROXY: NOWHERE, ...env },
    )

    expect(errors(result)).toEqual([])
    expect(result.outputs).toMatchObject({ aborted: '1' })
  })

  // `.invalid` resolves nowhere, so who does not ask the proxy says so.
  test.each([
    ['the host', 's3.acme.invalid', 'direct'],
    ['the host in capitals', 'S3.ACME.INVALID', 'direct'],
    ['its domain', 'acme.invalid', 'direct'],
    ['its domain with a dot', '.acme.invalid', 'direct'],
    ['its domain with a star', '*.acme.invalid', 'direct'],
    ['the host and its port', 's3.acme.invalid:443', 'direct'],
    ['the host and another port', 's3.acme.invalid:9000', 'through the proxy'],
    ['a host that only ends alike', 'me.invalid', 'through the proxy'],
    ['nothing', '', 'through the proxy'],
  ])('that names %s (`%s`): %s', async (_what, noProxy, way) => {
    const { proxy } = await startInternet()

    const result = await run(
      { ...inputs, endpoint: 'https://s3.acme.invalid' },
      { HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: noProxy },
    )

    if (way === 'direct') {
      expect(proxy.requests).toEqual([])
      expect(errors(result)).toEqual([
        expect.stringContaining('The host name of the endpoint https://s3.acme.invalid cannot be resolved'),
      ])
    } else {
      expect(proxy.requests[0]).toMatchObject({ line: 'CONNECT s3.acme.invalid:443' })
      expect(result.outputs).toMatchObject({ aborted: '1' })
    }
  })
})

describe('a proxy that does not do its work is one line that names it, and the mend', () => {
  test.each([
    [
      'it wants a password',
      407,
      inputs,
      'HTTPS_PROXY',
      'wants a user and password (HTTP status 407). Write HTTPS_PROXY as `http://user:password@host:port`, with special characters as `%40`.',
    ],
    [
      'it wants a password, for whole URLs',
      407,
      OVER_HTTP,
      'HTTP_PROXY',
      'wants a user and password (HTTP status 407). Write HTTP_PROXY as `http://user:password@host:port`, with special characters as `%40`.',
    ],
    [
      'it does not allow the host',
      403,
      inputs,
      'HTTPS_PROXY',
      "does not let requests through to the endpoint https://s3.example.com (HTTP status 403). Have it allow this host. Correct HTTPS_PROXY, or add the store's host to NO_PROXY.",
    ],
  ])('%s', async (_what, status, with_, variable, expected) => {
    const { proxy } = await startInternet({ proxyRefusals: [status] })
    const url = `http://${proxy.host}`

    const result = await run(with_, { [variable]: url })

    expect(errors(result)).toEqual([`The proxy ${url} ${expected}`])
    expect(proxy.requests).toHaveLength(1)
    expect(result).toMatchObject({ exitCode: 1, stderr: '' })
  })

  test.each([
    ['HTTPS_PROXY', inputs],
    ['HTTP_PROXY', OVER_HTTP],
  ])('nothing listens where %s says', async (variable, with_) => {
    await startInternet()

    const result = await run(with_, { [variable]: 'http://127.0.0.1:1' })

    expect(errors(result)).toEqual([
      `Nothing listens at the proxy http://127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1). Correct ${variable}, or add the store's host to NO_PROXY.`,
    ])
  })

  test('its name does not resolve', async () => {
    await startInternet()

    const result = await run(inputs, { HTTPS_PROXY: 'http://proxy.acme.invalid:3128' })

    expect(errors(result)).toEqual([
      expect.stringMatching(
        /^The host name of the proxy http:\/\/proxy\.acme\.invalid:3128 cannot be resolved \(.*\)\. Correct HTTPS_PROXY, or add the store's host to NO_PROXY\.$/,
      ),
    ])
  })

  test.each([
    ['http://proxy.example.com:port', 'is not a URL'],
    ['socks5://proxy.example.com:1080', 'is not the URL of an HTTP proxy'],
    [
      'http://ada:100%@proxy.example.com',
      'has a `%` in its user or password that stands for nothing; write it as `%25`',
    ],
  ])('%s', async (value, problem) => {
    await startInternet()

    const result = await run(inputs, { HTTPS_PROXY: value })

    expect(errors(result)).toEqual([
      `The variable HTTPS_PROXY ${problem}. Write for example \`http://proxy.example.com:3128\`, or leave it out.`,
    ])
    expect(internet.requests).toEqual([])
  })
})
