import type { Bucket } from '../bucket.ts'
import { invalidArgument } from '../s3-error.ts'
import type { UploadsQuery } from '../uploads-page.ts'
import { afterMarkers, anyRegion, aws } from './aws.ts'
import { assumed, read } from './fact.ts'
import type { Personality, Start } from './personality.ts'
import { PLAIN_KEYS_SAID_TO_BE_ENCODED } from './plain-keys.ts'

export const localstack: Personality = {
  ...aws,
  name: 'localstack',
  server: 'LocalStack',
  facts: [
    read('The upload that the markers name must still be there, else the next page is a 400.'),
    read('`EncodingType` is echoed, and keys are not encoded.'),
    assumed('Serves requests for any region, and ignores who should own the bucket.'),
  ],
  acceptsRegion: anyRegion,
  expectedOwner: 'ignored',
  listing: { ...aws.listing, start, encoding: PLAIN_KEYS_SAID_TO_BE_ENCODED },
}

function start(query: UploadsQuery, bucket: Bucket): Start {
  const { keyMarker, uploadIdMarker } = query
  if (keyMarker !== '' && uploadIdMarker !== '' && bucket.find(keyMarker, uploadIdMarker) === undefined)
    throw invalidArgument('Invalid uploadId marker', 'upload-id-marker')
  return afterMarkers(query, bucket)
}
