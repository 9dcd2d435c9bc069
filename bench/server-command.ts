/** What the bench may ask of the server's process; each is answered before the next is asked. */
export type ServerCommand =
  /** Replaces the bucket by one that holds `uploads` uploads, of which every `staleEvery`th is stale. */
  | {
      readonly kind: 'fill'
      readonly bucket: string
      readonly uploads: number
      readonly staleEvery: number
      readonly partsEach: number
    }
  /** How long every answer is held back from now on. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** What happened since the last reading. */
  | { readonly kind: 'read'; readonly bucket: string }

export interface ServerReading {
  readonly requests: Readonly<Record<string, number>>
  readonly cpuMs: number
  readonly uploadsLeft: number
}

export interface ServerAddress {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export type ServerMessage =
  | { readonly kind: 'listening'; readonly address: ServerAddress }
  | { readonly kind: 'done' }
  | { readonly kind: 'reading'; readonly reading: ServerReading }
