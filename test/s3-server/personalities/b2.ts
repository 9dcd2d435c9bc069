import { aws } from './aws.ts'
import { assumed, documented } from './fact.ts'
import type { Personality } from './personality.ts'

export const b2: Personality = {
  ...aws,
  name: 'b2',
  server: 'Backblaze B2',
  facts: [
    documented('`Initiated` has no milliseconds.'),
    assumed('A wrong region is refused, and the right one named. It ignores who should own the bucket.'),
  ],
  region: 'us-west-004',
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    initiated: ({ initiatedMs }) => new Date(initiatedMs).toISOString().replace(/\.\d+/, ''),
  },
}
