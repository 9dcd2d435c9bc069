/** Stores that sign for the region `auto`: Cloudflare R2, Google Cloud Storage. */
const REGION_AUTO_HOSTS = /(?:^|\.)(?:r2\.cloudflarestorage\.com|storage\.googleapis\.com)$/

/** What follows a bucket in the host names of well-known stores. A bucket `s3` at `s3.example.com` is no mistake. */
const S3_HOSTS =
  /^\.(?:s3[.-]|[\w.-]+\.(?:digitaloceanspaces|r2\.cloudflarestorage|aliyuncs|linodeobjects|your-objectstorage|idrivee2(?:-\d+)?)\.com$|storage\.googleapis\.com$)/

export function wantsRegionAuto(endpoint: URL): boolean {
  return REGION_AUTO_HOSTS.test(endpoint.hostname)
}

/** What is wrong with an endpoint as the user wrote it; undefined when it can be used. */
export function endpointProblem(text: string, buckets: readonly string[]): string | undefined {
  // Not shown: it holds a password. Also where it is no URL, so the text itself is looked at.
  if (text.includes('@'))
    return 'must not hold a user or password. Set `access-key-id` and `secret-access-key`.'
  // Nor is a query: it may be a signature.
  const shown = text.replace(/[?#].*$/s, '')
  if (!/^https?:\/\//i.test(text)) {
    const host = text.includes('://') ? 's3.example.com' : shown
    return `\`${shown}\` does not begin with \`https://\` or \`http://\`. Write for example \`endpoint: https://${host}\`.`
  }
  if (!URL.canParse(text))
    return `\`${shown}\` is not a URL. Write for example \`endpoint: https://s3.example.com\`.`
  const url = new URL(text)
  // Not shown either: it may be signed.
  if (url.search !== '' || url.hash !== '') {
    return `has a query or a fragment. Write for example \`endpoint: ${url.origin}\`.`
  }
  return bucketInside(url, buckets)
}

function bucketInside(url: URL, buckets: readonly string[]): string | undefined {
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  const inPath = buckets.find((bucket) => segments.at(-1) === bucket)
  if (inPath !== undefined) {
    const rest = segments.slice(0, -1).join('/')
    return `\`${url.href}\` has the bucket \`${inPath}\` in its path, which would name it twice. Write \`endpoint: ${url.origin}${rest === '' ? '' : `/${rest}`}\`.`
  }
  const inHost = buckets.find(
    (bucket) => S3_HOSTS.test(url.hostname.slice(bucket.length)) && url.hostname.startsWith(bucket),
  )
  if (inHost !== undefined) {
    const host = url.host.slice(inHost.length + 1)
    return `\`${url.href}\` has the bucket \`${inHost}\` in its host name. Write \`endpoint: ${url.protocol}//${host}\`; set \`force-path-style: false\` to have the bucket put there.`
  }
  return undefined
}
