import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { UserError } from '../user-error.ts'

/** The connections that are kept open between requests. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Proxies come from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, a private CA from `AWS_CA_BUNDLE`
 * (`NODE_EXTRA_CA_CERTS` works without our doing).
 *
 * @throws {UserError} when the bundle cannot be read
 */
export function createAgents(env: Environment, maxSockets: number): Agents {
  const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, proxyEnv: { ...env } }
  const ca = readCaBundle(env.AWS_CA_BUNDLE)
  return {
    http: new http.Agent(options),
    https: new https.Agent(ca === undefined ? options : { ...options, ca }),
  }
}

export function closeAgents(agents: Agents): void {
  agents.http.destroy()
  agents.https.destroy()
}

/** Added to the usual authorities, so that a proxy's CA does not shut out the store behind it. */
function readCaBundle(path: string | undefined): string[] | undefined {
  if (path === undefined || path === '') return undefined
  try {
    return [...tls.getCACertificates('default'), readFileSync(path, 'utf8')]
  } catch (error) {
    throw new UserError(
      `AWS_CA_BUNDLE names a file that cannot be read: ${path}. Correct the variable, or leave it out.`,
      { cause: error },
    )
  }
}
