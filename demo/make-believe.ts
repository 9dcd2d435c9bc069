import { startS3Server } from '../test/s3-server/index.ts'

const BUCKET = 'acme-media'
const KEY_OF_A_STRANGER =
  'videos/::error::gotcha\u001b[31m\n##[error]<img src=x onerror=alert(1)>|@everyone [free](https://evil.example) \u202Egpj.exe'
const KIB = 1024
const MIB = 1024 * KIB
const GIB = 1024 * MIB
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

interface MakeBelieveUpload {
  readonly key: string
  readonly ageMs: number
  /** How long ago the newest part came; as long as the upload is old unless it says otherwise. */
  readonly idleMs?: number
  readonly parts?: number
  readonly partSize?: number
  readonly storageClass?: string
}

/** What is in the bucket at a moment. */
export interface Contents {
  readonly uploads: readonly { readonly key: string; readonly uploadId: string }[]
  readonly objects: readonly string[]
}

/** What somebody might find who looks for the first time. */
const UPLOADS: readonly MakeBelieveUpload[] = [
  {
    key: 'backups/db-monday.dump',
    ageMs: 61 * DAY_MS,
    parts: 96,
    partSize: 64 * MIB,
    storageClass: 'STANDARD_IA',
  },
  {
    key: 'backups/db-tuesday.dump',
    ageMs: 33 * DAY_MS,
    parts: 12,
    partSize: 64 * MIB,
    storageClass: 'STANDARD_IA',
  },
  // The same key again: one try was given up, the next is still going on.
  { key: 'backups/db-nightly.dump', ageMs: 20 * DAY_MS, parts: 40, partSize: 64 * MIB },
  { key: 'backups/db-nightly.dump', ageMs: 2 * HOUR_MS, idleMs: MINUTE_MS, parts: 5, partSize: 64 * MIB },
  { key: 'backups/never-began.tar', ageMs: 12 * DAY_MS },
  { key: 'videos/holiday in Zürich ☀.mov', ageMs: 9 * DAY_MS, parts: 31, partSize: 100 * MIB },
  { key: KEY_OF_A_STRANGER, ageMs: 15 * DAY_MS, parts: 1, partSize: 7 * KIB },
  // Old, but alive: a slow line, or somebody who pauses every night.
  {
    key: 'videos/feature-film.mxf',
    ageMs: 11 * DAY_MS,
    idleMs: 10 * MINUTE_MS,
    parts: 900,
    partSize: 128 * MIB,
  },
  { key: 'videos/interview.mov', ageMs: 3 * DAY_MS, parts: 4, partSize: 100 * MIB },
  { key: 'videos/evidence/case-17.keep', ageMs: 40 * DAY_MS, parts: 2, partSize: GIB },
  { key: 'elsewhere/not-looked-at.bin', ageMs: 90 * DAY_MS, parts: 3, partSize: 5 * MIB },
]

/** Finished, and so not to be touched: also where an unfinished upload has the same key. */
const OBJECTS = ['backups/db-monday.dump', 'backups/db-nightly.dump', 'videos/trailer.mp4']

/** An S3 server of this process, with a bucket in which something is to be done. */
export async function startMakeBelieve() {
  const server = await startS3Server()
  server.createBucket(BUCKET)
  for (const key of OBJECTS) server.putObject(BUCKET, key)
  for (const upload of UPLOADS) create(server, upload, Date.now())
  const { endpoint, region, accessKeyId, secretAccessKey } = server
  return {
    inputs: {
      bucket: BUCKET,
      prefix: 'backups/\nvideos/',
      exclude: '**/*.keep',
      endpoint,
      region,
      'access-key-id': accessKeyId,
      'secret-access-key': secretAccessKey,
    },
    contents: (): Contents => ({
      uploads: server.uploads(BUCKET).map(({ key, uploadId }) => ({ key, uploadId })),
      objects: [...server.objects(BUCKET)],
    }),
    close: () => server.close(),
  }
}

type Server = Awaited<ReturnType<typeof startS3Server>>

function create(server: Server, upload: MakeBelieveUpload, nowMs: number): void {
  const { key, ageMs, idleMs = ageMs, parts = 0, partSize = 0, storageClass = 'STANDARD' } = upload
  server.createUpload(BUCKET, key, {
    initiated: new Date(nowMs - ageMs),
    storageClass,
    // The newest is the last; the others came evenly before it.
    parts: Array.from({ length: parts }, (_, at) => ({
      size: partSize,
      lastModified: new Date(nowMs - idleMs - ((ageMs - idleMs) * (parts - 1 - at)) / parts),
    })),
  })
}
