import { randomBytes } from 'node:crypto'
import { SortedIndex } from './sorted-index.ts'
import type { StoredObject } from './stored-object.ts'
import type { Upload } from './upload.ts'
import { UploadIds } from './upload-ids.ts'

export interface BucketProperties {
  readonly name: string
  readonly owner: string
  readonly region: string
  readonly createdMs: number
}

/** What ranks an upload among the others of its bucket. */
export type Ranking = (key: string, uploadId: string) => string

/** One bucket: its finished objects and its uploads in progress. */
export class Bucket {
  readonly properties: BucketProperties
  readonly objects = new Map<string, StoredObject>()
  readonly #ranking: Ranking
  readonly #index = new SortedIndex<Upload>()
  readonly #ids = new UploadIds()
  /** When the uploads began that are no more: a marker may still name one of them. */
  readonly #ended = new Map<string, number>()
  #hadUploads = false

  constructor(properties: BucketProperties, ranking: Ranking) {
    this.properties = properties
    this.#ranking = ranking
  }

  get index(): SortedIndex<Upload> {
    return this.#index
  }

  /** Whether there ever was an upload in it. */
  get hadUploads(): boolean {
    return this.#hadUploads
  }

  add(upload: Omit<Upload, 'rank'>): Upload {
    const stored = { ...upload, rank: this.rank(upload.key, upload.uploadId) }
    this.#index.add(stored)
    this.#ids.add(stored)
    this.#hadUploads = true
    return stored
  }

  end(upload: Upload): void {
    this.#index.delete(upload)
    this.#ids.delete(upload)
    this.#ended.set(upload.uploadId, upload.initiatedMs)
  }

  find(key: string, uploadId: string): Upload | undefined {
    return this.#ids.find(key, uploadId)
  }

  withId(uploadId: string): readonly Upload[] {
    return this.#ids.withId(uploadId)
  }

  rank(key: string, uploadId: string): string {
    return this.#ranking(key, uploadId)
  }

  /** Whether there was an upload of that id, which has ended since. */
  hasEnded(uploadId: string): boolean {
    return this.#ended.has(uploadId)
  }

  /** When the upload began, also if it has ended since. */
  initiatedMs(key: string, uploadId: string): number | undefined {
    return this.find(key, uploadId)?.initiatedMs ?? this.#ended.get(uploadId)
  }
}

const ID_BYTES = 48
let entropy = Buffer.alloc(0)
let used = 0

/** Like an id of AWS: long and opaque. The random bytes are fetched for many at once, for seeding's sake. */
export function newUploadId(): string {
  if (used + ID_BYTES > entropy.length) {
    entropy = randomBytes(ID_BYTES * 1024)
    used = 0
  }
  used += ID_BYTES
  return entropy.toString('base64url', used - ID_BYTES, used)
}
