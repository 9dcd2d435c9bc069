import { CreateSessionCommand, S3Client } from '@aws-sdk/client-s3'
import type { Connection } from '../inputs/inputs.ts'
import { UserError } from '../user-error.ts'
import type { Account } from './account.ts'
import { type Address, at } from './address.ts'
import type { Agents } from './agents.ts'
import { type Session, Sessions } from './sessions.ts'
import type { Credentials } from './signature.ts'

/**
 * What only the AWS SDK knows: its chain of credential providers (environment, OIDC, SSO, containers, instances), the
 * addresses of AWS's buckets and access points, and the sessions of directory buckets.
 */
export function createAwsAccount(connection: Connection, agents: Agents): Account {
  const client = new S3Client({
    // Where keys of AWS sign for another store, `auto` is no place for STS.
    region: connection.region === 'auto' ? 'us-east-1' : connection.region,
    useArnRegion: true,
    requestHandler: { httpAgent: agents.http, httpsAgent: agents.https },
    ...(connection.credentials === undefined
      ? {}
      : { credentials: withoutUndefined(connection.credentials) }),
  })
  // Who could give none is not asked again for each of a thousand requests.
  let failure: UserError | undefined
  const credentials = async (forceRefresh = false) => {
    if (failure !== undefined) throw failure
    try {
      return await client.config.credentials({ forceRefresh })
    } catch (error) {
      const profile = process.env.AWS_PROFILE
      const where =
        profile === undefined || profile === '' ? '' : ` in the profile \`${profile}\` of AWS_PROFILE`
      failure = new UserError(
        `No credentials were found${where}: ${error instanceof Error ? error.message : String(error)}. Set \`access-key-id\` and \`secret-access-key\`, or put aws-actions/configure-aws-credentials in a step before this one (with \`permissions: id-token: write\` for OIDC).`,
        { cause: error },
      )
      throw failure
    }
  }
  const sessions = new Sessions((bucket) => createSession(client, bucket), Date.now)
  return {
    async credentials(address, bucket) {
      const own = await credentials()
      return address.scope.service === 's3express' && bucket !== undefined ? sessions.of(bucket) : own
    },
    async renewCredentials() {
      const hadSessions = sessions.forget()
      if (connection.credentials !== undefined) return hadSessions
      await credentials(true)
      return true
    },
    async address(bucket, region) {
      return addressOnAws(client, bucket, region, connection)
    },
  }
}

async function createSession(client: S3Client, bucket: string): Promise<Session> {
  try {
    const { Credentials: keys } = await client.send(new CreateSessionCommand({ Bucket: bucket }))
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
    } = keys ?? {}
    if (accessKeyId === undefined || secretAccessKey === undefined)
      throw new Error('the answer holds no keys')
    return {
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      untilMs: keys?.Expiration?.getTime() ?? 0,
    }
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new UserError(
      `No session could be had for the directory bucket \`${bucket}\` (${reason}). Grant the credentials \`s3express:CreateSession\`, and check \`bucket\` and \`region\`.`,
      { cause: error },
    )
  }
}

/** Where AWS's own rules put the bucket. */
async function addressOnAws(
  client: S3Client,
  bucket: string | undefined,
  region: string,
  connection: Connection,
): Promise<Address> {
  const { url, properties } = await resolve(client, bucket, region, connection)
  const schemes: readonly unknown[] = properties?.authSchemes ?? []
  const { signingRegion, signingName } =
    schemes.map(readScheme).find((scheme) => scheme.signingRegion !== undefined) ?? {}
  if (signingRegion === undefined) {
    throw new UserError(
      `The bucket \`${bucket}\` can only be reached with signatures of version 4a, which this action does not make. Name the buckets behind it.`,
    )
  }
  return at(url, url.pathname.replace(/\/+$/, ''), { region: signingRegion, service: signingName ?? 's3' })
}

async function resolve(
  { config }: S3Client,
  bucket: string | undefined,
  region: string,
  { forcePathStyle }: Connection,
) {
  checkSwitch('AWS_USE_FIPS_ENDPOINT')
  checkSwitch('AWS_USE_DUALSTACK_ENDPOINT')
  try {
    return config.endpointProvider({
      ...(bucket === undefined ? {} : { Bucket: bucket }),
      Region: region,
      ForcePathStyle: forcePathStyle === true,
      // The environment or the profile may ask for them.
      UseFIPS: await config.useFipsEndpoint(),
      UseDualStack: await config.useDualstackEndpoint(),
      Accelerate: false,
      UseGlobalEndpoint: false,
      UseArnRegion: true,
      DisableMultiRegionAccessPoints: true,
    })
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
    const what = bucket === undefined ? 'the list of buckets' : `\`${bucket}\``
    throw new UserError(
      `AWS has no address for ${what} in the region \`${region}\`: ${reason}. Correct \`bucket\` or \`region\`.`,
      { cause: error },
    )
  }
}

/** The SDK takes for false, in silence, what is neither: requests would then go past the FIPS endpoints. */
function checkSwitch(variable: string): void {
  const value = process.env[variable] ?? ''
  if (!['', 'true', 'false'].includes(value)) {
    throw new UserError(
      `The variable ${variable} is \`${value}\`, which is neither \`true\` nor \`false\`. Correct it, or leave it out.`,
    )
  }
}

/** Signatures of version 4a, which AWS would rather have on Outposts, name no region. */
function readScheme(scheme: unknown): { signingRegion?: string; signingName?: string } {
  if (typeof scheme !== 'object' || scheme === null) return {}
  return {
    ...('signingRegion' in scheme && typeof scheme.signingRegion === 'string'
      ? { signingRegion: scheme.signingRegion }
      : {}),
    ...('signingName' in scheme && typeof scheme.signingName === 'string'
      ? { signingName: scheme.signingName }
      : {}),
  }
}

function withoutUndefined({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return sessionToken === undefined
    ? { accessKeyId, secretAccessKey }
    : { accessKeyId, secretAccessKey, sessionToken }
}
