export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What a test needs to know of a server. Plain data, since it travels from vitest's process to its workers. */
export interface ServerAddress extends Credentials {
  readonly name: string
  readonly version: string
  readonly endpoint: string
  readonly region: string
  /** Somebody who can sign in, but may do nothing with the buckets of the first. */
  readonly other?: Credentials
}

export interface RealServer extends ServerAddress {
  stop(): Promise<void>
}
