import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forEachInParallel, Parallel } from '../../src/parallel.ts'

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('work side by side', () => {
  test('is done once with each item, never more than the limit at a time, and as many as the limit allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 5 }), async (count, limit) => {
        const items = Array.from({ length: count }, (_, n) => n)
        const done: number[] = []
        let [running, most] = [0, 0]
        await forEachInParallel(items, limit, async (item) => {
          most = Math.max(most, ++running)
          await tick()
          running--
          done.push(item)
        })
        expect(done.sort((a, b) => a - b)).toEqual(items)
        expect(most).toBe(Math.min(count, limit))
      }),
      { numRuns: 50 },
    )
  })

  test('takes no item from the source before there is a place for it', async () => {
    const taken: number[] = []
    function* source(): Generator<number> {
      for (let n = 0; n < 10; n++) {
        taken.push(n)
        yield n
      }
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const all = forEachInParallel(source(), 2, () => promise)
    await tick()

    expect(taken).toEqual([0, 1, 2])
    resolve()
    await all
    expect(taken).toHaveLength(10)
  })

  test('that fails starts nothing more, lets what runs come to its end, and throws what came first', async () => {
    const started: number[] = []
    const ended: number[] = []
    const work = forEachInParallel([0, 1, 2, 3, 4, 5], 2, async (item) => {
      started.push(item)
      await tick()
      if (item === 0) throw new Error('first')
      await tick()
      ended.push(item)
      if (item === 1) throw new Error('second')
    })

    await expect(work).rejects.toThrow('first')
    expect(started).toEqual([0, 1])
    expect(ended).toEqual([1])
  })
})

test('waiting for nothing is over at once', async () => {
  await expect(new Parallel(1).finish()).resolves.toBeUndefined()
})

test('whoever waits for a place when a task fails is told so, however many wait', async () => {
  const parallel = new Parallel(1)
  const { promise, reject } = Promise.withResolvers<void>()
  await parallel.add(() => promise)
  const waiting = [1, 2, 3].map(() => parallel.add(async () => {}))
  const failure = new Error('the first task failed')
  reject(failure)

  expect(await Promise.allSettled(waiting)).toEqual(
    waiting.map(() => ({ status: 'rejected', reason: failure })),
  )
})
