import { byteOrder } from '../rank.ts'
import type { ErrorAnswer } from '../s3-error.ts'
import type { Page } from '../uploads-page.ts'
import { encodePath } from '../uri.ts'
import { AT_THE_FIRST, aws, behindRank, lastOf } from './aws.ts'
import { assumed, seen } from './fact.ts'
import type { Markers, Personality } from './personality.ts'

/** What Swift says to `DELETE /bucket/?uploadId=...`. */
const invalidRequest: ErrorAnswer = { status: 400, code: 'InvalidRequest', message: 'Invalid Request.' }
const noSuchUpload: ErrorAnswer = { status: 404, code: 'NoSuchUpload', message: 'The upload does not exist.' }

/** Release 2.30 with s3api, which `test/servers/` runs. */
export const swift: Personality = {
  ...aws,
  name: 'swift',
  server: 'OpenStack Swift 2.30',
  facts: [
    seen(
      'An upload is an object `key/uploadId`: that is their order, and that is what a prefix is compared with.',
    ),
    seen('A full page is truncated, even when nothing follows: then one empty page comes.'),
    seen('The next markers of a page with a single upload are empty.'),
    seen(
      'One key with a control character: the whole plain listing is a 500, and so is ListParts. With `encoding-type=url` it works, unless the key is the last of its page, since markers are not encoded.',
    ),
    seen('`Initiated` is rounded up to a whole second.'),
    seen('A wrong region is refused, and the right one named.'),
    seen('`DELETE` with an empty upload id is a 404, with an empty key a 400.'),
    assumed('It ignores who should own the bucket.'),
  ],
  strictXml: true,
  expectedOwner: 'ignored',
  emptyUploadId: noSuchUpload,
  emptyKey: invalidRequest,
  listing: {
    ...aws.listing,
    rank: (key, uploadId) => byteOrder(`${key}/${uploadId}`),
    accepts: ({ rank }, { prefix }) => rank.startsWith(byteOrder(prefix)),
    start: ({ keyMarker, uploadIdMarker }, bucket) =>
      keyMarker === '' ? AT_THE_FIRST : behindRank(bucket.rank(keyMarker, uploadIdMarker || '~')),
    isTruncated: ({ items, limit }) => items.length === limit,
    nextMarkers: lastUnlessAlone,
    encoding: { key: encodePath, marker: (text) => text, echoed: true },
    initiated: ({ initiatedMs }) => new Date(Math.ceil(initiatedMs / 1_000) * 1_000).toISOString(),
  },
}

function lastUnlessAlone(page: Page): Markers {
  return page.items.length > 1 ? lastOf(page) : { key: '', uploadId: '' }
}
