import { anyRegion, aws } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Personality } from './personality.ts'

export const s3proxy: Personality = {
  ...aws,
  name: 's3proxy',
  server: 'S3Proxy',
  facts: [
    read('`Initiated` is always now.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: { ...aws.listing, initiated: (_upload, nowMs) => new Date(nowMs).toISOString() },
}
