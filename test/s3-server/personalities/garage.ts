import type { Bucket } from '../bucket.ts'
import { noSuchUpload } from '../s3-error.ts'
import type { Page, UploadsQuery } from '../uploads-page.ts'
import { encodePath } from '../uri.ts'
import { afterMarkers, aws, lastOf, NO_MARKERS } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Markers, Personality, Start } from './personality.ts'

/** As an upload-id marker it says that the page begins with the first upload of the key, and not behind it. */
const INCLUDE = 'include'

export const garage: Personality = {
  ...aws,
  name: 'garage',
  server: 'Garage',
  facts: [
    read('Between two keys the next markers are the key that comes and the word `include`.'),
    read('Keys are encoded with `%20` for a space.'),
    read('An abort answers 200.'),
    read('Only its own region is served, `garage` unless set; a refusal names it.'),
    assumed('It ignores who should own the bucket.'),
  ],
  region: 'garage',
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    start,
    nextMarkers,
    encoding: { key: encodePath, marker: encodePath, echoed: true },
  },
  abort: { status: 200, unknownId: noSuchUpload, endedId: noSuchUpload, wrongKey: noSuchUpload },
}

function start(query: UploadsQuery, bucket: Bucket): Start {
  if (query.uploadIdMarker !== INCLUDE) return afterMarkers(query, bucket)
  const rank = bucket.rank(query.keyMarker, '')
  return { position: { rank, initiatedMs: Number.NEGATIVE_INFINITY, uploadId: '' }, behind: false }
}

function nextMarkers(page: Page): Markers {
  const last = lastOf(page)
  if (page.following === undefined) return NO_MARKERS
  return page.following.key === last.key ? last : { key: page.following.key, uploadId: INCLUDE }
}
