import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FoundPage, type Lister, listUploads } from '../../../src/storage/listing.ts'
import type { Refusal, Reply } from '../../../src/storage/reply.ts'
import type { S3Request } from '../../../src/storage/request.ts'
import { UserError } from '../../../src/user-error.ts'
import { type Entry, listingXml, type Page } from './listing-xml.ts'

type Request = Extract<S3Request, { operation: 'ListMultipartUploads' }>

const NOW_MS = Date.UTC(2026, 0, 2)

interface Listed {
  readonly names: string[]
  readonly pages: FoundPage[]
  readonly requests: Request[]
  readonly error: unknown
}

/** Lists with a server that is only a function, to the end or to the error. */
async function list(
  server: (request: Request, nth: number) => Page | Reply,
  { prefixes = [], ...lister }: { prefixes?: readonly string[] } & Partial<Lister> = {},
): Promise<Listed> {
  const requests: Request[] = []
  const pages: FoundPage[] = []
  const send = async (request: Request): Promise<Reply> => {
    requests.push(request)
    const answer = server(request, requests.length)
    return 'kind' in answer ? answer : { kind: 'answer', body: listingXml(answer), serverMs: undefined }
  }
  const explain = (reply: { kind: string }): string => `explained ${'code' in reply ? reply.code : ''}.`
  let error: unknown
  await listUploads(
    { send, explain, nowMs: () => NOW_MS, trustsPrefix: true, ...lister },
    'my-bucket',
    prefixes,
    async (page) => void pages.push(page),
  ).catch((thrown: unknown) => {
    error = thrown
  })
  const names = pages.flatMap(({ uploads }) => uploads.map(({ key, uploadId }) => `${key} ${uploadId}`))
  return { names, pages, requests, error }
}

function entries(...names: string[]): Entry[] {
  return names.map((name) => {
    const [key, uploadId] = name.split(' ')
    return { key, uploadId: uploadId ?? 'id' }
  })
}

function refusal(some: Partial<Refusal>): Refusal {
  return {
    kind: 'refusal',
    status: 403,
    code: 'AccessDenied',
    message: '',
    region: undefined,
    location: undefined,
    retryAfterMs: undefined,
    serverMs: undefined,
    ...some,
  }
}

describe('a listing is complete', () => {
  test('when the server pages it, each upload once, with the markers exactly as they came', async () => {
    const key = fc.string({
      unit: fc.constantFrom('a', '/', '%', '+', '&', '\r', '🧹'),
      minLength: 1,
      maxLength: 3,
    })
    const all = fc.uniqueArray(fc.tuple(key, fc.constantFrom('u+', 'v%20')), {
      selector: String,
      maxLength: 9,
    })
    await fc.assert(
      fc.asyncProperty(all, fc.integer({ min: 1, max: 4 }), async (uploads, size) => {
        const { names, requests, error } = await list(({ markers }) => {
          const from = uploads.findIndex(([k, u]) => k === markers?.keyMarker && u === markers.uploadIdMarker)
          if (markers !== undefined && from === -1) throw new Error('No page began there')
          const page = uploads.slice(from + 1, from + 1 + size)
          const [nextKeyMarker, nextUploadIdMarker] = page.at(-1) ?? []
          const isTruncated = String(from + 1 + size < uploads.length)
          return {
            uploads: page.map(([k, uploadId]) => ({ key: k, uploadId })),
            isTruncated,
            nextKeyMarker,
            nextUploadIdMarker,
          }
        })
        expect(error).toBeUndefined()
        expect(names).toEqual(uploads.map(([k, u]) => `${k} ${u}`))
        expect(requests).toHaveLength(Math.max(1, Math.ceil(uploads.length / size)))
      }),
    )
  })

  test('and stops where the server says so, next markers or not', async () => {
    const { names, requests } = await list(() => ({
      uploads: entries('a'),
      isTruncated: 'false',
      nextKeyMarker: 'a',
    }))

    expect(names).toEqual(['a id'])
    expect(requests).toHaveLength(1)
  })

  test('with an upload that stands on two pages, which counts once', async () => {
    const { names } = await list((_request, nth) =>
      nth === 1
        ? { uploads: entries('a', 'b'), isTruncated: 'true', nextKeyMarker: 'b' }
        : { uploads: entries('b', 'b other', 'c'), isTruncated: 'false' },
    )

    expect(names).toEqual(['a id', 'b id', 'b other', 'c id'])
  })

  test('with a last page that is empty, as Swift gives it', async () => {
    const { names, error } = await list((_request, nth) =>
      nth === 1
        ? { uploads: entries('a'), isTruncated: 'true', nextKeyMarker: 'a' }
        : { isTruncated: 'false' },
    )

    expect([names, error]).toEqual([['a id'], undefined])
  })

  describe('although the server refuses the markers that it gave itself, as versitygw does', () => {
    const all = ['a 1', 'k 2', 'k 3', 'k 4', 'ka 5', 'z 6']

    /** Pages of so many, and no upload-id marker is ever right. */
    function refusing(pageSize: number, names: readonly string[] = all) {
      return ({ prefix, markers }: Request): Page | Reply => {
        if (markers?.uploadIdMarker !== undefined) return refusal({ status: 400, code: 'InvalidArgument' })
        const left = names.filter(
          (name) => name.startsWith(prefix) && (name.split(' ')[0] ?? '') > (markers?.keyMarker ?? ''),
        )
        const page = left.slice(0, pageSize)
        const [nextKeyMarker, nextUploadIdMarker] = page.at(-1)?.split(' ') ?? []
        const isTruncated = String(left.length > pageSize)
        return { uploads: entries(...page), isTruncated, nextKeyMarker, nextUploadIdMarker }
      }
    }

    test('the key marker alone leads on, and the other uploads of that key are asked for', async () => {
      const { names, error } = await list(refusing(4))

      expect([names, error]).toEqual([all, undefined])
    })

    test('also where the uploads of keys that begin with that key fill more than a page', async () => {
      const many = ['a 1', 'b 1', 'k 2', 'ka 3', 'kb 4', 'kc 5']
      const { names, error } = await list(refusing(3, many))

      expect([names, error]).toEqual([many, undefined])
    })

    test('and what comes of both is as old as the older answer', async () => {
      const server = refusing(4)
      const dated = (request: Request): Page | Reply => {
        const answer = server(request)
        if ('kind' in answer) return answer
        return {
          kind: 'answer',
          body: listingXml(answer),
          serverMs: request.prefix === '' ? NOW_MS : NOW_MS - 5_000,
        }
      }
      const { pages } = await list(dated)

      expect(pages.map(({ asOfMs }) => asOfMs)).toEqual([NOW_MS, NOW_MS - 5_000])
    })

    test('but not with a marker that had to be decoded, which may have been misread', async () => {
      const refusesPlain = (request: Request): Page | Reply =>
        request.urlEncoded ? refusing(4)(request) : refusal({ status: 500, code: 'InternalError' })
      const { names, error } = await list(refusesPlain)

      expect(names).toEqual(all.slice(0, 4))
      expect(String(error)).toContain('explained')
    })

    test('but not where one key has more than a page: then it is an error', async () => {
      const { names, error } = await list(refusing(2))

      expect(names).toEqual(['a 1', 'k 2'])
      expect(String(error)).toContain('explained InvalidArgument. That was page 2 of the listing')
    })
  })

  test('although the upload of the markers has ended, to which gofakes3 answers with an empty last page', async () => {
    const left = ['a', 'c', 'd']
    const { names, error, requests } = await list(({ markers }, nth) => {
      if (nth === 1) return { uploads: entries('a'), isTruncated: 'true', nextKeyMarker: 'b' }
      const from = markers === undefined ? 0 : left.indexOf(markers.keyMarker ?? '')
      if (from === -1) return { isTruncated: 'false' }
      const [first = '', next] = left.slice(from)
      return { uploads: entries(first), isTruncated: String(next !== undefined), nextKeyMarker: next }
    })

    expect([names, error]).toEqual([['a id', 'c id', 'd id'], undefined])
    expect(requests).toHaveLength(5)
  })
})

describe('a listing that cannot be had completely is an error, and never goes round in circles', () => {
  const says = 'nothing was aborted in this bucket'

  test.each([
    ['no marker', {}, 'says that more follows, and not where'],
    ['empty markers', { nextKeyMarker: '', nextUploadIdMarker: '' }, 'says that more follows, and not where'],
  ])('truncated with %s', async (_what, markers, message) => {
    const { error, requests } = await list(() => ({ uploads: entries('a'), isTruncated: 'true', ...markers }))

    expect(error).toBeInstanceOf(UserError)
    expect(String(error)).toContain(`Page 1 of the listing of \`my-bucket\` ${message}`)
    expect(String(error)).toContain(says)
    expect(requests).toHaveLength(1)
  })

  test('with the same marker again, as Ceph gives it to a key marker alone', async () => {
    const { error, requests } = await list((_request, nth) => ({
      uploads: entries(`a${nth}`),
      isTruncated: 'true',
      nextKeyMarker: 'a',
    }))

    expect(String(error)).toContain(
      'Page 2 of the listing of `my-bucket` leads back to a page that was listed before',
    )
    expect(requests).toHaveLength(2)
  })

  test('with pages that bring nothing new', async () => {
    const { error, requests } = await list((_request, nth) => ({
      uploads: entries('a'),
      isTruncated: 'true',
      nextKeyMarker: String(nth),
    }))

    expect(String(error)).toContain(
      'Page 2 of the listing of `my-bucket` brings nothing new and says that more follows',
    )
    expect(requests).toHaveLength(2)
  })

  test('whatever the server answers', async () => {
    const some = fc.constantFrom('', 'a', 'b', 'ab')
    const page = fc.record({
      uploads: fc.array(fc.record({ key: some, uploadId: some }), { maxLength: 3 }),
      isTruncated: fc.constantFrom('true', 'false', undefined),
      nextKeyMarker: fc.option(some, { nil: undefined }),
      nextUploadIdMarker: fc.option(some, { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 8 }), some, async (pages, prefix) => {
        const { names, requests, error } = await list((_request, nth) => pages[nth % pages.length] ?? {}, {
          prefixes: [prefix],
          trustsPrefix: false,
        })
        expect(new Set(names).size).toBe(names.length)
        expect(names.every((name) => name.startsWith(prefix))).toBe(true)
        // Nine names are possible, each of two listings needs a new one a page, and is run twice if it ends in nothing.
        expect(requests.length).toBeLessThanOrEqual(2 * 2 * 10)
        if (error !== undefined) expect(error).toBeInstanceOf(UserError)
      }),
      { numRuns: 500 },
    )
  })

  test('with ever more pages, each with something new', async () => {
    const { error, requests } = await list((_request, nth) => ({
      uploads: entries(`key-${nth}`),
      isTruncated: 'true',
      nextKeyMarker: `key-${nth}`,
    }))

    expect(error).toBeInstanceOf(UserError)
    expect(String(error)).toContain('has more than 100,000 pages')
    expect(requests.length).toBeLessThan(100_010)
  }, 20_000)

  test('refused in the middle: the error says at which page', async () => {
    const { error, names } = await list((_request, nth) =>
      nth === 1 ? { uploads: entries('a'), isTruncated: 'true', nextKeyMarker: 'a' } : refusal({}),
    )

    expect(error).toEqual(
      new UserError(
        'explained AccessDenied. That was page 2 of the listing; nothing was aborted in this bucket.',
      ),
    )
    expect(names).toEqual(['a id'])
  })

  test('that no server answers', async () => {
    const { error } = await list(() => ({ kind: 'unreachable', code: 'ECONNREFUSED', message: 'refused' }))

    expect(error).toEqual(new UserError('explained ECONNREFUSED.'))
  })

  test('of which the upload of the marker is gone: NoSuchUpload is no end of the list', async () => {
    const { error } = await list((_request, nth) =>
      nth === 1
        ? { uploads: entries('a'), isTruncated: 'true', nextKeyMarker: 'a' }
        : refusal({ status: 404, code: 'NoSuchUpload' }),
    )

    expect(String(error)).toContain('explained NoSuchUpload. That was page 2')
  })

  test('whose pages nobody can take: what the taker threw comes out', async () => {
    const send = async (): Promise<Reply> => ({ kind: 'answer', body: listingXml({}), serverMs: undefined })
    const lister = { send, explain: () => '', nowMs: () => NOW_MS, trustsPrefix: true }

    await expect(
      listUploads(lister, 'my-bucket', [], async () => {
        throw new Error('disk full')
      }),
    ).rejects.toThrow('disk full')
  })
})

test('a bucket that never had an upload, of which gofakes3 says NoSuchUpload, is empty', async () => {
  expect(await list(() => refusal({ status: 404, code: 'NoSuchUpload' }))).toMatchObject({
    names: [],
    error: undefined,
  })
})

describe('under prefixes', () => {
  test('what the server adds of its own is left out', async () => {
    const { names } = await list(() => ({ uploads: entries('a/1', 'b/1', 'a', 'A/1') }), { prefixes: ['a/'] })

    expect(names).toEqual(['a/1 id'])
  })

  test('each is asked for, and AWS is believed that nothing is there', async () => {
    const { requests } = await list(() => ({}), { prefixes: ['a/', 'b/'] })

    expect(requests.map(({ prefix }) => prefix)).toEqual(['a/', 'b/'])
  })

  test('another server is not: the bucket is listed as a whole, once, and filtered', async () => {
    const { names, requests } = await list(
      ({ prefix }) => (prefix === '' ? { uploads: entries('a/1', 'b/1', 'c/1') } : {}),
      { prefixes: ['a/', 'b/'], trustsPrefix: false },
    )

    expect(requests.map(({ prefix }) => prefix)).toEqual(['a/', 'b/', ''])
    expect(names).toEqual(['a/1 id', 'b/1 id'])
  })

  test('an upload of exactly that key shows nothing: MinIO takes a prefix for a key', async () => {
    const { names } = await list(
      ({ prefix }) => ({ uploads: prefix === '' ? entries('a', 'ab') : entries('a') }),
      { prefixes: ['a'], trustsPrefix: false },
    )

    expect(names).toEqual(['a id', 'ab id'])
  })

  test('one upload below is proof enough that the server knows prefixes', async () => {
    const { requests } = await list(() => ({ uploads: entries('a/1') }), {
      prefixes: ['a/'],
      trustsPrefix: false,
    })

    expect(requests).toHaveLength(1)
  })
})

describe('a plain listing that cannot be read is asked for in URL encoding', () => {
  test.each([
    ['is no XML', { kind: 'answer', body: '<a>\u0000', serverMs: undefined }],
    ['fails with 500', refusal({ status: 500, code: 'InternalError' })],
  ] as const)('where it %s', async (_what, plain) => {
    const { names, error, requests } = await list(({ urlEncoded }) =>
      urlEncoded ? { uploads: entries('a%01b') } : plain,
    )

    expect([names, error]).toEqual([['a\u0001b id'], undefined])
    expect(requests.map(({ urlEncoded }) => urlEncoded)).toEqual([false, true])
  })

  test('from the start, and counts once what was listed plainly before', async () => {
    const { names, requests } = await list(({ urlEncoded, markers }) => {
      if (markers === undefined) return { uploads: entries('a'), isTruncated: 'true', nextKeyMarker: 'a' }
      return urlEncoded ? { uploads: entries('b%20c') } : refusal({ status: 500 })
    })

    expect(names).toEqual(['a id', 'b c id'])
    expect(requests.map(({ urlEncoded, markers }) => [urlEncoded, markers?.keyMarker])).toEqual([
      [false, undefined],
      [false, 'a'],
      [true, undefined],
      [true, 'a'],
    ])
  })

  test('where that is no better, the first answer is what is told', async () => {
    const { error } = await list(({ urlEncoded }) =>
      urlEncoded ? refusal({ status: 500, code: 'Second' }) : refusal({ status: 500, code: 'First' }),
    )

    expect(error).toEqual(new UserError('explained First.'))
  })

  test('but not where it is refused', async () => {
    const { requests } = await list(() => refusal({}))

    expect(requests).toHaveLength(1)
  })
})

test.each([
  ['the server’s clock, where it is behind', NOW_MS - 1_000, NOW_MS - 1_000],
  ['ours, where the server’s is ahead', NOW_MS + 1_000, NOW_MS],
  ['ours, where the server tells none', undefined, NOW_MS],
])('ages count by %s', async (_what, serverMs, asOfMs) => {
  const { pages } = await list(() => ({ kind: 'answer', body: listingXml({}), serverMs }))

  expect(pages).toEqual([{ uploads: [], unreadable: [], asOfMs }])
})
