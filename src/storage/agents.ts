import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { readCaBundle } from './ca-bundle.ts'
import { type Proxies, readProxies, toProxyEnv } from './proxy.ts'

/** The connections that are kept open between requests, and the way that they take. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
  readonly proxies: Proxies
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Proxies come from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, a private CA from `AWS_CA_BUNDLE`
 * (`NODE_EXTRA_CA_CERTS` works without our doing).
 *
 * @throws {UserError} when one of them cannot be used
 */
export function createAgents(env: Environment, maxSockets: number): Agents {
  const proxies = readProxies(env)
  const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, proxyEnv: toProxyEnv(proxies) }
  const bundle = readCaBundle(env.AWS_CA_BUNDLE)
  return {
    http: new http.Agent(options),
    https: new https.Agent(bundle === undefined ? options : { ...options, secureContext: trusting(bundle) }),
    proxies,
  }
}

export function closeAgents(agents: Agents): void {
  agents.http.destroy()
  agents.https.destroy()
}

/**
 * Added to the usual authorities, so that a proxy's CA does not shut out the store behind it. Made once: each
 * connection would otherwise read them all again.
 */
function trusting(bundle: string): tls.SecureContext {
  return tls.createSecureContext({ ca: [...tls.getCACertificates('default'), bundle] })
}
