import type { World } from './world.ts'

/** Something that happens to a run, whatever the store. */
export interface Scenario {
  /** As the documentation says it. */
  readonly title: string
  readonly pageSize: number
  readonly seed: (world: World) => void
}

/** More than any scenario seeds. */
const ONE_PAGE = 100
const EXCLUDE = '**/*.keep'

/** Of each kind some, so that a page ends among each of them. */
function seedOfEachKind(world: World): void {
  world.inputs.exclude = EXCLUDE
  world.add('stale', 'a/1', 'a/2', 'b', 'c/1', 'c/2', 'z')
  world.add('young', 'a/3', 'm')
  world.add('active', 'b/1', 'n')
  world.add('excluded', 'c/0.keep')
}

/** Names that something on the way may resolve, trim, decode or choke on. The last one in any order is tame. */
const HOSTILE_KEYS = [
  ' ',
  '%2F',
  '+',
  '..',
  '../x',
  '/lead',
  '<&>"\'',
  'a b+c',
  'a//b',
  'carriage\rreturn',
  'control\u0001character',
  'e\u0301',
  'new\nline',
  'x%20y',
  '\u{1f9f9}',
  '\u{1f9f9} last',
]

export const scenarios = {
  pages: {
    title: 'uploads of each kind over three pages',
    pageSize: 4,
    seed: seedOfEachKind,
  },
  siblings: {
    title: 'one key with stale and live uploads, over several pages',
    pageSize: 2,
    seed: (world) => {
      world.add('stale', 'a', 'key', 'key', 'key')
      world.add('active', 'key')
      world.add('stale', 'key')
      world.add('young', 'key', 'key')
      world.add('stale', 'z')
    },
  },
  prefix: {
    title: 'two prefixes, one of them without a slash',
    pageSize: ONE_PAGE,
    seed: (world) => {
      world.inputs.prefix = 'logs/\ntmp'
      world.add('stale', 'logs/', 'logs/a', 'logs/b/c', 'tmp', 'tmp-1', 'tmp/2')
      world.add('young', 'logs/d')
      world.add('elsewhere', 'logs', 'logs-old/a', 'other/logs/a', 'Tmp')
    },
  },
  empty: {
    title: 'a bucket without uploads',
    pageSize: ONE_PAGE,
    seed: () => {},
  },
  exact: {
    title: 'exactly two full pages',
    pageSize: 4,
    seed: (world) => {
      world.add('stale', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
    },
  },
  hostile: {
    title: 'keys with control characters, blanks, `+`, `%2F`, `..`, `a//b`, emoji',
    pageSize: ONE_PAGE,
    seed: (world) => {
      world.add('stale', ...HOSTILE_KEYS)
      world.add('young', 'x/../y', 'a+b')
    },
  },
  endedBeforeLook: {
    title: 'somebody else ends an upload before its parts are looked at',
    pageSize: ONE_PAGE,
    seed: (world) => {
      world.add('stale', 'a')
      world.addEndedBefore('ListParts', 'b')
    },
  },
  endedBeforeAbort: {
    title: 'somebody else ends an upload right before its abort',
    pageSize: ONE_PAGE,
    seed: (world) => {
      world.add('stale', 'a')
      world.addEndedBefore('AbortMultipartUpload', 'b')
    },
  },
  markerEnded: {
    title: 'somebody else ends the upload that the markers name, between two pages',
    pageSize: 4,
    seed: (world) => {
      world.add('stale', 'a', 'b', 'c', 'd', 'e', 'f')
      world.endMarkedUpload()
    },
  },
  dryRun: {
    title: 'a dry run over three pages',
    pageSize: 4,
    seed: (world) => {
      world.inputs['dry-run'] = 'true'
      seedOfEachKind(world)
    },
  },
  uploadId: {
    title: 'one young upload, named by its id alone, on one of three pages',
    pageSize: 4,
    seed: (world) => {
      world.add('stale', 'a', 'b', 'key', 'n', 'o')
      const [wanted] = world.add('asked for', 'key')
      world.add('young', 'c', 'key', 'x')
      world.inputs['upload-id'] = wanted?.uploadId ?? ''
    },
  },
  wrongRegion: {
    title: 'signed for a region that is not the store’s',
    pageSize: ONE_PAGE,
    seed: (world) => {
      world.inputs.region = 'xx-elsewhere-1'
      world.add('stale', 'a')
      world.add('young', 'b')
    },
  },
  bucketOwner: {
    title: '`expected-bucket-owner` is the owner',
    pageSize: ONE_PAGE,
    seed: (world) => {
      world.inputs['expected-bucket-owner'] = '111122223333'
      world.add('stale', 'a')
      world.add('young', 'b')
    },
  },
} satisfies Readonly<Record<string, Scenario>>

export type ScenarioName = keyof typeof scenarios

export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name)
}

export const scenarioNames: readonly ScenarioName[] = Object.keys(scenarios).filter(isScenarioName)
