import type { ErrorAnswer } from './s3-error.ts'
import { element } from './xml.ts'

/** A body too large to hold, piece by piece. */
export interface Pieces {
  readonly size: number
  readonly pieces: Iterable<Uint8Array>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Pieces
}

const XML = { 'content-type': 'application/xml' }

export function xmlAnswer(body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { ...XML, ...headers }, body }
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' }
}

export interface ErrorContext {
  readonly resource: string
  readonly requestId: string
  /** Some servers leave it out. */
  readonly withMessage: boolean
}

export function errorAnswer(error: ErrorAnswer, context: ErrorContext): Answer {
  const details = Object.entries(error.details ?? {}).map(([name, text]) => element(name, text))
  const message = context.withMessage ? element('Message', error.message) : ''
  const content = `${element('Code', error.code)}${message}${details.join('')}${element('Resource', context.resource)}${element('RequestId', context.requestId)}`
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}</Error>`
  return { status: error.status, headers: { ...XML, ...error.headers }, body }
}
