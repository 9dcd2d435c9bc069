import { describe, expect, test } from 'vitest'
import type { Fault, S3Server } from '../s3-server/index.ts'
import { document, element } from '../s3-server/xml.ts'
import { errors, warnings } from './annotations.ts'
import { jsonReport } from './json-report.ts'
import { type RunResult, runAction } from './run.ts'
import { startServerOfFile } from './server-of-file.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date(Date.now() - 30 * DAY_MS)
const KEYS = ['a', 'b', 'c']

interface Stage {
  readonly server: S3Server
  readonly inputs: Readonly<Record<string, string>>
}

/** Three stale uploads in each of two buckets: `honest` is listed as it is, `lying` as the test wants it. */
async function setStage(): Promise<Stage> {
  const server = await startServerOfFile()
  for (const bucket of ['lying', 'honest']) {
    server.createBucket(bucket)
    for (const key of KEYS)
      server.createUpload(bucket, key, {
        uploadId: `${bucket}-${key}`,
        initiated: LONG_AGO,
        parts: [{ size: 5 }],
      })
  }
  const inputs = {
    bucket: 'lying\nhonest',
    endpoint: server.endpoint,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
    concurrency: '4',
  }
  return { server, inputs }
}

/** Nothing was aborted in `lying`, all in `honest`, and every way to say so says it. */
function expectOnlyHonestCleaned({ server }: Stage, run: RunResult, named: string): void {
  const message = expect.stringContaining(named)
  expect(errors(run)).toEqual([message])
  expect(server.requests.filter(({ method, bucket }) => method === 'DELETE' && bucket === 'lying')).toEqual(
    [],
  )
  expect(server.uploads('lying')).toHaveLength(3)
  expect(server.uploads('honest')).toEqual([])
  expect(run.exitCode).toBe(1)
  expect(run.stderr).toBe('')
  expect(run.outputs).toMatchObject({ listed: '3', stale: '3', aborted: '3', failed: '0', kept: '0' })
  expect(run.summary).toContain('| `lying` | not listed |')
  const { ending, buckets } = jsonReport(run)
  expect(ending).toBe('completed')
  expect(buckets).toMatchObject([
    { bucket: 'lying', listing: 'failed', problems: [{ message, times: 1 }], uploads: [] },
    { bucket: 'honest', listing: 'complete', problems: [] },
  ])
}

interface Page {
  readonly root?: string
  readonly bucket?: string
  readonly keys: readonly string[]
  /** The markers of the next page; undefined: this is the last. */
  readonly next?: { readonly key?: string; readonly id?: string } | undefined
}

/** A page of the uploads that are there. */
function page({ root = 'ListMultipartUploadsResult', bucket = 'lying', keys, next }: Page): string {
  const entries = keys.map(
    (key) =>
      `<Upload>${element('Key', key)}${element('UploadId', `lying-${key}`)}${element('Initiated', LONG_AGO.toISOString())}</Upload>`,
  )
  const head = [
    element('Bucket', bucket),
    element('NextKeyMarker', next?.key),
    element('NextUploadIdMarker', next?.id),
    element('IsTruncated', next !== undefined),
  ]
  return document(root, [...head, ...entries].join(''))
}

/** What the listings of `lying` are answered with, one after the other, and again from the start. */
function inTurn(bodies: readonly string[]): Fault {
  let asked = 0
  return {
    when: isListing,
    do: { respond: (answer) => ({ ...answer, status: 200, body: bodies[asked++ % bodies.length] ?? '' }) },
  }
}

function isListing({ operation, bucket }: { operation: string; bucket: string | undefined }): boolean {
  return operation === 'ListMultipartUploads' && bucket === 'lying'
}

const ALL = page({ keys: KEYS })
const BOMB = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${page({ keys: ['&b;'] })}`
const IS_NO_LISTING = 'Page 1 of the listing of `lying` is no S3 listing: '

describe.concurrent('paging that leads nowhere is named, and nothing is aborted in that bucket', () => {
  test.for<[string, string[], string]>([
    [
      'the same page for ever',
      [page({ keys: ['a'], next: { key: 'a', id: 'lying-a' } })],
      'Page 2 of the listing of `lying` leads back to a page that was listed before',
    ],
    [
      'two pages in a circle',
      [
        page({ keys: ['a'], next: { key: 'a', id: 'lying-a' } }),
        page({ keys: ['b'], next: { key: 'b', id: 'lying-b' } }),
      ],
      'Page 3 of the listing of `lying` leads back to a page that was listed before',
    ],
    [
      'three pages in a circle',
      [
        page({ keys: ['a'], next: { key: 'a' } }),
        page({ keys: ['b'], next: { key: 'b' } }),
        page({ keys: ['c'], next: { key: 'c' } }),
      ],
      'Page 4 of the listing of `lying` leads back to a page that was listed before',
    ],
    [
      'a marker seen before, with uploads that are new',
      [
        page({ keys: ['a'], next: { id: 'x' } }),
        page({ keys: ['b'], next: { id: 'y' } }),
        page({ keys: ['c'], next: { id: 'x' } }),
      ],
      'Page 3 of the listing of `lying` leads back to a page that was listed before',
    ],
    [
      'new markers, and the same uploads again',
      [page({ keys: KEYS, next: { key: 'b' } }), page({ keys: ['b', 'c'], next: { key: 'c' } })],
      'Page 2 of the listing of `lying` brings nothing new and says that more follows',
    ],
    [
      'new markers, and no upload at all',
      [page({ keys: KEYS, next: { key: 'b' } }), page({ keys: [], next: { key: 'c' } })],
      'Page 2 of the listing of `lying` brings nothing new and says that more follows',
    ],
    [
      'more to follow, and no marker',
      [page({ keys: KEYS, next: {} })],
      'Page 1 of the listing of `lying` says that more follows, and not where (no NextKeyMarker, no NextUploadIdMarker)',
    ],
    [
      'more to follow, and empty markers',
      [page({ keys: KEYS, next: { key: '', id: '' } })],
      'Page 1 of the listing of `lying` says that more follows, and not where (no NextKeyMarker, no NextUploadIdMarker)',
    ],
    [
      'no marker on the second page',
      [page({ keys: ['a', 'b'], next: { key: 'b' } }), page({ keys: ['c'], next: {} })],
      'Page 2 of the listing of `lying` says that more follows, and not where (no NextKeyMarker, no NextUploadIdMarker)',
    ],
  ])('%s', async ([, bodies, named]) => {
    const stage = await setStage()
    stage.server.fault(inTurn(bodies))

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, named)
  })
})

describe.concurrent('a success that is no listing is an error, and not a bucket without uploads', () => {
  test.for<[string, string, string]>([
    [
      'a web page',
      '<!DOCTYPE html><html><body>Welcome</body></html>',
      'it has a document type, as HTML pages do',
    ],
    [
      'a web page without a document type',
      '<html><body>Please log in</body></html>',
      'it is <html>, not <ListMultipartUploadsResult>',
    ],
    ['JSON', '{"uploads":[]}', 'it has text where an element should be'],
    ['nothing', '', 'it is empty'],
    ['white space', ' \r\n\t ', 'it is empty'],
    ['an XML declaration and nothing else', '<?xml version="1.0" encoding="UTF-8"?>', 'it holds no element'],
    [
      'a listing of objects',
      page({ root: 'ListBucketResult', keys: KEYS }),
      'it is <ListBucketResult>, not <ListMultipartUploadsResult>',
    ],
    [
      'a listing of parts',
      page({ root: 'ListPartsResult', keys: KEYS }),
      'it is <ListPartsResult>, not <ListMultipartUploadsResult>',
    ],
    [
      'a listing inside of something else',
      `<Response>${ALL.replace(/^<.*>\n/, '')}</Response>`,
      'it is <Response>',
    ],
    [
      'a listing cut off between two uploads',
      ALL.slice(0, ALL.lastIndexOf('<Upload>')),
      'it ends in the middle of <',
    ],
    [
      'a listing cut off inside of a key',
      ALL.slice(0, ALL.lastIndexOf('<Key>') + 5),
      'it ends in the middle of <Key>',
    ],
    ['a listing cut off inside of a tag', ALL.slice(0, -3), 'it ends in the middle of a tag'],
    [
      'two listings, one behind the other',
      `${ALL}${ALL.replace(/^<.*>\n/, '')}`,
      '<ListMultipartUploadsResult> follows where it should end',
    ],
    [
      'a truncation that is neither true nor false',
      ALL.replace('<IsTruncated>false', '<IsTruncated>maybe'),
      'its IsTruncated is "maybe"',
    ],
    [
      'the listing of another bucket',
      page({ bucket: 'honest', keys: KEYS }),
      'it is about the bucket "honest"',
    ],
    ['a bomb of entities', BOMB, 'it has a document type, as HTML pages do'],
    ['an entity that nobody knows', ALL.replace('<Key>a<', '<Key>&b;<'), 'it has the unknown reference &b;'],
    ['a million elements, one inside of the other', '<a>'.repeat(1_000_000), 'it is <a>, not'],
    [
      'a listing with a million elements, one inside of the other',
      ALL.replace('<Key>a<', `<Key>${'<a>'.repeat(1_000_000)}<`),
      'its elements are nested too deeply',
    ],
  ])('%s', async ([, body, named]) => {
    const stage = await setStage()
    stage.server.fault(inTurn([body]))

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, IS_NO_LISTING + named)
  })
})

describe.concurrent('a listing that cannot be had to its end is none', () => {
  const FIRST = page({ keys: ['a', 'b'], next: { key: 'b', id: 'lying-b' } })
  const DENIED = '<Error><Code>AccessDenied</Code><Message>Not you</Message></Error>'

  test('an error with the status 200', async () => {
    const stage = await setStage()
    stage.server.fault(inTurn([`<?xml version="1.0"?>\n${DENIED}`]))

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(
      stage,
      run,
      'The credentials may not list the uploads in progress in the bucket `lying` (AccessDenied, "Not you"). Grant them `s3:ListBucketMultipartUploads`',
    )
  })

  test('an error with the status 200 on the second page', async () => {
    const stage = await setStage()
    stage.server.fault(inTurn([FIRST, DENIED]))

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, 'That was page 2 of the listing; nothing was aborted in this bucket.')
  })

  test('a refusal of the second page', async () => {
    const stage = await setStage()
    stage.server.fault({ ...inTurn([FIRST]), times: 1 })
    stage.server.fault({ when: isListing, do: { status: 403, code: 'AccessDenied' } })

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, 'That was page 2 of the listing; nothing was aborted in this bucket.')
  })

  test('a second page that is no listing', async () => {
    const stage = await setStage()
    stage.server.fault(inTurn([FIRST, '<html></html>']))

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, 'Page 2 of the listing of `lying` is no S3 listing: it is <html>')
  })

  test('a second page that fails for ever, each time six times', async () => {
    const stage = await setStage()
    stage.server.fault({ ...inTurn([FIRST]), when: (target) => isListing(target) && isFirstPage(stage) })
    stage.server.fault({ when: isListing, do: { status: 500 } })

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, 'That was page 2 of the listing; nothing was aborted in this bucket.')
    // Once plainly, and once with keys in URL encoding, as some servers want it.
    expect(stage.server.requests.filter(isListing)).toHaveLength(2 * (1 + 6))
  })

  /** After the first page, and after the first page in URL encoding, six failures follow. */
  function isFirstPage({ server }: Stage): boolean {
    return server.requests.filter(isListing).length % 7 === 0
  }

  test('a body that is shorter than its Content-Length', async () => {
    const stage = await setStage()
    stage.server.fault({ when: isListing, do: { truncateBodyAt: 200 } })

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, 'failed in spite of several attempts (ECONNRESET')
    expect(stage.server.requests.filter(isListing)).toHaveLength(6)
  })

  test('a body without an end', async () => {
    const stage = await setStage()
    const megabyte = Buffer.alloc(1024 * 1024, ' ')
    const pieces = Array.from({ length: 66 }, () => megabyte)
    stage.server.fault({
      when: isListing,
      do: { respond: (answer) => ({ ...answer, body: { size: 66 * megabyte.length, pieces } }) },
    })

    const run = await runAction(stage.inputs)

    expectOnlyHonestCleaned(stage, run, 'the answer is longer than any listing page')
    expect(stage.server.requests.filter(isListing)).toHaveLength(1)
  })
})

describe.concurrent('an upload whose start cannot be true is kept and named, and hides no other', () => {
  test.for<[string, string | undefined]>([
    ['none', undefined],
    ['an empty one', ''],
    ['no zone', '2020-01-01T00:00:00.000'],
    ['no date', 'yesterday'],
    ['a day without a time', '2020-01-01'],
    ['a day that is none', '2020-13-45T00:00:00.000Z'],
    ['the year 1', '0001-01-01T00:00:00.000Z'],
    ['1970', '1970-01-01T00:00:00.000Z'],
    ['before there were uploads, as moto says', '2010-11-10T20:48:33.000Z'],
    ['the year 9999', '9999-12-31T23:59:59.999Z'],
    ['tomorrow', new Date(Date.now() + DAY_MS).toISOString()],
  ])('%s', async ([, initiated]) => {
    const stage = await setStage()
    const { server } = stage
    server.createUpload('lying', 'doubtful', { uploadId: 'doubtful', initiated: LONG_AGO })
    const its = /(<Key>doubtful<.*?)<Initiated>.*?<\/Initiated>/
    server.fault({
      when: isListing,
      do: {
        respond: (answer) => ({
          ...answer,
          body: String(answer.body).replace(its, `$1${element('Initiated', initiated)}`),
        }),
      },
    })

    const run = await runAction(stage.inputs)

    expect(server.uploads('lying').map(({ uploadId }) => uploadId)).toEqual(['doubtful'])
    expect(server.uploads('honest')).toEqual([])
    expect(run.outputs).toMatchObject({ listed: '7', stale: '6', aborted: '6', kept: '1' })
    expect(warnings(run)).toEqual([
      expect.stringContaining('1 upload in `lying` has no start date that can be true, and was kept'),
    ])
    expect(errors(run)).toEqual([])
    expect(run.exitCode).toBe(0)
    const named = jsonReport(run).buckets.flatMap(({ uploads }) =>
      uploads.filter(({ verdict }) => verdict !== 'stale'),
    )
    expect(named).toMatchObject([
      { bucket: 'lying', key: 'doubtful', uploadId: 'doubtful', verdict: 'unknown-age' },
    ])
  })
})

test.concurrent('a server that gives more than the prefix that it was asked for loses nothing outside of it', async () => {
  const { server, inputs } = await setStage()
  server.createUpload('lying', 'logs/x', { uploadId: 'inside', initiated: LONG_AGO })
  server.createUpload('lying', 'catalogs/logs/x', { uploadId: 'outside', initiated: LONG_AGO })
  const everything = server.uploads('lying').map(({ key, uploadId }) => {
    return `<Upload>${element('Key', key)}${element('UploadId', uploadId)}${element('Initiated', LONG_AGO.toISOString())}</Upload>`
  })
  server.fault({
    when: isListing,
    times: 1,
    do: {
      respond: (answer) => ({
        ...answer,
        body: String(answer.body).replace(/<Upload>.*<\/Upload>/, everything.join('')),
      }),
    },
  })

  const run = await runAction({ ...inputs, bucket: 'lying', prefix: 'logs/' })

  expect(run.exitCode).toBe(0)
  expect(run.outputs).toMatchObject({ listed: '1', aborted: '1' })
  const left = server.uploads('lying').map(({ uploadId }) => uploadId)
  expect(left.sort()).toEqual(['lying-a', 'lying-b', 'lying-c', 'outside'])
})

describe.concurrent('parts that cannot be seen keep their upload, and that is a problem', () => {
  const part = (number: number): string =>
    `<Part>${element('PartNumber', number)}${element('LastModified', LONG_AGO.toISOString())}${element('Size', 5)}</Part>`
  const parts = (number: number, next: string | undefined, uploadId = 'lying-b'): string =>
    document(
      'ListPartsResult',
      `${element('UploadId', uploadId)}${element('NextPartNumberMarker', next)}${element('IsTruncated', next !== undefined)}${part(number)}`,
    )
  const NOT_TO_THE_END = 'The parts of an upload in `lying` cannot be listed to the end'
  const IS_NO_LIST = 'The answer to ListParts for `lying` is not what S3 answers: '

  test.for<[string, string[], string, number]>([
    ['the same page for ever', [parts(1, '1')], NOT_TO_THE_END, 2],
    ['two pages in a circle', [parts(1, '1'), parts(2, '2')], NOT_TO_THE_END, 3],
    ['three pages in a circle', [parts(1, '1'), parts(2, '2'), parts(3, '3')], NOT_TO_THE_END, 4],
    ['more to follow, and no marker', [parts(1, '')], NOT_TO_THE_END, 1],
    ['a web page', ['<html></html>'], `${IS_NO_LIST}it is <html>, not <ListPartsResult>`, 1],
    ['nothing', [''], `${IS_NO_LIST}it is empty`, 1],
    ['a list cut off', [parts(1, undefined).slice(0, -20)], `${IS_NO_LIST}it ends in the middle of`, 1],
    [
      "another upload's parts",
      [parts(1, undefined, 'lying-a')],
      `${IS_NO_LIST}it is about the upload "lying-a"`,
      1,
    ],
    [
      "another upload's parts on the second page",
      [parts(1, '1'), parts(2, undefined, 'lying-a')],
      `${IS_NO_LIST}it is about the upload "lying-a"`,
      2,
    ],
    [
      'a part without a date',
      [parts(1, undefined).replace(/<LastModified>.*<\/LastModified>/, '')],
      `${IS_NO_LIST}a part has the date ""`,
      1,
    ],
    [
      'an error with the status 200',
      ['<Error><Code>AccessDenied</Code></Error>'],
      'Grant them `s3:ListMultipartUploadParts`',
      1,
    ],
  ])('%s', async ([, bodies, named, requests]) => {
    const { server, inputs } = await setStage()
    let asked = 0
    server.fault({
      when: ({ operation, uploadId }) => operation === 'ListParts' && uploadId === 'lying-b',
      do: { respond: (answer) => ({ ...answer, body: bodies[asked++ % bodies.length] ?? '' }) },
    })

    const run = await runAction(inputs)

    expect(errors(run)).toEqual([expect.stringContaining(named)])
    expect(asked).toBe(requests)
    expect(server.uploads('lying').map(({ uploadId }) => uploadId)).toEqual(['lying-b'])
    expect(server.uploads('honest')).toEqual([])
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ listed: '6', stale: '5', aborted: '5', kept: '1' })
    const { buckets } = jsonReport(run)
    expect(buckets[0]?.problems).toEqual([{ message: expect.stringContaining(named), times: 1 }])
    expect(buckets[0]?.uploads.filter(({ outcome }) => outcome === 'kept')).toMatchObject([
      { key: 'b', uploadId: 'lying-b', verdict: 'unknown-activity' },
    ])
  })
})
