import { createReadStream } from 'node:fs'

/** No bucket's totals and no upload take as much, in characters: what does is no report. */
const LONGEST_LINE = 4 * 1024 * 1024
/** All but the uploads, of ten thousand buckets and more. */
const MOST_TEXT = 64 * 1024 * 1024

/**
 * Reads a report without ever holding its uploads, of which there may be millions: each has a line to itself, and is
 * handed over as it comes. Gives the rest, with empty lists in their place.
 * @throws {SyntaxError} when it is not laid out as the action writes it
 */
export async function readReportFile(path: string, onUpload: (entry: unknown) => void): Promise<unknown> {
  let text = ''
  let inUploads = false
  for await (const line of linesOf(path)) {
    if (inUploads && !line.startsWith(']')) {
      onUpload(JSON.parse(line.replace(/,\s*$/, '')))
      continue
    }
    text += `${line}\n`
    if (text.length > MOST_TEXT) throw new SyntaxError('it is too long')
    inUploads = line.endsWith('"uploads":[')
  }
  return JSON.parse(text)
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new SyntaxError('it has too long a line')
    yield* lines
  }
  if (rest !== '') yield rest
}
