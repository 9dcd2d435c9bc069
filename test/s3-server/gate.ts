import type { Account } from './account.ts'
import type { Bucket } from './bucket.ts'
import { headerOf, type Settings } from './operations/handler.ts'
import { accessDenied, S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import { readAuthorization, type SignatureVerifier } from './signature.ts'

/** Lets a request through to the bucket that it names, or refuses it as AWS does. */
export class Gate {
  readonly #settings: Settings
  readonly #verifier: SignatureVerifier | undefined

  /** @param verifier undefined: signatures are not looked at */
  constructor(settings: Settings, verifier: SignatureVerifier | undefined) {
    this.#settings = settings
    this.#verifier = verifier
  }

  /** @throws {S3Error} */
  check(request: S3Request, bucket: Bucket | undefined, nowMs: number): void {
    if (this.#verifier !== undefined) this.#checkSender(this.#verifier, request, bucket, nowMs)
    this.#checkOwner(request, bucket)
  }

  #checkSender(
    verifier: SignatureVerifier,
    request: S3Request,
    bucket: Bucket | undefined,
    nowMs: number,
  ): void {
    const authorization = readAuthorization(request)
    const region = bucket?.properties.region ?? this.#settings.region
    const account: Account = verifier.verify(request, authorization, nowMs)
    if (!this.#settings.personality.acceptsRegion(authorization.region, region))
      throw this.#wrongRegion(authorization.region, region)
    if (account.denied?.includes(request.operation)) throw new S3Error(accessDenied)
  }

  #wrongRegion(signedFor: string, region: string): S3Error {
    const { wrongRegion } = this.#settings.personality
    return wrongRegion === undefined ? malformed(signedFor, region) : new S3Error(wrongRegion)
  }

  #checkOwner(request: S3Request, bucket: Bucket | undefined): void {
    const expected = headerOf(request, 'x-amz-expected-bucket-owner')
    const { expectedOwner } = this.#settings.personality
    if (expected === undefined || expectedOwner === 'ignored') return
    if (expectedOwner !== 'checked') throw new S3Error(expectedOwner)
    if (bucket !== undefined && bucket.properties.owner !== expected) throw new S3Error(accessDenied)
  }
}

function malformed(signedFor: string, region: string): S3Error {
  return new S3Error({
    status: 400,
    code: 'AuthorizationHeaderMalformed',
    message: `The authorization header is malformed; the region '${signedFor}' is wrong; expecting '${region}'`,
    details: { Region: region },
    headers: { 'x-amz-bucket-region': region },
  })
}
