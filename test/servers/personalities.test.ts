import { describe, expect, it, type TestContext } from 'vitest'
import { personalities, type S3Server, startS3Server } from '../s3-server/index.ts'
import { Bucket, onEachServer, type Upload } from './fixture.ts'
import { ask, type RawAnswer, type RawRequest } from './raw-answer.ts'

/** What is "seen" on these servers is still so: the embedded server with their ways gives the same answers. */
onEachServer((server, name) => {
  const personality = personalities[name === 'Ceph' ? 'ceph' : 'swift']

  /** The same bucket twice, with the same keys, ids and objects. */
  async function twins(
    { onTestFinished }: TestContext,
    ...keys: string[]
  ): Promise<{ real: Bucket; uploads: Upload[]; embedded: S3Server }> {
    const real = await Bucket.create(server)
    await real.object('object')
    for (const key of keys) await real.upload(key).catch(() => undefined)
    const { uploads } = await real.snapshot()
    const embedded = await startS3Server({ personality, region: server.region })
    onTestFinished(() => embedded.close())
    embedded.createBucket(real.name)
    embedded.putObject(real.name, 'object')
    for (const { key, uploadId } of uploads)
      embedded.createUpload(real.name, key, { uploadId, parts: [{ size: 6 }] })
    return { real, uploads, embedded }
  }

  async function expectTheSame(
    { real, embedded }: { real: Bucket; embedded: S3Server },
    asked: RawRequest,
  ): Promise<RawAnswer> {
    const [expected, answer] = [await ask(server, real.name, asked), await ask(embedded, real.name, asked)]
    expect({ asked, answer }).toEqual({ asked, answer: expected })
    return answer
  }

  it('lists as the embedded server does it: order, pages, markers, prefixes, encoding', async (context) => {
    const both = await twins(context, 'a', 'b', 'a-b', 'a', 'a/c', 'a b', 'é+%2F', 'z', 'a')
    const of = (key: string) => both.uploads.find((upload) => upload.key === key)?.uploadId ?? ''
    const markers = { 'key-marker': 'a', 'upload-id-marker': of('a') }
    const queries: Record<string, string>[] = [
      {},
      { 'encoding-type': 'url' },
      ...[2, 3, 9, 10].map((maximum) => ({ 'max-uploads': String(maximum) })),
      { 'max-uploads': '2', 'encoding-type': 'url', 'key-marker': 'a/c' },
      { 'max-uploads': '1', ...markers },
      markers,
      { ...markers, 'max-uploads': '3', 'encoding-type': 'url' },
      { 'key-marker': 'a' },
      { 'upload-id-marker': of('a') },
      { prefix: 'a' },
      { prefix: 'a/' },
      { prefix: 'a b' },
      { prefix: 'none' },
    ]
    for (const query of queries) await expectTheSame(both, { query: { uploads: '', ...query } })
  })

  it('pages as the embedded server does it, from marker to marker', async (context) => {
    const both = await twins(context, 'a', 'a', 'a', 'b', 'c', 'c')
    let markers: Record<string, string> = {}
    for (let page = 1; page <= 4; page++) {
      const query = { uploads: '', 'max-uploads': '2', ...markers }
      const { listing } = await expectTheSame(both, { query })
      if (listing?.truncated !== 'true') return
      markers = {
        'key-marker': listing.nextKeyMarker ?? '',
        'upload-id-marker': listing.nextUploadIdMarker ?? '',
      }
    }
    expect.unreachable('there are no more than four pages')
  })

  it('deals with a control character as the embedded server does it', async (context) => {
    const both = await twins(context, 'control\u0001character', 'z')
    for (const encoding of [{}, { 'encoding-type': 'url' }])
      await expectTheSame(both, { query: { uploads: '', ...encoding } })
    const { key, uploadId } = both.uploads[0] ?? { key: '', uploadId: '' }
    await expectTheSame(both, { key, query: { uploadId } })
  })

  it('speaks of parts and ends uploads as the embedded server does it', async (context) => {
    const both = await twins(context, 'a', 'b')
    const [a, b] = both.uploads.map(({ uploadId }) => uploadId)
    const requests: RawRequest[] = [
      { key: 'a', query: { uploadId: a ?? '' } },
      { key: 'a', query: { uploadId: b ?? '' } },
      { method: 'DELETE', key: 'a', query: { uploadId: b ?? '' } },
      { method: 'DELETE', key: 'a', query: { uploadId: a ?? '' } },
      { method: 'DELETE', key: 'a', query: { uploadId: a ?? '' } },
      { key: 'a', query: { uploadId: a ?? '' } },
      { query: { uploads: '' } },
    ]
    for (const request of requests) await expectTheSame(both, request)
  })

  it('takes or refuses a region as the embedded server does it', async (context) => {
    await expectTheSame(await twins(context, 'a'), { query: { uploads: '' }, region: 'xx-elsewhere-1' })
  })

  describe('what an abort without all of its names does', () => {
    it('to the object', async (context) => {
      const both = await twins(context)
      await expectTheSame(both, { method: 'DELETE', key: 'object', query: { uploadId: '' } })
      const { objects } = await both.real.snapshot()
      expect(objects).toHaveLength(both.embedded.objects(both.real.name).length)
    })

    it('to the bucket', async (context) => {
      const both = await twins(context)
      await expectTheSame(both, { method: 'DELETE', key: 'object', query: {} })
      await expectTheSame(both, { method: 'DELETE', query: { uploadId: 'x' } })
      const isThere = await both.real.snapshot().then(
        () => true,
        () => false,
      )
      expect(isThere).toBe(both.embedded.buckets().includes(both.real.name))
    })
  })
})
