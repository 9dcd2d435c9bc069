import {
  type Operation,
  type PersonalityName,
  personalities,
  type S3Server,
  startS3Server,
} from '../../s3-server/index.ts'

/** What the right thing to do about an upload is. */
export type Fate =
  /** Old and silent: it is to go. */
  | 'stale'
  /** Named by its id: it is to go, young as it is. */
  | 'asked for'
  /** Old and silent, but somebody else ends it while the run goes on. */
  | 'ended by others'
  | 'young'
  /** Old, and a part came in a minute ago. */
  | 'active'
  | 'excluded'
  /** Stale, but under none of the prefixes. */
  | 'elsewhere'

export interface SeededUpload {
  readonly key: string
  readonly uploadId: string
  fate: Fate
}

const DAY_MS = 86_400_000
const PART_SIZE = 1_000

/** A store with one bucket in it, and with an object for each key of an upload: a wrong request has something to delete. */
export class World {
  readonly server: S3Server
  readonly bucket: string
  readonly uploads: SeededUpload[] = []
  /** What the step is given, beyond where the store is. */
  readonly inputs: Record<string, string> = {}
  readonly #startedMs = Date.now()
  #added = 0

  private constructor(server: S3Server, bucket: string) {
    this.server = server
    this.bucket = bucket
    server.createBucket(bucket)
    server.putObject(bucket, 'an object', 'finished')
  }

  static async create(personality: PersonalityName, pageSize: number): Promise<World> {
    const server = await startS3Server({ personality: personalities[personality], pageSize })
    return new World(
      server,
      personality === 'aws-directory-bucket' ? 'my-bucket--use1-az4--x-s3' : 'my-bucket',
    )
  }

  add(fate: Fate, ...keys: readonly string[]): SeededUpload[] {
    const isYoung = fate === 'young' || fate === 'asked for'
    const added = keys.map((key): SeededUpload => {
      // One after the other, as uploads begin: their order does not hang on chance.
      const initiated = new Date(this.#startedMs - (isYoung ? 1 : 30) * DAY_MS + this.#added++ * 1_000)
      const last = fate === 'active' ? new Date(this.#startedMs - 60_000) : initiated
      const parts = [initiated, last].map((lastModified) => ({ size: PART_SIZE, lastModified }))
      this.server.putObject(this.bucket, key, 'finished')
      return { key, fate, uploadId: this.server.createUpload(this.bucket, key, { initiated, parts }) }
    })
    this.uploads.push(...added)
    return added
  }

  /** Right before the first request of that kind for the upload, somebody else ends it. */
  addEndedBefore(operation: Operation, key: string): void {
    const [upload] = this.add('stale', key)
    this.server.fault({
      when: (target) => target.operation === operation && target.uploadId === upload?.uploadId,
      times: 1,
      do: { meanwhile: () => this.#endByOthers(upload) },
    })
  }

  /** Right before the second page, somebody else ends the upload that the markers name. */
  endMarkedUpload(): void {
    this.server.fault({
      when: ({ operation, nth }) => operation === 'ListMultipartUploads' && nth === 2,
      times: 1,
      do: {
        meanwhile: ({ query }) =>
          this.#endByOthers(this.uploads.find(({ uploadId }) => uploadId === query.get('upload-id-marker'))),
      },
    })
  }

  withFate(...fates: readonly Fate[]): SeededUpload[] {
    return this.uploads.filter(({ fate }) => fates.includes(fate))
  }

  idsLeft(): string[] {
    return this.server
      .uploads(this.bucket)
      .map(({ uploadId }) => uploadId)
      .sort()
  }

  #endByOthers(upload: SeededUpload | undefined): void {
    if (upload === undefined) return
    upload.fate = 'ended by others'
    this.server.endUpload(this.bucket, upload.uploadId)
  }
}
