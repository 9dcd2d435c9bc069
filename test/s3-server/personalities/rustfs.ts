import { invalidArgument } from '../s3-error.ts'
import { anyRegion, aws, lastIfTruncated } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Personality } from './personality.ts'
import { PLAIN_KEYS } from './plain-keys.ts'

export const rustfs: Personality = {
  ...aws,
  name: 'rustfs',
  server: 'RustFS, since 2026-07',
  facts: [
    read('`encoding-type` is ignored.'),
    read('`max-uploads` outside 1 to 1,000 is a 400.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: { ...aws.listing, limit: limitOf, nextMarkers: lastIfTruncated, encoding: PLAIN_KEYS },
}

function limitOf(asked: number | undefined, pageSize: number): number {
  if (asked === undefined) return pageSize
  if (asked >= 1 && asked <= 1_000) return Math.min(asked, pageSize)
  throw invalidArgument('max-uploads must be between 1 and 1000', 'max-uploads')
}
