import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readReportFile } from '../../../src/sum-up/report-file.ts'
import { bucketReport, staleUpload, temporaryFolder, writeShard } from './reports.ts'

/** Keys that would look like the lines of the report around them, were they not escaped. */
const HOSTILE_KEYS = [
  ']}',
  '\n]}\n',
  '"uploads":[',
  '\n"uploads":[',
  ',',
  '{',
  '\u2028]}',
  '😀\u0000\\',
  '\r\n]},',
]

async function read(path: string): Promise<{ rest: unknown; uploads: unknown[] }> {
  const uploads: unknown[] = []
  const rest = await readReportFile(path, (entry) => uploads.push(entry))
  return { rest, uploads }
}

test('the uploads are handed over one by one, and the rest is the report without them', async () => {
  const buckets = [
    bucketReport({ stale: HOSTILE_KEYS.map((key) => staleUpload(key)) }),
    bucketReport({ bucket: 'empty' }),
    bucketReport({ bucket: 'last', stale: [staleUpload('z', { bucket: 'last' })] }),
  ]
  const path = writeShard(temporaryFolder(), '1/1', { buckets, problems: ['"uploads":[', 'a\n]}'] })
  const whole = JSON.parse(readFileSync(path, 'utf8'))

  const { rest, uploads } = await read(path)

  expect(uploads).toEqual(whole.buckets.flatMap((bucket: { uploads: unknown[] }) => bucket.uploads))
  expect(uploads).toHaveLength(HOSTILE_KEYS.length + 1)
  expect(rest).toEqual({
    ...whole,
    buckets: whole.buckets.map((bucket: object) => ({ ...bucket, uploads: [] })),
  })
})

test('a character that is cut by the end of a block stays whole', async () => {
  const key = '😀'.repeat(200)
  const stale = Array.from({ length: 500 }, (_, at) => staleUpload(`${at} ${key}`))
  const path = writeShard(temporaryFolder(), '1/1', { buckets: [bucketReport({ stale })] })

  const { uploads } = await read(path)

  expect(uploads).toEqual(stale.map(({ key: name }) => expect.objectContaining({ key: name })))
})

test.each([
  ['a file that is no JSON', 'hello'],
  ['an empty file', ''],
  ['a report that is cut off among the uploads', '{"buckets": [\n{"uploads":[\n{"key":"a"},\n{"ke'],
  ['a report that is cut off behind an upload', '{"buckets": [\n{"uploads":[\n{"key":"a"}'],
  ['a line of five million characters', `{"a":"${'x'.repeat(5_000_000)}"}`],
  ['seventy million characters in short lines', `${`${' '.repeat(999)}\n`.repeat(70_000)}{}`],
])('%s is refused', async (_, text) => {
  const path = join(temporaryFolder(), 'report.json')
  writeFileSync(path, text)

  await expect(read(path)).rejects.toThrow(SyntaxError)
})
