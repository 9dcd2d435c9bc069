/** What an error answer says; plain data, so that a personality can hold one. */
export interface ErrorAnswer {
  readonly status: number
  readonly code: string
  readonly message: string
  /** More elements of the body, such as `Region`. */
  readonly details?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown anywhere below the server; it becomes the XML answer. */
export class S3Error extends Error {
  readonly answer: ErrorAnswer

  constructor(answer: ErrorAnswer) {
    super(answer.message)
    this.name = answer.code
    this.answer = answer
  }
}

export const noSuchBucket = (bucket: string): S3Error =>
  new S3Error({
    status: 404,
    code: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
    details: { BucketName: bucket },
  })

export const noSuchKey: ErrorAnswer = {
  status: 404,
  code: 'NoSuchKey',
  message: 'The specified key does not exist.',
}

export const noSuchUpload: ErrorAnswer = {
  status: 404,
  code: 'NoSuchUpload',
  message:
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
}

export const accessDenied: ErrorAnswer = { status: 403, code: 'AccessDenied', message: 'Access Denied' }

export const notImplemented: ErrorAnswer = {
  status: 501,
  code: 'NotImplemented',
  message: 'A header or parameter that you provided implies functionality that is not implemented.',
}

export const internalError: ErrorAnswer = {
  status: 500,
  code: 'InternalError',
  message: 'We encountered an internal error. Please try again.',
}

export function invalidArgument(message: string, name?: string): S3Error {
  const details = name === undefined ? {} : { ArgumentName: name }
  return new S3Error({ status: 400, code: 'InvalidArgument', message, details })
}
