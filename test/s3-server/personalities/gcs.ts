import { anyRegion, aws } from './aws.ts'
import { assumed, documented } from './fact.ts'
import type { Personality } from './personality.ts'

export const gcs: Personality = {
  ...aws,
  name: 'gcs',
  server: 'Google Cloud Storage, XML API',
  facts: [
    documented('Both markers, in the order of keys. The region is `auto`.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  region: 'auto',
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
}
