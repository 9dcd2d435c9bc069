/** One multipart upload in progress, as a listing names it. Bucket, key and id are needed, all three, to abort it. */
export interface Upload {
  readonly bucket: string
  /** The exact key; untrusted text. */
  readonly key: string
  readonly uploadId: string
  /** When it was started, in ms since 1970; undefined where the server gave no date that can be read. */
  readonly initiatedMs: number | undefined
  readonly storageClass: string | undefined
  /** The key came in what the server said to be URL encoding. Not every server that says so does it. */
  readonly isKeyDecoded?: boolean
}

/** What a look at the parts of an upload showed. */
export type Look =
  | { readonly kind: 'parts'; readonly parts: Parts }
  /** The server knows no such upload any more: it was completed or aborted in the meantime. */
  | { readonly kind: 'gone' }
  /** The parts could not be seen; `problem` says why, and what to do about it. */
  | { readonly kind: 'blind'; readonly problem: string }
  /** Nobody looked: the policy does not ask for it. */
  | { readonly kind: 'not-looked' }

/** The parts of one upload, added up. */
export interface Parts {
  readonly count: number
  readonly bytes: number
  /** When the newest part arrived, in ms since 1970; undefined when there is no part. */
  readonly lastPartMs: number | undefined
  /** When this was asked, in ms since 1970 by the local clock. */
  readonly lookedAtMs: number
  /** The earlier of the local clock and the server's at that time. */
  readonly asOfMs: number
}

/** What became of a stale upload. */
export type Outcome =
  | { readonly kind: 'planned' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'already-gone' }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'deferred'; readonly reason: 'max-aborts' | 'cancelled' }
  /** Not stale after all: a second look, right before the abort, saw a new part, or nothing. */
  | { readonly kind: 'spared'; readonly verdict: 'active' | 'unknown-activity' }

/** An upload that was judged stale, with what became of it so far. */
export interface StaleUpload extends Upload {
  look: Look
  outcome: Outcome
}
