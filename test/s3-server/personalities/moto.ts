import { noSuchUpload } from '../s3-error.ts'
import { AT_THE_FIRST, anyRegion, aws, NO_MARKERS } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Personality } from './personality.ts'
import { PLAIN_KEYS } from './plain-keys.ts'

export const moto: Personality = {
  ...aws,
  name: 'moto',
  server: 'moto',
  facts: [
    read('`Initiated` is 2010-11-10 for every upload.'),
    read('Everything in one page, whatever the markers and `max-uploads`.'),
    read('An abort looks at the id only, not at the key.'),
    read('`encoding-type` is ignored.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    limit: () => Number.MAX_SAFE_INTEGER,
    start: () => AT_THE_FIRST,
    nextMarkers: () => NO_MARKERS,
    encoding: PLAIN_KEYS,
    initiated: () => '2010-11-10T20:48:33.000Z',
  },
  abort: { status: 204, unknownId: noSuchUpload, endedId: noSuchUpload, wrongKey: 'abort' },
}
