import type { ServerName } from './fixture.ts'

const longest = 'l'.repeat(1_024)
const control = 'control\u0001character'

/** Names that something on the way may resolve, trim, decode or choke on. */
export const hostileKeys = [
  '.',
  '..',
  '../x',
  'x/../y',
  '/',
  '/lead',
  'a//b',
  'trail/',
  ' sp ',
  '%',
  '%2F',
  '+',
  'a+b c',
  'a?b#c',
  '<&>"\'',
  '\\',
  '*',
  '::error::x',
  'x ##[error]y',
  'new\nline',
  'carriage\rreturn',
  '\r\n',
  control,
  'é',
  // The same to the eye.
  'e\u0301',
  '🧹',
  '\uffff',
  longest,
  'é'.repeat(480),
  'include',
  'null',
]

interface Refusals {
  /** The name of the error when an upload is created with that key. */
  readonly upload: Readonly<Record<string, string>>
  /** Those that no listing shows, as they do not exist. */
  readonly unlisted: readonly string[]
}

/** What a server does not take, written down so that a key never leaves the test unnoticed. */
export const refusedBy: Readonly<Record<ServerName, Refusals>> = {
  Ceph: { upload: {}, unlisted: [] },
  Swift: {
    upload: {
      // It keeps an upload as an object `key/id`, and says no to a name of more than 1,024 bytes: the longest key is one of 973.
      [longest]: 'InternalError',
      // It does create the upload, and only then finds that its XML cannot name the key: three times, since the SDK tries again.
      [control]: 'InternalError',
      '\uffff': 'InternalError',
    },
    unlisted: [longest],
  },
}
