import { Bucket, type BucketProperties, type Ranking } from './bucket.ts'
import { noSuchBucket } from './s3-error.ts'

/** All buckets of one server. */
export class Store {
  readonly #buckets = new Map<string, Bucket>()
  readonly #ranking: Ranking

  constructor(ranking: Ranking) {
    this.#ranking = ranking
  }

  create(properties: BucketProperties): void {
    this.#buckets.set(properties.name, new Bucket(properties, this.#ranking))
  }

  delete(name: string): void {
    this.#buckets.delete(name)
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name)
  }

  /** @throws {S3Error} NoSuchBucket */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name)
    if (bucket === undefined) throw noSuchBucket(name)
    return bucket
  }

  /** By name. */
  names(): string[] {
    return [...this.#buckets.keys()].sort()
  }
}
