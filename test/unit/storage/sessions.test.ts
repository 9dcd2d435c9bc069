import { beforeEach, expect, test } from 'vitest'
import { type Session, Sessions } from '../../../src/storage/sessions.ts'

let nowMs: number
let asked: string[]
let answer: (bucket: string) => Promise<Session>
let sessions: Sessions

beforeEach(() => {
  nowMs = 0
  asked = []
  answer = async (bucket) => sessionOf(`${bucket}-${asked.length}`, nowMs + 300_000)
  sessions = new Sessions(
    (bucket) => {
      asked.push(bucket)
      return answer(bucket)
    },
    () => nowMs,
  )
})

function sessionOf(accessKeyId: string, untilMs: number): Session {
  return { credentials: { accessKeyId, secretAccessKey: 'secret' }, untilMs }
}

async function keyOf(bucket: string): Promise<string> {
  return (await sessions.of(bucket)).accessKeyId
}

test('many requests at the same time ask for one session, and later ones take it', async () => {
  expect(await Promise.all([keyOf('a'), keyOf('a'), keyOf('a')])).toEqual(['a-1', 'a-1', 'a-1'])
  expect(await keyOf('a')).toBe('a-1')
  expect(asked).toEqual(['a'])
})

test('each bucket has a session of its own', async () => {
  expect(await Promise.all([keyOf('a'), keyOf('b')])).toEqual(['a-1', 'b-2'])
})

test('the next one is asked for in the last minute', async () => {
  await keyOf('a')
  nowMs = 239_999
  expect(await keyOf('a')).toBe('a-1')
  nowMs = 240_000
  expect(await keyOf('a')).toBe('a-2')
})

test('the last one serves to its end where the next one cannot be had, and not longer', async () => {
  await keyOf('a')
  answer = () => Promise.reject(new Error('refused'))
  nowMs = 299_999
  expect(await keyOf('a')).toBe('a-1')
  nowMs = 300_000
  await expect(keyOf('a')).rejects.toThrow('refused')
})

test('one that failed is asked for again', async () => {
  const right = answer
  answer = () => Promise.reject(new Error('refused'))
  await expect(keyOf('a')).rejects.toThrow('refused')
  answer = right
  expect(await keyOf('a')).toBe('a-2')
})

test('what was forgotten is asked for again', async () => {
  expect(sessions.forget()).toBe(false)
  await keyOf('a')
  expect(sessions.forget()).toBe(true)
  expect(await keyOf('a')).toBe('a-2')
})
