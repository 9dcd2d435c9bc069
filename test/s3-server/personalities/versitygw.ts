import type { Bucket } from '../bucket.ts'
import { invalidArgument } from '../s3-error.ts'
import type { Upload } from '../upload.ts'
import type { UploadsQuery } from '../uploads-page.ts'
import { afterMarkers, aws, lastIfTruncated } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Personality, Start } from './personality.ts'
import { PLAIN_KEYS } from './plain-keys.ts'

/** As of 2026. Earlier releases take both markers, and answer nothing more when the upload that they name has ended. */
export const versitygw: Personality = {
  ...aws,
  name: 'versitygw',
  server: 'Versity S3 Gateway',
  facts: [
    read(
      'The upload-id marker must name an upload of the first key **behind** the key marker. Its own two next markers never do: together they are a 400 `InvalidArgument`.',
    ),
    read('A key marker alone skips the rest of the uploads of that key.'),
    read('`Initiated` is when the last part arrived: it moves with each part.'),
    read('`encoding-type` is ignored.'),
    assumed('A wrong region is refused, and the right one named. It ignores who should own the bucket.'),
  ],
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    start,
    nextMarkers: lastIfTruncated,
    encoding: PLAIN_KEYS,
    initiated: (upload) => new Date(lastTouchedMs(upload)).toISOString(),
  },
}

function start({ uploadIdMarker, ...query }: UploadsQuery, bucket: Bucket): Start {
  const behindKey = afterMarkers({ ...query, uploadIdMarker: '' }, bucket)
  if (query.keyMarker === '' || uploadIdMarker === '') return behindKey
  const named = firstGroup(bucket, behindKey, query.prefix).find(
    ({ uploadId }) => uploadId === uploadIdMarker,
  )
  if (named === undefined) throw invalidArgument('Invalid uploadId marker', 'upload-id-marker')
  return { position: named, behind: true }
}

/** All uploads of the first key from there on. */
function firstGroup(bucket: Bucket, { position, behind }: Start, prefix: string): Upload[] {
  const group: Upload[] = []
  for (const upload of bucket.index.from(position, behind)) {
    if (!upload.key.startsWith(prefix)) continue
    if (upload.key !== (group[0] ?? upload).key) break
    group.push(upload)
  }
  return group
}

/** The time of the directory that holds the parts. */
function lastTouchedMs({ initiatedMs, parts }: Upload): number {
  return Math.max(initiatedMs, ...parts.map(({ lastModifiedMs }) => lastModifiedMs))
}
