import { aws } from './aws.ts'
import { assumed, documented } from './fact.ts'
import type { Personality } from './personality.ts'

export const r2: Personality = {
  ...aws,
  name: 'r2',
  server: 'Cloudflare R2',
  facts: [
    documented('The region is `auto`, for which `us-east-1` also stands.'),
    assumed('Any other region is a 400 that does not name the right one.'),
    documented('`x-amz-expected-bucket-owner` is not implemented.'),
    assumed('A request with it is a 501; it might be ignored.'),
    documented('Removes uploads by itself after 7 days, unless a rule says otherwise.'),
  ],
  region: 'auto',
  acceptsRegion: (signedFor, region) => signedFor === region || signedFor === 'us-east-1',
  wrongRegion: {
    status: 400,
    code: 'InvalidRegionName',
    message: 'The region name is not valid. Must be one of: wnam, enam, weur, eeur, apac, auto',
  },
  expectedOwner: {
    status: 501,
    code: 'NotImplemented',
    message: "Header 'x-amz-expected-bucket-owner' not implemented",
  },
}
