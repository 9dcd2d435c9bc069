// What one writes in an afternoon: list all pages, then abort what is old, 64 at a time. Bundled before it is run, as
// an action is.
import http from 'node:http'
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
} from '@aws-sdk/client-s3'

const { BENCH_ENDPOINT, BENCH_BUCKET: Bucket, BENCH_JOB } = process.env
const CONCURRENCY = 64
const MAX_AGE_MS = 7 * 24 * 60 * 60_000
const client = new S3Client({
  endpoint: BENCH_ENDPOINT,
  region: process.env.AWS_REGION,
  forcePathStyle: true,
  cacheMiddleware: true,
  requestHandler: { httpAgent: new http.Agent({ keepAlive: true, maxSockets: CONCURRENCY }) },
})

const stale = []
let markers = {}
do {
  const page = await client.send(new ListMultipartUploadsCommand({ Bucket, ...markers }))
  for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
    if (Date.now() - Initiated.getTime() > MAX_AGE_MS) stale.push({ Bucket, Key, UploadId })
  markers = page.IsTruncated
    ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    : undefined
} while (markers)

const Command = BENCH_JOB === 'clean' ? AbortMultipartUploadCommand : ListPartsCommand
let next = BENCH_JOB === 'list' ? stale.length : 0
async function work() {
  while (next < stale.length) await client.send(new Command(stale[next++]))
}
await Promise.all(Array.from({ length: CONCURRENCY }, work))
client.destroy()
