import type { Bucket } from '../bucket.ts'
import { noSuchUpload } from '../s3-error.ts'
import type { Page, UploadsQuery } from '../uploads-page.ts'
import { AT_THE_FIRST, anyRegion, aws, behindRank, NO_MARKERS } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Markers, Personality, Start } from './personality.ts'
import { PLAIN_KEYS } from './plain-keys.ts'

const BEHIND_EVERYTHING: Start = behindRank('\uffff')

export const gofakes3: Personality = {
  ...aws,
  name: 'gofakes3',
  server: 'gofakes3, which `rclone serve s3` is built on',
  facts: [
    read('The next markers name the first upload of the next page, not the last of this one.'),
    read('When the upload that the markers name has ended, the next page is empty, and the last.'),
    read('Listing a bucket that never had an upload is a 404 `NoSuchUpload`.'),
    read('`encoding-type` is ignored.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: {
    ...aws.listing,
    start,
    refusal: (_query, bucket) => (bucket.hadUploads ? undefined : noSuchUpload),
    nextMarkers,
    encoding: PLAIN_KEYS,
  },
}

function start({ keyMarker, uploadIdMarker }: UploadsQuery, bucket: Bucket): Start {
  if (keyMarker === '') return AT_THE_FIRST
  const rank = bucket.rank(keyMarker, uploadIdMarker)
  if (uploadIdMarker === '')
    return { position: { rank, initiatedMs: Number.NEGATIVE_INFINITY, uploadId: '' }, behind: false }
  const named = bucket.find(keyMarker, uploadIdMarker)
  return named === undefined ? BEHIND_EVERYTHING : { position: named, behind: false }
}

function nextMarkers({ following }: Page): Markers {
  return following === undefined ? NO_MARKERS : { key: following.key, uploadId: following.uploadId }
}
