import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { describe, inject } from 'vitest'

import type { ServerAddress } from './server.ts'

/** The servers that the suite knows; those that could not be had are shown as skipped. */
const names = ['Ceph', 'Swift'] as const
export type ServerName = (typeof names)[number]

/**
 * Uploads of a test are seconds old. `stale` is the limit to give as `max-age`, and `old` uploads are past it by enough
 * for a server that rounds times to whole seconds, up (Swift's `Initiated`) or down (`Date`).
 */
export const staleAge = '8s'
const ripeningMs = 11_000

export function onEachServer(scenarios: (server: ServerAddress, name: ServerName) => void): void {
  const servers = inject('servers')
  for (const name of names) {
    const server = servers.find((candidate) => candidate.name === name)
    if (server === undefined) describe.skip(name, () => undefined)
    else describe.concurrent(`${name} ${server.version}`, () => scenarios(server, name))
  }
}

export interface Upload {
  readonly key: string
  readonly uploadId: string
}

/** All that a sweep could change in a bucket, in an order and a form that can be compared. */
export interface Snapshot {
  /** Key and ETag of each object. */
  readonly objects: string[]
  readonly uploads: Upload[]
}

export class Bucket {
  readonly name = `bucket-${randomUUID()}`
  readonly server: ServerAddress
  readonly #client: S3Client

  private constructor(server: ServerAddress) {
    this.server = server
    this.#client = new S3Client({
      endpoint: server.endpoint,
      region: server.region,
      credentials: server,
      forcePathStyle: true,
    })
  }

  static async create(server: ServerAddress): Promise<Bucket> {
    const bucket = new Bucket(server)
    await bucket.#client.send(new CreateBucketCommand({ Bucket: bucket.name }))
    return bucket
  }

  async object(key: string): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.name, Key: key, Body: `object ${key}` }))
  }

  /** An upload with so many small parts: their size only matters to those who complete it. */
  async upload(key: string, parts = 1): Promise<Upload> {
    const { UploadId: uploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({ Bucket: this.name, Key: key }),
    )
    if (!uploadId) throw new Error(`no upload id for ${JSON.stringify(key)}`)
    const upload = { key, uploadId }
    for (let number = 1; number <= parts; number++) await this.part(upload, number)
    return upload
  }

  /** One after the other, so that they start in this order. */
  async uploads(...keys: string[]): Promise<Upload[]> {
    const uploads: Upload[] = []
    for (const key of keys) uploads.push(await this.upload(key))
    return uploads
  }

  /** Many at once and without parts, in no order. */
  async manyUploads([first = '', ...others]: readonly string[]): Promise<void> {
    // The first one alone: with it, Swift makes the place where a bucket's uploads are.
    await this.upload(first, 0)
    const rest = others.values()
    const worker = async (): Promise<void> => {
      for (const key of rest) await this.upload(key, 0)
    }
    await Promise.all(Array.from({ length: 32 }, worker))
  }

  async part(
    { key, uploadId }: Upload,
    number: number,
    body = `part ${number}`,
  ): Promise<string | undefined> {
    const { ETag } = await this.#client.send(
      new UploadPartCommand({
        Bucket: this.name,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        Body: body,
      }),
    )
    return ETag
  }

  /** A finished object that was uploaded in parts. */
  async multipartObject(key: string): Promise<void> {
    const { uploadId } = await this.upload(key, 0)
    const ETag = await this.part({ key, uploadId }, 1)
    await this.#client.send(
      new CompleteMultipartUploadCommand({
        Bucket: this.name,
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    )
  }

  async abort({ key, uploadId }: Upload): Promise<void> {
    if (!key || !uploadId) throw new Error('without a key or an upload id, this would delete something else')
    await this.#client.send(
      new AbortMultipartUploadCommand({ Bucket: this.name, Key: key, UploadId: uploadId }),
    )
  }

  /** Until every upload made so far is stale. */
  async ripen(): Promise<void> {
    await sleep(ripeningMs)
  }

  async snapshot(): Promise<Snapshot> {
    const [objects, uploads] = await Promise.all([this.#objects(), this.#uploads()])
    return { objects: objects.sort(), uploads: uploads.sort(byKeyAndId) }
  }

  async #objects(): Promise<string[]> {
    const objects: string[] = []
    let token: string | undefined
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.name, EncodingType: 'url', ContinuationToken: token }),
      )
      for (const { Key, ETag } of page.Contents ?? []) objects.push(`${decoded(Key)} ${ETag}`)
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token)
    return objects
  }

  async #uploads(): Promise<Upload[]> {
    const uploads: Upload[] = []
    let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {}
    while (markers !== undefined) {
      // Encoded, since Swift cannot list a control character in any other way.
      const page: ListMultipartUploadsCommandOutput = await this.#client.send(
        new ListMultipartUploadsCommand({ Bucket: this.name, EncodingType: 'url', ...markers }),
      )
      for (const { Key, UploadId = '' } of page.Uploads ?? [])
        uploads.push({ key: decoded(Key), uploadId: UploadId })
      markers = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
        : undefined
    }
    return uploads
  }
}

/** The SDK leaves it to its user. Both servers encode, whether they say so or not. */
const decoded = (key = ''): string => decodeURIComponent(key.replaceAll('+', ' '))

export const byKeyAndId = (a: Upload, b: Upload): number =>
  compare(a.key, b.key) || compare(a.uploadId, b.uploadId)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
