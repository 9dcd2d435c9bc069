import { request } from 'node:http'
import { Signer } from '../../src/storage/signature.ts'
import { encodeUri } from '../s3-server/uri.ts'
import type { Credentials } from './server.ts'

/** Where to ask. */
export interface Place extends Credentials {
  readonly endpoint: string
  readonly region: string
}

/** A request as no SDK lets it through: with an empty upload id, an empty key, a made-up marker. */
export interface RawRequest {
  readonly method?: 'GET' | 'DELETE'
  /** Undefined: of the bucket. */
  readonly key?: string
  readonly query: Readonly<Record<string, string>>
  /** Undefined: the server's own. */
  readonly region?: string
}

/** What a client can see of an answer, without what is of the moment: ids of requests, owners, dates. */
export interface RawAnswer {
  readonly status: number
  readonly code?: string
  readonly hasMessage?: boolean
  readonly named?: string
  readonly listing?: Listing
}

interface Listing {
  readonly uploads: readonly string[]
  readonly parts: number
  readonly truncated: string | undefined
  readonly encodingType: string | undefined
  readonly nextKeyMarker: string | undefined
  readonly nextUploadIdMarker: string | undefined
}

export async function ask(place: Place, bucket: string, asked: RawRequest): Promise<RawAnswer> {
  const { status, body } = await send(place, bucket, asked)
  if (status >= 400)
    return {
      status,
      code: text(body, 'Code') ?? '',
      hasMessage: (text(body, 'Message') ?? '') !== '',
      named: text(body, 'Region') ?? '',
    }
  return body.includes('Result') ? { status, listing: listingOf(body) } : { status }
}

function listingOf(body: string): Listing {
  const uploads = [...body.matchAll(/<Upload>(.*?)<\/Upload>/gs)].map(
    ([, upload = '']) => `${text(upload, 'Key')} ${text(upload, 'UploadId')}`,
  )
  return {
    uploads,
    parts: body.split('<Part>').length - 1,
    truncated: text(body, 'IsTruncated'),
    encodingType: text(body, 'EncodingType'),
    nextKeyMarker: text(body, 'NextKeyMarker'),
    nextUploadIdMarker: text(body, 'NextUploadIdMarker'),
  }
}

/** To a client, an element that is there and empty is as good as none, and a reference may have leading zeros. */
function text(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found === '' ? undefined : found?.replace(/&#x0*/g, '&#x')
}

function send(
  place: Place,
  bucket: string,
  { method = 'GET', key = '', query, region = place.region }: RawRequest,
): Promise<{ status: number; body: string }> {
  const url = new URL(place.endpoint)
  const path = `/${bucket}/${encodeUri(key)}`
  const search = Object.entries(query)
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .sort()
    .join('&')
  const signable = { method, path, query: search, headers: { host: url.host } }
  const headers = new Signer().sign(signable, place, { region, service: 's3' }, Date.now())
  return new Promise((resolve, reject) => {
    const { hostname, port } = url
    const sent = request({ method, hostname, port, path: `${path}?${search}`, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    sent.on('error', reject).end()
  })
}
