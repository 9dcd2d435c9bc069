import { read } from './fact.ts'
import type { Personality } from './personality.ts'
import { rustfs } from './rustfs.ts'

export const rustfsBefore202607: Personality = {
  ...rustfs,
  name: 'rustfs-before-2026-07',
  server: 'RustFS, before 2026-07',
  facts: [
    ...rustfs.facts,
    read('A prefix matches only an upload whose whole key it is.'),
    read('`Initiated` can be absent. Here it always is.'),
  ],
  listing: {
    ...rustfs.listing,
    accepts: ({ key }, { prefix }) => prefix === '' || key === prefix,
    initiated: () => undefined,
  },
}
