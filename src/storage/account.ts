import type { Connection } from '../inputs/inputs.ts'
import { type Address, addressAt } from './address.ts'
import type { Agents } from './agents.ts'
import type { Credentials } from './signature.ts'

/** As whom to speak, and where: what differs between AWS and the other stores. */
export interface Account {
  /** @throws {UserError} when there are none */
  credentials(address: Address, bucket: string | undefined): Promise<Credentials>
  /** Asks for new keys where that can be done; false where the keys are what they are. */
  renewCredentials(): Promise<boolean>
  /** @throws {UserError} when the bucket cannot be addressed */
  address(bucket: string | undefined, region: string): Promise<Address>
}

/**
 * Explicit keys and an explicit endpoint need nothing of the SDK, whose loading would take longer than the rest of a
 * short run. It is loaded for what only it knows: its chain of credential providers, and AWS's addresses.
 *
 * @param mask hears of each secret that was handed out during the run, before it is used
 */
export function createAccount(
  connection: Connection,
  agents: Agents,
  mask: (secret: string) => void,
): Account {
  const { endpoint, credentials } = connection
  const masked = new Set<string>()
  const maskAll = (keys: Credentials): Credentials => {
    for (const secret of [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken ?? '']) {
      if (secret !== '' && !masked.has(secret)) mask(secret)
      masked.add(secret)
    }
    return keys
  }
  const sdk = once(async () => (await import('./aws.ts')).createAwsAccount(connection, agents))
  return {
    credentials: async (address, bucket) =>
      credentials !== undefined && address.scope.service !== 's3express'
        ? credentials
        : maskAll(await (await sdk()).credentials(address, bucket)),
    renewCredentials: async () =>
      (credentials === undefined || endpoint === undefined) && (await sdk()).renewCredentials(),
    address: async (bucket, region) =>
      endpoint !== undefined
        ? addressAt(endpoint, bucket, connection, region)
        : (await sdk()).address(bucket, region),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
