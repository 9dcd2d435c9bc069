import type { Operation } from './operation.ts'

/** Keys that the server knows, and what they may do. */
export interface Account {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** These answer 403 AccessDenied. */
  readonly denied?: readonly Operation[]
  /** Its session is over: everything answers ExpiredToken. */
  readonly expired?: boolean
}

export const DEFAULT_ACCOUNT: Account = {
  accessKeyId: 'AKIAEMBEDDED',
  secretAccessKey: 'embedded-secret',
}
