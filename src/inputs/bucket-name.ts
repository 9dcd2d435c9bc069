import { isGlob } from '../uploads/glob.ts'

const ACCESS_POINT_ARN =
  /^arn:[a-z-]+:(s3|s3-outposts):([a-z0-9-]*):\d{12}:(?:accesspoint|outpost)[:/][A-Za-z0-9:/.-]+$/
/** The longest name that any known store allows; AWS has had names of 255 characters. */
const LONGEST_NAME = 255

export function isArn(bucket: string): boolean {
  return bucket.startsWith('arn:')
}

/** What is wrong with a bucket as the user wrote it; undefined when it can be used. */
export function bucketProblem(bucket: string, endpoint: URL | undefined): string | undefined {
  // Not shown: it holds a password.
  if (/:.*@/.test(bucket))
    return 'must not hold a user or password. Write the name alone, for example `bucket: my-bucket`.'
  if (/[?&][^=]*(?:signature|token|credential)=/i.test(bucket))
    return 'must not be a signed URL. Write the name alone, for example `bucket: my-bucket`.'
  if (bucket.includes('://')) return urlProblem(bucket)
  if (isArn(bucket)) return arnProblem(bucket, endpoint)
  // No bucket may be called so: it is the alias of a multi-region access point.
  if (endpoint === undefined && bucket.endsWith('.mrap')) return multiRegionProblem(bucket)
  if (bucket === '.' || bucket === '..')
    return `\`${bucket}\` is not a bucket name: in a URL it would address another bucket.`
  // In a glob such as `{dev,test}-logs` a comma is right.
  if (bucket.includes(',') && !bucket.includes('{'))
    return `\`${bucket}\` is not a bucket name. Write one bucket a line.`
  if (bucket.includes('/')) return pathProblem(bucket)
  // A glob is for the buckets of one's own, so it does without `?`, which is more often the begin of a query.
  if (
    /[\s?#\p{Cc}\p{Cs}%"<>^`|\\]/u.test(isGlob(bucket) ? bucket.replaceAll('\\', '') : bucket) ||
    bucket.length > LONGEST_NAME
  ) {
    return `\`${bucket}\` is not a bucket name. Write for example \`bucket: my-bucket\`, or a glob such as \`logs-*\`.`
  }
  return undefined
}

function urlProblem(url: string): string {
  const [, scheme = '', bucket = '', key = ''] = /^(\w+):\/\/([^/]*)\/?(.*)$/.exec(url) ?? []
  if (scheme !== 's3')
    return `\`${url}\` is a URL. Write the bucket's name here, and the URL of the store as \`endpoint\`.`
  const prefix = key === '' ? '' : ` and \`prefix: ${key}\``
  return `\`${url}\` is a URL. Write \`bucket: ${bucket}\`${prefix}.`
}

function pathProblem(path: string): string {
  const [bucket = '', ...rest] = path.split('/')
  return `\`${path}\` is not a bucket name. Write \`bucket: ${bucket}\` and \`prefix: ${rest.join('/')}\`, if that is meant.`
}

function arnProblem(arn: string, endpoint: URL | undefined): string | undefined {
  const [, , region] = ACCESS_POINT_ARN.exec(arn) ?? []
  if (region === undefined) {
    return `\`${arn}\` is not an access point ARN. Write for example \`arn:aws:s3:eu-central-1:123456789012:accesspoint/my-access-point\`, or a bucket's name.`
  }
  if (region === '') return multiRegionProblem(arn)
  if (endpoint !== undefined)
    return `\`${arn}\` is an ARN, which only AWS knows. Leave \`endpoint\` out, or name a bucket.`
  return undefined
}

function multiRegionProblem(bucket: string): string {
  return `\`${bucket}\` is a multi-region access point, which this action cannot sign for. Name the buckets behind it.`
}
