import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Cancellation, Cancelled } from '../../../src/sweep/cancellation.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('first no new request leaves, and a moment later no answer is waited for', () => {
  const cancellation = new Cancellation()
  expect([cancellation.stop.aborted, cancellation.cut.aborted]).toEqual([false, false])

  cancellation.cancel()
  expect([cancellation.stop.aborted, cancellation.cut.aborted]).toEqual([true, false])
  vi.advanceTimersByTime(1_500)
  expect(cancellation.cut.aborted).toBe(true)
})

test('the second signal, which GitHub sends 7.5 s later, does not begin the moment anew', () => {
  const cancellation = new Cancellation()
  cancellation.cancel()
  vi.advanceTimersByTime(1_000)
  cancellation.cancel()
  vi.advanceTimersByTime(500)

  expect(cancellation.cut.aborted).toBe(true)
})

test('who is stopped knows that nothing was sent, who is cut that an answer may be lost', () => {
  const cancellation = new Cancellation()
  cancellation.cancel()
  vi.runAllTimers()

  expect(cancellation.stop.reason).toEqual(new Cancelled(false))
  expect(cancellation.stop.reason).toMatchObject({ answerLost: false })
  expect(cancellation.cut.reason).toMatchObject({ answerLost: true })
})
