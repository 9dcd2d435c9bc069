/** How we know what we say about a server. */
export type Certainty =
  /** Observed on the running server. */
  | 'seen'
  /** Read in its source. */
  | 'read'
  /** Its documentation or issue tracker says so. */
  | 'documented'
  /** Nobody looked; it is what is likely. */
  | 'assumed'

/** A behaviour of a server that matters here, in Markdown. */
export interface Fact {
  readonly certainty: Certainty
  readonly text: string
}

export const seen = (text: string): Fact => ({ certainty: 'seen', text })
export const read = (text: string): Fact => ({ certainty: 'read', text })
export const documented = (text: string): Fact => ({ certainty: 'documented', text })
export const assumed = (text: string): Fact => ({ certainty: 'assumed', text })
