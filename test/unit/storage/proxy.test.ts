import { describe, expect, test } from 'vitest'
import { proxyPasswords, readProxies, toProxyEnv } from '../../../src/storage/proxy.ts'

describe('NO_PROXY, as Node is told it', () => {
  test.each([
    ['s3.example.com', '.s3.example.com'],
    ['.example.com', '.example.com'],
    ['*.example.com', '*.example.com'],
    ['*', '*'],
    ['localhost', '.localhost'],
    ['s3.example.com:9000', 's3.example.com:9000'],
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.1.2.3/8', '10.0.0.0-10.255.255.255'],
    ['192.168.7.0/24', '192.168.7.0-192.168.7.255'],
    ['172.16.0.0/12', '172.16.0.0-172.31.255.255'],
    ['10.0.0.1/32', '10.0.0.1-10.0.0.1'],
    ['0.0.0.0/0', '0.0.0.0-255.255.255.255'],
    ['10.0.0.0/33', '10.0.0.0/33'],
    ['::1', '::1'],
    ['a.example, b.example  c.example,,', '.a.example,.b.example,.c.example'],
    ['', ''],
  ])('%j is %j', (written, told) => {
    expect(toProxyEnv(readProxies({ NO_PROXY: written })).no_proxy).toBe(told)
  })
})

describe('a proxy', () => {
  test.each([
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128/'],
    ['HTTP://proxy.example.com', 'http://proxy.example.com/'],
    ['https://proxy.example.com', 'https://proxy.example.com/'],
    ['proxy.example.com:3128', 'http://proxy.example.com:3128/'],
    [' ada:secret@proxy.example.com:3128 ', 'http://ada:secret@proxy.example.com:3128/'],
  ])('written as %j is %j', (written, told) => {
    expect(toProxyEnv(readProxies({ HTTPS_PROXY: written }))).toEqual({
      https_proxy: told,
      http_proxy: undefined,
      no_proxy: '',
    })
  })

  test('in lower case goes before the one in capitals', () => {
    const env = { https_proxy: 'http://lower', HTTPS_PROXY: 'http://upper', HTTP_PROXY: 'http://plain' }

    expect(toProxyEnv(readProxies(env))).toMatchObject({
      https_proxy: 'http://lower/',
      http_proxy: 'http://plain/',
    })
  })
})

describe('the passwords of proxies are found', () => {
  test.each([
    ['http://ada:secret@proxy.example.com', ['secret']],
    ['http://:secret@proxy.example.com', ['secret']],
    ['http://ada:p%40ss@proxy.example.com', ['p%40ss', 'p@ss']],
    ['http://ada:p@ss:word@proxy.example.com:port', ['p@ss:word']],
    ['http://ada:100%@proxy.example.com', ['100%']],
    ['ada:secret@proxy.example.com', ['secret']],
    ['socks5://ada:secret@proxy.example.com', ['secret']],
    ['http://ada:a/b@proxy.example.com', ['a/b']],
    ['http://ada@proxy.example.com', []],
    ['http://proxy.example.com:3128', []],
    ['', []],
  ])('in %j: %j', (value, passwords) => {
    expect(proxyPasswords({ https_proxy: value })).toEqual(passwords)
  })
})
