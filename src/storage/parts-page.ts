import { parseDate } from './date.ts'
import { childText, type Element, parseXml } from './xml.ts'

/** One page of an upload's parts, added up. */
export interface PartsPage {
  readonly count: number
  readonly bytes: number
  readonly newestMs: number | undefined
  readonly isTruncated: boolean
  readonly nextMarker: string | undefined
}

/**
 * Reads a `ListPartsResult`.
 *
 * @throws {SyntaxError} that says what was seen instead; a part without a date or a size is such a thing, because its
 *   upload could be in use
 */
export function readParts(body: string): PartsPage {
  const root = parseXml(body)
  if (root.name !== 'ListPartsResult') throw new SyntaxError(`it is <${root.name}>, not <ListPartsResult>`)
  const parts = root.children.filter((element) => element.name === 'Part')
  let bytes = 0
  let newestMs: number | undefined
  for (const part of parts) {
    bytes += sizeOf(part)
    newestMs = Math.max(newestMs ?? Number.NEGATIVE_INFINITY, modifiedMs(part))
  }
  const nextMarker = childText(root, 'NextPartNumberMarker')
  return {
    count: parts.length,
    bytes,
    newestMs,
    isTruncated: childText(root, 'IsTruncated')?.trim().toLowerCase() === 'true',
    nextMarker: nextMarker === '' ? undefined : nextMarker,
  }
}

function sizeOf(part: Element): number {
  const text = childText(part, 'Size') ?? ''
  if (!/^\d+$/.test(text)) throw new SyntaxError(`a part has the size ${JSON.stringify(text)}`)
  return Number(text)
}

function modifiedMs(part: Element): number {
  const text = childText(part, 'LastModified')
  const ms = parseDate(text)
  if (ms === undefined) throw new SyntaxError(`a part has the date ${JSON.stringify(text ?? '')}`)
  return ms
}
