import { document, element } from '../s3-server/xml.ts'
import type { Answering, HostAnswer } from './internet.ts'
import type { SeenRequest } from './seen-request.ts'

const LONG_AGO = new Date(Date.now() - 30 * 86_400_000).toISOString()

export interface ListedUpload {
  readonly key: string
  readonly uploadId: string
}

/** What S3 answers to the action, whatever bucket it asks for: these uploads, a month old, until they are aborted. */
export function s3Answers(uploads: readonly ListedUpload[]): Answering {
  const left = new Map(uploads.map((upload) => [upload.uploadId, upload]))
  return ({ line }) => {
    if (line.startsWith('DELETE ')) {
      left.delete(decodeURIComponent(line.split('uploadId=')[1] ?? ''))
      return { status: 204 }
    }
    if (/[?&]uploadId=/.test(line)) return ok(document('ListPartsResult', part()))
    if (/[?&]uploads=/.test(line)) return ok(listing([...left.values()]))
    return { status: 400, body: errorBody('InvalidRequest', 'Not a request of this action.') }
  }
}

/** The same, but some hosts (or lines) answer something else. */
export function unless(
  answer: Answering,
  special: (request: SeenRequest) => HostAnswer | undefined,
): Answering {
  return (request) => special(request) ?? answer(request)
}

export function errorBody(
  code: string,
  message: string,
  details: Readonly<Record<string, string>> = {},
): string {
  const more = Object.entries(details).map(([name, text]) => element(name, text))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${element('Code', code)}${element('Message', message)}${more.join('')}</Error>`
}

export function ok(body: string): HostAnswer {
  return { status: 200, body }
}

function listing(uploads: readonly ListedUpload[]): string {
  const items = uploads.map(
    ({ key, uploadId }) =>
      `<Upload>${element('Key', key)}${element('UploadId', uploadId)}${element('Initiated', LONG_AGO)}</Upload>`,
  )
  return document('ListMultipartUploadsResult', element('IsTruncated', 'false') + items.join(''))
}

function part(): string {
  const content =
    element('PartNumber', 1) +
    element('Size', 5_000_000) +
    element('LastModified', LONG_AGO) +
    element('ETag', '"0"')
  return `${element('IsTruncated', 'false')}<Part>${content}</Part>`
}
