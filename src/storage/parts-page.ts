import { EARLIEST_MS } from '../uploads/judge.ts'
import { parseDate } from './date.ts'
import { type Fields, readListDocument, readTruncated, type Shape, sendable } from './list-document.ts'

/** One page of an upload's parts, added up. */
export interface PartsPage {
  readonly count: number
  readonly bytes: number
  readonly newestMs: number | undefined
  readonly isTruncated: boolean
  readonly nextMarker: string | undefined
}

type Page = Fields<'UploadId' | 'IsTruncated' | 'NextPartNumberMarker'>
type Part = Fields<'Size' | 'LastModified'>
const PARTS: Shape<keyof Page, keyof Part> = {
  root: 'ListPartsResult',
  own: ['UploadId', 'IsTruncated', 'NextPartNumberMarker'],
  item: 'Part',
  fields: ['Size', 'LastModified'],
}

/**
 * Reads a `ListPartsResult`.
 *
 * @throws {SyntaxError} that says what was seen instead; a part without a date or a size is such a thing, because its
 *   upload could be in use; and so is the answer about another upload, as a cache may give it
 */
export function readParts(body: string, uploadId: string): PartsPage {
  const { own, items: parts } = readListDocument(body, PARTS)
  if (own.UploadId && own.UploadId !== uploadId)
    throw new SyntaxError(`it is about the upload ${JSON.stringify(own.UploadId)}`)
  let bytes = 0
  let newestMs: number | undefined
  for (const part of parts) {
    bytes += sizeOf(part)
    newestMs = Math.max(newestMs ?? Number.NEGATIVE_INFINITY, modifiedMs(part))
  }
  const marker = sendable('NextPartNumberMarker', own.NextPartNumberMarker)
  // No part has the number 0: it says that none was listed.
  const nextMarker = marker === '0' ? undefined : marker
  return {
    count: parts.length,
    bytes,
    newestMs,
    isTruncated: readTruncated(own.IsTruncated, parts.length === 0 ? undefined : nextMarker),
    nextMarker,
  }
}

function sizeOf({ Size = '' }: Part): number {
  if (!/^\d+$/.test(Size) || !Number.isSafeInteger(Number(Size)))
    throw new SyntaxError(`a part has the size ${JSON.stringify(Size)}`)
  return Number(Size)
}

function modifiedMs({ LastModified }: Part): number {
  const ms = parseDate(LastModified)
  // Servers that do not know when write the year 1 or 1970: such a part may have come just now.
  if (ms === undefined || ms < EARLIEST_MS)
    throw new SyntaxError(`a part has the date ${JSON.stringify(LastModified ?? '')}`)
  return ms
}
