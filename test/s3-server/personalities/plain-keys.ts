import type { KeyEncoding } from './personality.ts'

/** `encoding-type=url` is as if it had not been asked for. */
export const PLAIN_KEYS: KeyEncoding = { key: (key) => key, marker: (text) => text, echoed: false }

/** The answer says that the keys are encoded, and they are not. */
export const PLAIN_KEYS_SAID_TO_BE_ENCODED: KeyEncoding = { ...PLAIN_KEYS, echoed: true }
