import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pace } from '../../../src/storage/pace.ts'

/** Everything that waits and can go on has gone on. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

/** Takes places, and tells which have been given. */
function takes(pace: Pace, count: number): { given: number } {
  const taken = { given: 0 }
  for (let n = 0; n < count; n++) pace.acquire().then(() => taken.given++)
  return taken
}

test('as many requests as the bound are under way, and each that ends lets one more go', async () => {
  const pace = new Pace(3, () => 0)
  const taken = takes(pace, 5)
  await settle()
  expect(taken.given).toBe(3)

  pace.release()
  await settle()
  expect(taken.given).toBe(4)
})

test('a push-back halves the bound, down to one', () => {
  const pace = new Pace(64, () => 0)
  const bounds = [0, 1, 2, 3, 4, 5, 6, 7].map((epoch) => {
    pace.pushedBack(epoch, 0)
    return pace.bound
  })

  expect(bounds).toEqual([32, 16, 8, 4, 2, 1, 1, 1])
})

test('of the requests that left before a push-back, only the first to be pushed back counts', async () => {
  const pace = new Pace(64, () => 0)
  const epochs = await Promise.all([pace.acquire(), pace.acquire(), pace.acquire()])
  for (const epoch of epochs) pace.pushedBack(epoch, 0)
  expect(pace.bound).toBe(32)

  pace.pushedBack(await pace.acquire(), 0)
  expect(pace.bound).toBe(16)
})

test('each full round of good answers raises the bound by about one, and never above the most', () => {
  const pace = new Pace(8, () => 0)
  pace.pushedBack(0, 0)
  expect(pace.bound).toBe(4)

  for (let n = 0; n < 5; n++) pace.succeeded()
  expect(pace.bound).toBe(5)
  for (let n = 0; n < 1_000; n++) pace.succeeded()
  expect(pace.bound).toBe(8)
})

test('while the bound is lower than what is under way, nothing new goes', async () => {
  const pace = new Pace(4, () => 0)
  takes(pace, 4)
  await settle()
  pace.pushedBack(0, 0)
  const taken = takes(pace, 1)

  for (const expected of [0, 0, 1]) {
    pace.release()
    await settle()
    expect(taken.given).toBe(expected)
  }
})

test('a pause ends by the clock at the latest time that was asked for', () => {
  let nowMs = 1_000
  const pace = new Pace(4, () => nowMs)
  expect(pace.pauseMs).toBe(0)

  pace.pushedBack(0, 500)
  nowMs = 1_100
  pace.pushedBack(0, 100)
  expect(pace.pauseMs).toBe(400)
})

test('whatever happens, no more than the most are under way, and in the end everybody had a turn', async () => {
  const event = fc.constantFrom('acquire', 'acquire', 'release', 'succeeded', 'pushedBack')
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(event, { maxLength: 60 }),
      async (most, events) => {
        const pace = new Pace(most, () => 0)
        const begun: number[] = []
        let [asked, ended] = [0, 0]
        for (const what of events) {
          if (what === 'acquire') {
            asked++
            pace.acquire().then((epoch) => begun.push(epoch))
          } else if (what === 'release' && begun.length > ended) {
            ended++
            pace.release()
          } else if (what === 'succeeded') pace.succeeded()
          else if (what === 'pushedBack') pace.pushedBack(begun.at(-1) ?? 0, 0)
          await settle()
          expect(begun.length - ended).toBeLessThanOrEqual(most)
          expect(pace.bound).toBeGreaterThanOrEqual(1)
        }
        for (; ended < asked; ended++) {
          expect(begun.length).toBeGreaterThan(ended)
          pace.release()
          await settle()
        }
        expect(begun).toHaveLength(asked)
      },
    ),
    { numRuns: 50 },
  )
})

test('ten thousand that wait get their turn in the order in which they came', async () => {
  const pace = new Pace(1, () => 0)
  const turns: number[] = []
  for (let n = 0; n < 10_000; n++)
    pace.acquire().then(() => {
      turns.push(n)
      pace.release()
    })
  while (turns.length < 10_000) await settle()

  expect(turns).toEqual(Array.from({ length: 10_000 }, (_, n) => n))
})

test('a clock that is set back ends a pause, and does not make it last until it has caught up', () => {
  let nowMs = 1_000_000
  const pace = new Pace(4, () => nowMs)
  pace.pushedBack(0, 5_000)
  expect(pace.pauseMs).toBe(5_000)
  nowMs += 2_000
  expect(pace.pauseMs).toBe(3_000)
  nowMs -= 500_000

  expect(pace.pauseMs).toBe(0)
})
