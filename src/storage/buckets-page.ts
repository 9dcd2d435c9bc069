import { sendable } from './list-document.ts'
import { child, childText, parseXml } from './xml.ts'

export interface BucketsPage {
  readonly names: readonly string[]
  readonly continuationToken: string | undefined
}

/**
 * Reads a `ListAllMyBucketsResult`.
 *
 * @throws {SyntaxError} that says what was seen instead
 */
export function readBuckets(body: string): BucketsPage {
  const root = parseXml(body)
  if (root.name !== 'ListAllMyBucketsResult')
    throw new SyntaxError(`it is <${root.name}>, not <ListAllMyBucketsResult>`)
  const entries = child(root, 'Buckets')?.children ?? []
  const token = childText(root, 'ContinuationToken')
  return {
    names: entries.flatMap((entry) => childText(entry, 'Name') || []),
    continuationToken: sendable('ContinuationToken', token),
  }
}
