import type { PersonalityName } from '../../s3-server/index.ts'
import type { ScenarioName } from './scenario.ts'
import { scenarioNames } from './scenario.ts'

/** What is to come of a scenario. */
export type Expectation =
  /** The right thing: what is stale goes, the rest stays, and the step succeeds. */
  | { readonly kind: 'cleaned' }
  /** The same, but an upload that somebody else ended is counted in another way than as already gone. */
  | {
      readonly kind: 'cleaned, and counted otherwise'
      readonly ended: 'aborted' | 'not listed'
      readonly because: string
    }
  /** Every upload stays; a warning says why, and the step succeeds. */
  | { readonly kind: 'kept'; readonly verdict: 'unknown-age' | 'young'; readonly because: string }
  /** Nothing is touched, an error says why, and the step fails. `error` is a part of the message. */
  | { readonly kind: 'failed'; readonly error: string; readonly because: string }
  /** What is listed is dealt with rightly. These stale uploads are not listed, and nobody can know. */
  | { readonly kind: 'missed'; readonly count: number; readonly because: string }
  /** The upload that was named is not listed; a warning says that it was not found. */
  | { readonly kind: 'not found'; readonly because: string }

/** What the action does about a server's ways, and what comes of it. */
export interface Handling {
  /** In words for the documentation. */
  readonly does: readonly string[]
  /** Where anything else than `cleaned` is expected. */
  readonly except: Readonly<Partial<Record<ScenarioName, Expectation>>>
  /** What runs the server itself, too; in words for the documentation. */
  readonly runsForReal?: string
}

const CLEANED: Expectation = { kind: 'cleaned' }

function inAll(names: readonly ScenarioName[], expectation: Expectation): Handling['except'] {
  return Object.fromEntries(names.map((name) => [name, expectation]))
}

function inAllBut(names: readonly ScenarioName[], expectation: Expectation): Handling['except'] {
  return inAll(
    scenarioNames.filter((name) => !names.includes(name)),
    expectation,
  )
}

/** Without ages, only what is named by its id can go. */
const KEPT_FOR_WANT_OF_A_DATE = inAllBut(['empty', 'uploadId'], {
  kind: 'kept',
  verdict: 'unknown-age',
  because: 'no upload has a start date, so nobody can say which are stale',
})

const BY_TEST_SERVERS = '`npm run test:servers`'

const LEFT_OUT_BY_S3MOCK =
  'the server leaves out the other uploads of a key on which a page ends, and shows no sign of it'

const handlings: Readonly<Record<PersonalityName, Handling>> = {
  aws: {
    does: ['Nothing special: the action is written for it.', 'Follows a bucket to its region.'],
    except: {},
  },
  'aws-directory-bucket': {
    does: [
      'Hands the key marker back as it came.',
      'Asks for the part of a prefix up to its last `/`, and filters the rest itself.',
    ],
    except: {},
  },
  r2: {
    does: ['Signs for `auto` on the endpoints of R2, unless `region` says otherwise.'],
    except: {
      wrongRegion: {
        kind: 'failed',
        error: 'InvalidRegionName',
        because: 'the refusal does not name the right region; the message tells to check `region`',
      },
      bucketOwner: {
        kind: 'failed',
        error: 'Leave out `expected-bucket-owner`',
        because: 'R2 does not implement the header, and going on without the check would be wrong',
      },
    },
  },
  b2: { does: ['Reads dates with and without milliseconds.'], except: {} },
  gcs: {
    does: ['Signs for `auto` on its endpoint, unless `region` says otherwise.'],
    except: {},
  },
  ceph: {
    does: [
      'Sends both markers back as they came; a page that leads back to an earlier one is an error, never a loop.',
      'Takes `NoSuchKey` for an upload that is gone.',
      'Sends no `DELETE` without key and upload id.',
    ],
    except: {},
    runsForReal: BY_TEST_SERVERS,
  },
  swift: {
    does: [
      'Where the plain listing, or that of the parts, fails again and again, asks with `encoding-type=url`.',
      'Lists once more after an empty last page: elsewhere it could mean that a marker has ended.',
      'Compares keys with the prefix itself.',
    ],
    except: {},
    runsForReal: BY_TEST_SERVERS,
  },
  minio: {
    does: [
      'Where nothing is found below a prefix, lists the whole bucket, and filters itself.',
      'Sees nothing that the node has forgotten; nobody can.',
    ],
    runsForReal: 'the CI workflow',
    except: {
      endedBeforeAbort: {
        kind: 'cleaned, and counted otherwise',
        ended: 'aborted',
        because: 'an abort of what is gone is answered like any other',
      },
    },
  },
  rustfs: { does: ['Sends no `max-uploads`, and reads plain keys.'], except: {} },
  'rustfs-before-2026-07': {
    does: [
      'Where nothing is found below a prefix, lists the whole bucket, and filters itself.',
      'Keeps uploads without a date, and names them in the report.',
    ],
    except: KEPT_FOR_WANT_OF_A_DATE,
  },
  seaweedfs: {
    does: [
      'Keeps uploads without a date, and names them in the report. They can be aborted by `upload-id`.',
      'Sends only the marker back that came.',
    ],
    except: KEPT_FOR_WANT_OF_A_DATE,
  },
  garage: {
    does: [
      'Sends the markers back as they came.',
      'Takes any 2xx for an abort that was done.',
      'Signs anew for the region that a refusal names.',
    ],
    except: {},
  },
  versitygw: {
    does: [
      'Where both markers are refused, goes on with the key marker alone, and asks for the other uploads of that key by themselves.',
      'Where one key has more uploads than a page holds, the rest cannot be seen: the bucket fails, and is left alone.',
    ],
    except: {
      siblings: {
        kind: 'failed',
        error: 'That was page 2 of the listing; nothing was aborted in this bucket.',
        because: 'the key has more uploads than a page holds (1,000, in life), and nothing leads to the rest',
      },
    },
  },
  s3proxy: {
    does: ['Warns that every upload began just now, which no real bucket shows.'],
    except: inAllBut(['empty', 'uploadId'], {
      kind: 'kept',
      verdict: 'young',
      because: 'every upload is listed as started now',
    }),
  },
  gofakes3: {
    does: [
      'Takes `NoSuchUpload` for an empty listing, on the first page only.',
      'Lists once more after an empty last page, so that nothing behind an ended marker is missed.',
    ],
    except: {
      markerEnded: {
        kind: 'cleaned, and counted otherwise',
        ended: 'not listed',
        because: 'the markers name an upload that no page has shown yet',
      },
    },
  },
  localstack: {
    does: [
      'Aborts only after the last page, so that it ends no marker itself.',
      'Where somebody else did, goes on with the key marker alone, and asks for the other uploads of that key by themselves.',
    ],
    except: {},
  },
  moto: {
    does: ['Takes 2010-11-10 for no date: multipart uploads were not there yet.'],
    except: inAllBut(['empty', 'uploadId'], {
      kind: 'kept',
      verdict: 'unknown-age',
      because: 'every upload has the same made-up start date',
    }),
  },
  s3mock: {
    does: ['Nothing: the answers look right. It is a test double.'],
    except: {
      siblings: { kind: 'missed', count: 3, because: LEFT_OUT_BY_S3MOCK },
      uploadId: { kind: 'not found', because: LEFT_OUT_BY_S3MOCK },
    },
  },
  s3rver: {
    does: ['Says that this store cannot be cleaned.'],
    except: inAllBut([], {
      kind: 'failed',
      error: 'This store cannot be cleaned by this action.',
      because: 'the server cannot list uploads',
    }),
  },
}

export function handlingOf(personality: PersonalityName): Handling {
  return handlings[personality]
}

export function expectationOf(personality: PersonalityName, scenario: ScenarioName): Expectation {
  return handlings[personality].except[scenario] ?? CLEANED
}
