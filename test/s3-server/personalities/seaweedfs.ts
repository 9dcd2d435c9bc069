import { noSuchUpload } from '../s3-error.ts'
import type { Page } from '../uploads-page.ts'
import { AT_THE_FIRST, anyRegion, aws, behindRank, NO_MARKERS } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Markers, Personality } from './personality.ts'
import { PLAIN_KEYS_SAID_TO_BE_ENCODED } from './plain-keys.ts'

export const seaweedfs: Personality = {
  ...aws,
  name: 'seaweedfs',
  server: 'SeaweedFS',
  facts: [
    read('`Initiated` is absent.'),
    read('Uploads are in the order of their ids, up to 10,000 a page.'),
    read('A key marker leaves only the uploads of that very key. Only the upload-id marker comes back.'),
    read('A full page is truncated, even when nothing follows: then one empty page comes.'),
    read('`EncodingType` is echoed, and keys are not encoded.'),
    read('Aborting again is a 204, with a wrong key a 404.'),
    read('ListParts of an upload that is gone may be an empty list.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    rank: (_key, uploadId) => uploadId,
    rankedByKey: false,
    accepts: ({ key }, { prefix, keyMarker }) =>
      key.startsWith(prefix) && (keyMarker === '' || key === keyMarker),
    start: ({ uploadIdMarker }) => (uploadIdMarker === '' ? AT_THE_FIRST : behindRank(uploadIdMarker)),
    isTruncated: isFull,
    nextMarkers: lastIdIfFull,
    encoding: PLAIN_KEYS_SAID_TO_BE_ENCODED,
    initiated: () => undefined,
  },
  abort: { status: 204, unknownId: noSuchUpload, endedId: 'done', wrongKey: noSuchUpload },
  missingParts: 'empty-list',
}

function isFull({ items, limit }: Page): boolean {
  return items.length === limit
}

function lastIdIfFull(page: Page): Markers {
  const last = page.items.at(-1)
  if (!isFull(page) || last?.kind !== 'upload') return NO_MARKERS
  return { key: undefined, uploadId: last.upload.uploadId }
}
