import { describe, expect, test } from 'vitest'
import { toReply } from '../../../src/storage/reply.ts'

const DATE = 'Fri, 02 Jan 2026 03:04:05 GMT'
const DATE_MS = Date.UTC(2026, 0, 2, 3, 4, 5)

function reply(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): ReturnType<typeof toReply> {
  return toReply({ status, body, headers })
}

function error(code: string, more = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code>${more}</Error>`
}

test.each([200, 204, 206])('%d is an answer, with the time of the server', (status) => {
  expect(reply(status, 'body', { date: DATE })).toEqual({ kind: 'answer', body: 'body', serverMs: DATE_MS })
})

test.each([
  ['missing', {}],
  ['no date', { date: 'yesterday' }],
])('a Date that is %s is none', (_what, headers) => {
  expect(reply(200, '', headers)).toMatchObject({ serverMs: undefined })
})

test.each([
  ['plainly', '<Error><Code>InternalError</Code></Error>'],
  ['behind a declaration', error('InternalError')],
  ['with a namespace', '<Error xmlns="http://x/"><Code>InternalError</Code></Error>'],
  ['behind white space and a mark', '\ufeff \n<Error><Code>InternalError</Code></Error>'],
])('an error inside of a 200 is a refusal: %s', (_how, body) => {
  expect(reply(200, body)).toMatchObject({ kind: 'refusal', status: 200, code: 'InternalError' })
})

test('a listing that holds the word Error in a key is an answer', () => {
  expect(reply(200, '<ListPartsResult><Key>&lt;Error></Key></ListPartsResult>').kind).toBe('answer')
})

test('a refusal tells what the store said', () => {
  expect(reply(403, error(' AccessDenied ', '<Message> No &amp; no. </Message>'), { date: DATE })).toEqual({
    kind: 'refusal',
    status: 403,
    code: 'AccessDenied',
    message: 'No & no.',
    region: undefined,
    location: undefined,
    retryAfterMs: undefined,
    serverMs: DATE_MS,
  })
})

test.each([
  ['nothing', ''],
  ['a web page', '<!DOCTYPE html><html><body>Bad Gateway</body></html>'],
  ['plain text', 'Bad Gateway'],
  ['cut-off XML', '<Error><Code>Slow'],
])('a refusal whose body is %s still has its status', (_what, body) => {
  expect(reply(502, body)).toMatchObject({ kind: 'refusal', status: 502, code: '', message: '' })
})

describe('the region that the store wants', () => {
  test.each([
    ['in the body', '<Region>eu-west-1</Region>', {}, 'eu-west-1'],
    ['in the header', '', { 'x-amz-bucket-region': 'eu-west-2' }, 'eu-west-2'],
    [
      'in both, where the header is closer to the bucket',
      '<Region>a</Region>',
      { 'x-amz-bucket-region': 'b' },
      'b',
    ],
    ['nowhere', '', {}, undefined],
  ])('%s', (_where, more, headers, region) => {
    expect(reply(400, error('AuthorizationHeaderMalformed', more), headers)).toMatchObject({ region })
  })
})

describe('where the store sends the request instead', () => {
  test.each([
    ['an address', 'https://b.s3.eu-west-1.amazonaws.com/k', 'eu-west-1'],
    ['an address of China', 'https://b.s3.cn-north-1.amazonaws.com.cn/', 'cn-north-1'],
    ['an address elsewhere', 'https://other.example.com/', undefined],
  ])('is %s, which may tell the region', (_what, location, region) => {
    expect(reply(307, '', { location })).toMatchObject({ location: new URL(location), region })
  })

  test.each(['/relative', ''])('is nothing, where that is no address: %j', (location) => {
    expect(reply(307, '', { location })).toMatchObject({ location: undefined, region: undefined })
  })
})

describe('Retry-After', () => {
  test.each([
    ['in seconds', '120', 120_000],
    ['at once', '0', 0],
    ['as a date', 'Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
    ['as a date that has passed', 'Fri, 02 Jan 2026 03:00:00 GMT', 0],
    ['as nonsense', 'soon', undefined],
  ])('%s', (_how, header, retryAfterMs) => {
    expect(reply(503, '', { date: DATE, 'retry-after': header })).toMatchObject({ retryAfterMs })
  })

  test('as a date, from a server that does not tell its time, says nothing', () => {
    expect(reply(503, '', { 'retry-after': DATE })).toMatchObject({ retryAfterMs: undefined })
  })
})
