import { byteOrder } from '../rank.ts'
import { noSuchKey } from '../s3-error.ts'
import { encodePath } from '../uri.ts'
import { AT_THE_FIRST, anyRegion, aws, behindRank, lastOf, NO_MARKERS } from './aws.ts'
import { seen } from './fact.ts'
import type { Personality } from './personality.ts'

/** Release 16.2, which `test/servers/` runs. */
export const ceph: Personality = {
  ...aws,
  name: 'ceph',
  server: 'Ceph RGW 16.2',
  facts: [
    seen('Uploads are in the order of `key.uploadId`, so `a-b` comes before `a`.'),
    seen(
      'A key marker alone leads back to the uploads of that very key: whoever sends it may get the same page for ever.',
    ),
    seen('The next markers are set on the last page, too.'),
    seen('With `encoding-type=url` keys are encoded, markers are not, and `EncodingType` is not echoed.'),
    seen('ListParts of an upload that is gone says `NoSuchKey`. Errors have no message.'),
    seen('Requests for any region are served.'),
    seen('`DELETE` with an empty upload id deletes the object; with an empty key, the bucket.'),
  ],
  acceptsRegion: anyRegion,
  errorMessages: false,
  expectedOwner: 'ignored',
  emptyUploadId: undefined,
  emptyKey: undefined,
  listing: {
    ...aws.listing,
    rank: (key, uploadId) => byteOrder(`${key}.${uploadId}`),
    start: ({ keyMarker, uploadIdMarker }, bucket) =>
      keyMarker === '' ? AT_THE_FIRST : behindRank(bucket.rank(keyMarker, uploadIdMarker)),
    nextMarkers: (page) => (page.items.length === 0 ? NO_MARKERS : lastOf(page)),
    encoding: { key: encodePath, marker: (text) => text, echoed: false },
  },
  missingParts: noSuchKey,
}
