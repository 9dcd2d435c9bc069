import { expect, it } from 'vitest'

import { runAction } from '../action/run.ts'
import { Bucket, onEachServer, staleAge, type Upload } from './fixture.ts'
import { hostileKeys, refusedBy } from './hostile-keys.ts'
import type { Credentials } from './server.ts'

/** The Action as users run it, against servers as they are. */
onEachServer((server, name) => {
  it('aborts the stale uploads under the prefix, and nothing else', async () => {
    const bucket = await Bucket.create(server)
    await bucket.object('stale/a')
    await bucket.multipartObject('stale/finished')
    const doomed = await bucket.uploads('stale/a', 'stale/deep/b', 'stale/both', 'stale/ünï cödé+%20')
    doomed.push(await bucket.upload('stale/two-parts', 2), await bucket.upload('stale/no-parts', 0))
    // Swift lists the first of these under the prefix too: in its eyes, the upload's id is a part of the key.
    await bucket.uploads('stale', 'staler/a', 'other/a', 'stale/kept/a')
    const [active] = await bucket.uploads('stale/active')
    await bucket.ripen()
    await bucket.uploads('stale/young', 'stale/both')
    if (active !== undefined) await bucket.part(active, 2)
    const before = await bucket.snapshot()

    const run = await sweep(bucket, { prefix: 'stale/', exclude: 'stale/kept/**' })

    expect(errorsOf(run.stdout)).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(await bucket.snapshot()).toEqual({ ...before, uploads: without(before.uploads, doomed) })
    expect(run.outputs).toMatchObject({
      listed: '10',
      stale: '6',
      aborted: '6',
      kept: '4',
      failed: '0',
      deferred: '0',
      'already-gone': '0',
      // Four uploads with one part and one with two.
      'bytes-freed': String(6 * 'part 1'.length),
    })
  })

  it('aborts more uploads than a page holds', async () => {
    const bucket = await Bucket.create(server)
    // Three of each key: the markers between the pages must tell uploads of one key apart.
    const keys = Array.from({ length: 1_100 }, (_, index) => `many/${Math.floor(index / 3)}`)
    await bucket.manyUploads(keys)
    const [bystander] = await bucket.uploads('other')
    await bucket.ripen()

    // Without a look at the parts, for which Swift would need ten seconds, and so without a size.
    const run = await sweep(bucket, { prefix: 'many/', 'min-idle': '0' })

    expect(errorsOf(run.stdout)).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ listed: '1100', stale: '1100', aborted: '1100', 'bytes-freed': '' })
    expect((await bucket.snapshot()).uploads).toEqual([bystander])
  })

  it('changes nothing in a dry run', async () => {
    const bucket = await Bucket.create(server)
    await bucket.uploads('a', 'a', 'b')
    await bucket.ripen()
    const before = await bucket.snapshot()

    const run = await sweep(bucket, { 'dry-run': 'true' })

    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ listed: '3', stale: '3', aborted: '0' })
    expect(await bucket.snapshot()).toEqual(before)
  })

  it.for([
    ['by id and key', ({ key, uploadId }: Upload) => ({ key, 'upload-id': uploadId })],
    ['by id alone', ({ uploadId }: Upload) => ({ 'upload-id': uploadId })],
  ] as const)('aborts one upload, young as it is: %s', async ([, inputs]) => {
    const bucket = await Bucket.create(server)
    await bucket.object('same key')
    await bucket.uploads('another', 'same key')
    const upload = await bucket.upload('same key')
    const before = await bucket.snapshot()

    const run = await sweep(bucket, inputs(upload))

    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ stale: '1', aborted: '1' })
    expect(await bucket.snapshot()).toEqual({ ...before, uploads: without(before.uploads, [upload]) })
  })

  it('aborts uploads of hostile keys, and leaves the objects of that name', async () => {
    const bucket = await Bucket.create(server)
    const refused: Record<string, string> = {}
    // One after the other: with all at once, Swift was seen to answer NoSuchBucket to one of a bucket's first uploads.
    for (const key of hostileKeys) {
      const error = await refusal(bucket, key)
      if (error !== undefined) refused[key] = error
    }
    expect(refused).toEqual(refusedBy[name].upload)
    const objects = hostileKeys.filter((key) => refused[key] === undefined)
    for (const key of objects) await bucket.object(key)
    await bucket.ripen()
    const before = await bucket.snapshot()
    const expected = hostileKeys.filter((key) => !refusedBy[name].unlisted.includes(key))
    expect(new Set(before.uploads.map(({ key }) => key))).toEqual(new Set(expected))

    const run = await sweep(bucket, {})

    expect(errorsOf(run.stdout)).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ aborted: String(before.uploads.length), failed: '0' })
    expect(await bucket.snapshot()).toEqual({ ...before, uploads: [] })
  })

  it('misses no upload in silence when the last key of a listing has a control character', async () => {
    const bucket = await Bucket.create(server)
    await bucket.uploads('a', 'b')
    await refusal(bucket, 'c\u0001')
    await bucket.ripen()

    const run = await sweep(bucket, {})

    // Swift cannot list this bucket, in plain or encoded form, until another key is the last one.
    const [later] = await bucket.uploads('d')
    const { uploads } = await bucket.snapshot()
    const left = new Set(uploads.map(({ key }) => key))
    if (run.exitCode === 0) expect(uploads).toEqual([later])
    else expect([left, errorsOf(run.stdout).length]).toEqual([new Set(['a', 'b', 'c\u0001', 'd']), 1])
  })

  it('fails with a wrong secret', async () => {
    await failsWith({ ...server, secretAccessKey: 'this-is-not-it' }, /signature|secret-access-key/i)
  })

  it('fails with somebody who may not list the uploads', async () => {
    if (server.other === undefined) throw new Error('there is nobody else on this server')
    await failsWith(server.other, /s3:ListBucketMultipartUploads/)
  })

  it('fails with a bucket that does not exist', async () => {
    const bucket = await Bucket.create(server)
    const run = await sweep(bucket, { bucket: 'there-is-no-such-bucket' })
    expect(run.exitCode).toBe(1)
    expect(errorsOf(run.stdout)).toEqual([expect.stringMatching(/there-is-no-such-bucket.*/)])
  })

  async function failsWith(user: Credentials, message: RegExp): Promise<void> {
    const bucket = await Bucket.create(server)
    await bucket.uploads('a')
    const before = await bucket.snapshot()
    const run = await sweep(bucket, {
      prefix: 'a',
      'max-age': '0',
      'access-key-id': user.accessKeyId,
      'secret-access-key': user.secretAccessKey,
    })
    expect(run.exitCode).toBe(1)
    expect(errorsOf(run.stdout)).toEqual([expect.stringMatching(message)])
    expect(unmasked(run.stdout)).not.toContain(user.secretAccessKey)
    expect(await bucket.snapshot()).toEqual(before)
  }
})

const sweep = (bucket: Bucket, inputs: Record<string, string>) =>
  runAction({
    bucket: bucket.name,
    endpoint: bucket.server.endpoint,
    region: bucket.server.region,
    'access-key-id': bucket.server.accessKeyId,
    'secret-access-key': bucket.server.secretAccessKey,
    'max-age': staleAge,
    'min-idle': staleAge,
    ...inputs,
  })

/** What the server says when somebody wants to upload to that key: nothing, as a rule. */
const refusal = (bucket: Bucket, key: string): Promise<string | undefined> =>
  bucket.upload(key).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  )

const without = (uploads: readonly Upload[], gone: readonly Upload[]): Upload[] => {
  const ids = new Set(gone.map(({ uploadId }) => uploadId))
  return uploads.filter(({ uploadId }) => !ids.has(uploadId))
}

const errorsOf = (stdout: string): string[] => stdout.split('\n').filter((line) => line.startsWith('::error'))

/** What the runner shows: it takes the masks for itself. */
const unmasked = (stdout: string): string =>
  stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
