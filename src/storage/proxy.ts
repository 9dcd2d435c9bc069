import { isIPv4 } from 'node:net'
import { UserError } from '../user-error.ts'

/** The way out of a company's network, as the environment tells it. */
export interface Proxies {
  readonly 'http:': URL | undefined
  readonly 'https:': URL | undefined
  /** Hosts that are spoken to directly, in the form that Node takes. */
  readonly direct: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Lower case first, as Node and curl do. */
const VARIABLES = {
  'http:': ['http_proxy', 'HTTP_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY'],
} as const
const EXAMPLE = 'Write for example `http://proxy.example.com:3128`, or leave it out.'

/** @throws {UserError} when a proxy is set that cannot be used: going around it in silence is not what was asked for */
export function readProxies(env: Environment): Proxies {
  return {
    'http:': readProxy(env, 'http:'),
    'https:': readProxy(env, 'https:'),
    direct: readDirect(env.no_proxy || env.NO_PROXY || ''),
  }
}

/** What Node's agents take. */
export function toProxyEnv({ direct, ...proxies }: Proxies): Record<string, string | undefined> {
  return { http_proxy: proxies['http:']?.href, https_proxy: proxies['https:']?.href, no_proxy: direct }
}

/** The passwords in the variables, as written and decoded; found also where the rest is no URL. */
export function proxyPasswords(env: Environment): string[] {
  const values = Object.values(VARIABLES).flatMap((names) => names.map((name) => env[name] ?? ''))
  const passwords = values.flatMap((value) => /^(?:[^/]*\/\/)?[^/@:]*:(?!\/\/)(.+)@/.exec(value)?.[1] ?? [])
  return [...new Set(passwords.flatMap((password) => [password, decoded(password) ?? password]))]
}

/** No message shows the value: it may hold a password. */
function readProxy(env: Environment, protocol: 'http:' | 'https:'): URL | undefined {
  const name = VARIABLES[protocol].find((variable) => env[variable])
  const value = name === undefined ? '' : (env[name] ?? '').trim()
  if (value === '') return undefined
  const problem = (what: string): UserError => new UserError(`The variable ${name} ${what}. ${EXAMPLE}`)
  // Most tools take `proxy.example.com:3128`; Node would go without a proxy.
  const text = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(text)) throw problem('is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw problem('is not the URL of an HTTP proxy')
  if (decoded(url.username) === undefined || decoded(url.password) === undefined)
    throw problem('has a `%` in its user or password that stands for nothing; write it as `%25`')
  return url
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * Node takes `example.com` for that host alone. Most tools, and GitHub's own actions, also leave out what is below it,
 * know blanks between the entries, and networks.
 */
function readDirect(value: string): string {
  const entries = value.split(/[\s,]+/).filter((entry) => entry !== '')
  return entries.map((entry) => rangeOf(entry) ?? (isHostName(entry) ? `.${entry}` : entry)).join(',')
}

function isHostName(entry: string): boolean {
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(entry) && !/^[\d.-]+$/.test(entry)
}

/** `10.1.0.0/16` as `10.1.0.0-10.1.255.255`. */
function rangeOf(network: string): string | undefined {
  const [address = '', bits = ''] = network.split('/')
  if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined
  const size = 2 ** (32 - Number(bits))
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const first = number - (number % size)
  return `${toAddress(first)}-${toAddress(first + size - 1)}`
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
