import type { Upload } from './upload.ts'

/** Uploads by id and key. Ids are unique on most servers; a test may still give one id to two keys. */
export class UploadIds {
  /** The list only where an id has several keys: a million lists of one would cost more than the uploads. */
  readonly #byId = new Map<string, Upload | readonly Upload[]>()

  add(upload: Upload): void {
    const there = this.#byId.get(upload.uploadId)
    this.#byId.set(upload.uploadId, there === undefined ? upload : [...asList(there), upload])
  }

  delete(upload: Upload): void {
    const left = this.withId(upload.uploadId).filter((other) => other !== upload)
    if (left.length === 0) this.#byId.delete(upload.uploadId)
    else this.#byId.set(upload.uploadId, left)
  }

  find(key: string, uploadId: string): Upload | undefined {
    return this.withId(uploadId).find((upload) => upload.key === key)
  }

  /** All that have the id, whatever their key. */
  withId(uploadId: string): readonly Upload[] {
    const there = this.#byId.get(uploadId)
    return there === undefined ? [] : asList(there)
  }
}

function asList(entry: Upload | readonly Upload[]): readonly Upload[] {
  return 'key' in entry ? [entry] : entry
}
