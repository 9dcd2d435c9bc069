import { expect, test } from 'vitest'
import { readBuckets } from '../../../src/storage/buckets-page.ts'

function xml(content: string): string {
  return `<ListAllMyBucketsResult>${content}</ListAllMyBucketsResult>`
}

test('the names of the buckets come in the order of the server; an entry without one is left out', () => {
  const entries =
    '<Bucket><Name>b</Name></Bucket><Bucket><Name/></Bucket><Bucket/><Bucket><Name>a</Name></Bucket>'

  expect(readBuckets(xml(`<Owner><ID>1</ID></Owner><Buckets>${entries}</Buckets>`))).toEqual({
    names: ['b', 'a'],
    continuationToken: undefined,
  })
})

test('more may follow', () => {
  expect(readBuckets(xml('<Buckets/><ContinuationToken>a+b%</ContinuationToken>')).continuationToken).toBe(
    'a+b%',
  )
  expect(readBuckets(xml('<Buckets/><ContinuationToken/>')).continuationToken).toBeUndefined()
})

test('another document is an error, never an account without buckets', () => {
  expect(() => readBuckets('<html/>')).toThrow('it is <html>, not <ListAllMyBucketsResult>')
  expect(() => readBuckets('')).toThrow('it is empty')
})
