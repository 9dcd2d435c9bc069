import { notImplemented } from '../s3-error.ts'
import { anyRegion, aws } from './aws.ts'
import { assumed, seen } from './fact.ts'
import type { Personality } from './personality.ts'

export const s3rver: Personality = {
  ...aws,
  name: 's3rver',
  server: 's3rver',
  facts: [
    seen('Listing uploads is a 501, aborting one a 405.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  refuses: {
    ListMultipartUploads: notImplemented,
    ListParts: notImplemented,
    AbortMultipartUpload: {
      status: 405,
      code: 'MethodNotAllowed',
      message: 'The specified method is not allowed against this resource.',
    },
  },
}
