import { expect, it } from 'vitest'

import { Bucket, onEachServer } from './fixture.ts'

/** What the other tests build on, without the Action: if these fail, look at the servers first. */
onEachServer((server) => {
  it('keeps objects and uploads apart', async () => {
    const bucket = await Bucket.create(server)
    await bucket.object('a')
    await bucket.multipartObject('b')
    const [upload] = await bucket.uploads('a')
    const { objects, uploads } = await bucket.snapshot()
    expect(objects.map((object) => object.split(' ')[0])).toEqual(['a', 'b'])
    expect(uploads).toEqual([upload])
  })

  it('ends an upload', async () => {
    const bucket = await Bucket.create(server)
    const upload = await bucket.upload('a', 2)
    await bucket.abort(upload)
    expect(await bucket.snapshot()).toEqual({ objects: [], uploads: [] })
  })
})
