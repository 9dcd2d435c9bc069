import { afterMarkers, anyRegion, aws, lastIfTruncated } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Personality } from './personality.ts'

export const s3mock: Personality = {
  ...aws,
  name: 's3mock',
  server: 'Adobe S3Mock',
  facts: [
    read(
      'The upload-id marker is ignored: where a page ends among uploads of one key, the next page leaves out the rest of them.',
    ),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    start: (query, bucket) => afterMarkers({ ...query, uploadIdMarker: '' }, bucket),
    nextMarkers: lastIfTruncated,
    hidesSiblings: true,
  },
}
