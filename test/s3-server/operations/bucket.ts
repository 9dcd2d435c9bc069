import { type Answer, emptyAnswer, xmlAnswer } from '../answer.ts'
import { DEFAULT_OWNER, ownerElement } from '../owner.ts'
import { invalidArgument, S3Error } from '../s3-error.ts'
import { document, element, elementTexts } from '../xml.ts'
import type { BucketHandler, Context, Handler } from './handler.ts'

const MAX_BUCKETS = 10_000

export const listBuckets: Handler = ({ request, settings, store }) => {
  const { query } = request
  const prefix = query.get('prefix') ?? ''
  const token = query.get('continuation-token')
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString()
  const rest = store.names().filter((name) => name.startsWith(prefix) && name > after)
  const page = rest.slice(0, readMaximum(query.get('max-buckets')))
  const next = rest.length > page.length ? Buffer.from(page.at(-1) ?? '').toString('base64url') : undefined
  const buckets = page.map((name) => {
    const { createdMs, region } = store.get(name).properties
    return `<Bucket>${element('Name', name)}${element('CreationDate', new Date(createdMs).toISOString())}${element('BucketRegion', region)}</Bucket>`
  })
  const content = `${ownerElement('Owner', DEFAULT_OWNER)}<Buckets>${buckets.join('')}</Buckets>`
  const paging = element('Prefix', query.get('prefix')) + element('ContinuationToken', next)
  return xmlAnswer(document('ListAllMyBucketsResult', content + paging), {
    'x-amz-bucket-region': settings.region,
  })
}

export const headBucket: BucketHandler = (_context, bucket) =>
  emptyAnswer(200, { 'x-amz-bucket-region': bucket.properties.region })

export const createBucket: Handler = async (context) => {
  const { request, settings, store, nowMs } = context
  const name = request.bucket ?? ''
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
    throw new S3Error({
      status: 400,
      code: 'InvalidBucketName',
      message: 'The specified bucket is not valid.',
    })
  const region = await requestedRegion(context)
  if (store.find(name) !== undefined) throw alreadyOwned(name)
  store.create({ name, owner: DEFAULT_OWNER, region: region ?? settings.region, createdMs: nowMs })
  return emptyAnswer(200, { location: `/${name}` })
}

/** Also what a DELETE of an upload with an empty key comes to, on the servers that do not look closely. */
export const deleteBucket: BucketHandler = ({ request, settings, store }, bucket): Answer => {
  const { emptyKey } = settings.personality
  if (request.uploadId !== undefined && emptyKey !== undefined) throw new S3Error(emptyKey)
  if (bucket.objects.size > 0) {
    const message = 'The bucket you tried to delete is not empty'
    throw new S3Error({ status: 409, code: 'BucketNotEmpty', message })
  }
  store.delete(bucket.properties.name)
  return emptyAnswer(204)
}

export const getBucketLocation: BucketHandler = (_context, bucket) => {
  const { region } = bucket.properties
  return xmlAnswer(document('LocationConstraint', region === 'us-east-1' ? '' : region))
}

export const getBucketLifecycle: BucketHandler = () => {
  const message = 'The lifecycle configuration does not exist'
  throw new S3Error({ status: 404, code: 'NoSuchLifecycleConfiguration', message })
}

async function requestedRegion({ payload }: Context): Promise<string | undefined> {
  const body = (await payload()).toString()
  return elementTexts(body, 'LocationConstraint')[0]
}

function readMaximum(text: string | undefined): number {
  if (text === undefined || text === '') return MAX_BUCKETS
  const maximum = Number(text)
  if (Number.isInteger(maximum) && maximum >= 1 && maximum <= MAX_BUCKETS) return maximum
  throw invalidArgument(`Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`, 'max-buckets')
}

function alreadyOwned(name: string): S3Error {
  const message = 'Your previous request to create the named bucket succeeded and you already own it.'
  return new S3Error({ status: 409, code: 'BucketAlreadyOwnedByYou', message, details: { BucketName: name } })
}
