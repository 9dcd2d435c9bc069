import { hash } from 'node:crypto'
import type { ErrorAnswer } from '../s3-error.ts'
import type { Page } from '../uploads-page.ts'
import { AT_THE_FIRST, aws, behindRank, NO_MARKERS } from './aws.ts'
import { assumed, documented } from './fact.ts'
import type { Markers, Personality } from './personality.ts'

const prefixWithoutSlash: ErrorAnswer = {
  status: 400,
  code: 'InvalidRequest',
  message: 'For directory buckets, only prefixes that end in a delimiter (/) are supported.',
}

/** S3 Express One Zone. Its sessions and its host names are left out: requests come as to any other bucket. */
export const awsDirectoryBucket: Personality = {
  ...aws,
  name: 'aws-directory-bucket',
  server: 'AWS S3, directory buckets (Express One Zone)',
  facts: [
    documented('Uploads come in no order of keys.'),
    documented('The key marker is opaque, and there is no upload-id marker.'),
    documented('A prefix must end in `/`.'),
    assumed('Any other prefix is a 400.'),
  ],
  listing: {
    ...aws.listing,
    rank: (key, uploadId) => hash('sha1', `${key}\0${uploadId}`, 'hex'),
    rankedByKey: false,
    start: ({ keyMarker }) => (keyMarker === '' ? AT_THE_FIRST : behindRank(keyMarker)),
    refusal: ({ prefix }) => (prefix === '' || prefix.endsWith('/') ? undefined : prefixWithoutSlash),
    nextMarkers: opaqueMarker,
  },
}

/** The rank of the last upload says where to go on, and nothing of its key. */
function opaqueMarker({ items, following }: Page): Markers {
  const last = items.at(-1)
  if (following === undefined || last?.kind !== 'upload') return NO_MARKERS
  return { key: last.upload.rank, uploadId: undefined }
}
