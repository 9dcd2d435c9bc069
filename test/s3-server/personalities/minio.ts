import { AT_THE_FIRST, afterMarkers, anyRegion, aws, lastIfTruncated, limitOf, NO_MARKERS } from './aws.ts'
import { assumed, documented, read } from './fact.ts'
import type { Personality } from './personality.ts'

/** Since the release of 2024-09: older ones list nothing without a prefix. */
export const minio: Personality = {
  ...aws,
  name: 'minio',
  server: 'MinIO',
  facts: [
    read('A prefix matches only an upload whose whole key it is.'),
    read(
      'Without a prefix: everything that this node remembers, in one page, whatever the markers and `max-uploads`. It forgets at a restart; before 2024-09 it listed nothing.',
    ),
    read('Aborting an unknown id, or with a wrong key, is a 204.'),
    documented('Removes uploads by itself after 24 hours. iDrive e2 and others may be built on it.'),
    assumed('Serves requests for any region, unless one is set.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    limit: (asked, pageSize, { prefix }) =>
      prefix === '' ? Number.MAX_SAFE_INTEGER : limitOf(asked, pageSize),
    accepts: ({ key }, { prefix }) => prefix === '' || key === prefix,
    start: (query, bucket) => (query.prefix === '' ? AT_THE_FIRST : afterMarkers(query, bucket)),
    nextMarkers: (page, { prefix }) => (prefix === '' ? NO_MARKERS : lastIfTruncated(page)),
  },
  abort: { status: 204, unknownId: 'done', endedId: 'done', wrongKey: 'done' },
}
