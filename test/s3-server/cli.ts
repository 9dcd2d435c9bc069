// An embedded S3 server to try any client on by hand: `node test/s3-server/cli.ts --personality ceph --bucket my-bucket`.
import { parseArgs } from 'node:util'
import { isPersonalityName, personalities, personalityNames } from './personalities/index.ts'
import { startS3Server } from './server.ts'

const USAGE = `Usage: node test/s3-server/cli.ts [--personality NAME] [--port PORT] [--bucket NAME]... [--page-size N]
Personalities: ${personalityNames.join(', ')}`

function readCommandLine() {
  const { values } = parseArgs({
    options: {
      personality: { type: 'string', default: 'aws' },
      port: { type: 'string', default: '0' },
      bucket: { type: 'string', multiple: true, default: ['my-bucket'] },
      'page-size': { type: 'string', default: '1000' },
    },
  })
  const { personality, bucket } = values
  if (!isPersonalityName(personality)) throw new Error(`There is no personality ${personality}`)
  return {
    personality: personalities[personality],
    port: wholeNumber('port', values.port),
    pageSize: wholeNumber('page-size', values['page-size']),
    buckets: bucket,
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new Error(`--${name} wants a whole number, not ${text}`)
  return Number(text)
}

async function main(): Promise<void> {
  const { buckets, ...options } = readCommandLine()
  const server = await startS3Server(options)
  for (const name of buckets) server.createBucket(name)
  console.log(`export AWS_ENDPOINT_URL=${server.endpoint}
export AWS_REGION=${server.region}
export AWS_ACCESS_KEY_ID=${server.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${server.secretAccessKey}
# ${options.personality.server}, with ${buckets.join(', ')}, until Ctrl-C. Nothing is kept.`)
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  process.exitCode = 1
})
