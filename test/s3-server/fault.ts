import type { Answer } from './answer.ts'
import type { Operation } from './operation.ts'
import { headerOf } from './operations/handler.ts'
import type { S3Request } from './s3-request.ts'

/** What a fault may choose its requests by. */
export interface FaultTarget {
  readonly operation: Operation
  readonly bucket: string | undefined
  readonly key: string | undefined
  readonly uploadId: string | undefined
  readonly sessionToken: string | undefined
  /** Counts the requests of this operation from 1. */
  readonly nth: number
}

export type FaultAction =
  | {
      readonly status: number
      readonly code?: string
      readonly message?: string
      readonly headers?: Readonly<Record<string, string>>
      /** Instead of an S3 error. */
      readonly body?: string
    }
  /** The socket is destroyed. */
  | 'reset'
  /** The request is carried out, and the socket is destroyed in place of an answer. */
  | 'lose-answer'
  /** No answer ever comes. */
  | 'hang'
  | { readonly delayMs: number }
  /** The request is taken up when the promise is fulfilled. */
  | { readonly until: Promise<void> }
  /** The connection ends in the middle of the body. */
  | { readonly truncateBodyAt: number }
  /** Something else happens right before the request, which then is answered as ever. */
  | { readonly meanwhile: (request: S3Request) => void }
  /** Whatever the test makes of the answer that would have come. */
  | { readonly respond: (answer: Answer) => Answer }

export interface Fault {
  /** Every request, when left out. */
  readonly when?: (target: FaultTarget) => boolean
  /** How often; without end, when left out. */
  readonly times?: number
  readonly do: FaultAction
}

/** The faults that are to happen, first come, first served. */
export class Faults {
  readonly #faults: { readonly fault: Fault; left: number }[] = []
  readonly #counts = new Map<Operation, number>()

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY })
  }

  next(request: S3Request): FaultAction | undefined {
    const { operation, bucket, key, uploadId } = request
    const nth = (this.#counts.get(operation) ?? 0) + 1
    this.#counts.set(operation, nth)
    const sessionToken = headerOf(request, 'x-amz-security-token')
    const target = { operation, bucket, key, uploadId, sessionToken, nth }
    const found = this.#faults.find(({ fault, left }) => left > 0 && (fault.when?.(target) ?? true))
    if (found === undefined) return undefined
    found.left--
    return found.fault.do
  }
}
