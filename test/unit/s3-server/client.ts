import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { onTestFinished } from 'vitest'
import { type S3Server, type S3ServerOptions, startS3Server } from '../../s3-server/index.ts'

/** A server, and the client of AWS, which knows nothing of it: each holds the other to the protocol. */
export interface Connected {
  readonly server: S3Server
  readonly client: S3Client
}

export async function connect(
  options: S3ServerOptions = {},
  config: S3ClientConfig = {},
): Promise<Connected> {
  const server = await startS3Server(options)
  server.createBucket('my-bucket')
  const { endpoint, region, accessKeyId, secretAccessKey } = server
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    ...config,
  })
  onTestFinished(async () => {
    client.destroy()
    await server.close()
  })
  return { server, client }
}
