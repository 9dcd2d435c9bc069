// The embedded server in a process of its own, so that what it costs is not counted with those that are measured.
import { newUploadId } from '../test/s3-server/bucket.ts'
import { type S3Server, startS3Server } from '../test/s3-server/index.ts'
import type { ServerCommand, ServerMessage } from './server-command.ts'

const DAY_MS = 24 * 60 * 60_000
const MIB = 1024 * 1024

const settings = { latencyMs: 0 }
const server = await startS3Server({
  get latencyMs() {
    return settings.latencyMs
  },
  recordRequests: false,
  verifySignatures: process.argv.includes('--verify-signatures'),
})
let cpuBefore = process.cpuUsage()

process.on('message', (command: ServerCommand) => reply(perform(command)))
// The bench is gone, however it ended.
process.on('disconnect', () => process.exit())
const { endpoint, region, accessKeyId, secretAccessKey } = server
reply({ kind: 'listening', address: { endpoint, region, accessKeyId, secretAccessKey } })

function perform(command: ServerCommand): ServerMessage {
  switch (command.kind) {
    case 'fill':
      fill(server, command)
      return { kind: 'done' }
    case 'latency':
      settings.latencyMs = command.ms
      return { kind: 'done' }
    case 'read':
      return { kind: 'reading', reading: read(command.bucket) }
  }
}

function fill(
  server: S3Server,
  { bucket, uploads, staleEvery, partsEach }: Extract<ServerCommand, { kind: 'fill' }>,
): void {
  const nowMs = Date.now()
  const [longAgo, justNow] = [new Date(nowMs - 30 * DAY_MS), new Date(nowMs - DAY_MS)]
  const parts = Array.from({ length: partsEach }, () => ({ size: 8 * MIB }))
  server.createBucket(bucket)
  for (let number = 0; number < uploads; number++) {
    server.createUpload(bucket, keyOf(number), {
      uploadId: newUploadId(),
      initiated: number % staleEvery === 0 ? longAgo : justNow,
      parts,
    })
  }
}

/** As long as keys are in practice, and in the order in which S3 lists them. */
function keyOf(number: number): string {
  const digits = String(number).padStart(8, '0')
  return `backups/${digits.slice(0, 5)}/nightly-database-${digits}.dump.gz`
}

function read(bucket: string) {
  const { user, system } = process.cpuUsage(cpuBefore)
  const requests = Object.fromEntries(server.requestCounts)
  const uploadsLeft = server.uploads(bucket).length
  server.requestCounts.clear()
  cpuBefore = process.cpuUsage()
  return { requests, cpuMs: (user + system) / 1_000, uploadsLeft }
}

function reply(message: ServerMessage): void {
  process.send?.(message)
}
