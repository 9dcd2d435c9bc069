import type { Refusal, Reply, Unreachable } from './reply.ts'
import type { S3Request } from './request.ts'

/** What the message has to name. */
export interface Place {
  readonly operation: S3Request['operation']
  readonly bucket: string | undefined
  /** The endpoint as the user wrote it; undefined for AWS. */
  readonly endpoint: string | undefined
  readonly region: string
}

/** What each operation needs, and what it is for. */
const PERMISSIONS: Readonly<Record<S3Request['operation'], { action: string; purpose: string }>> = {
  ListBuckets: { action: 's3:ListAllMyBuckets', purpose: 'list the buckets for the glob in `bucket`' },
  ListMultipartUploads: { action: 's3:ListBucketMultipartUploads', purpose: 'list the uploads in progress' },
  ListParts: { action: 's3:ListMultipartUploadParts', purpose: 'look at the parts of uploads' },
  AbortMultipartUpload: { action: 's3:AbortMultipartUpload', purpose: 'abort uploads' },
}

/** One line: what happened, where, and what to do about it. Without secrets, and without keys. */
export function explain(reply: Exclude<Reply, { kind: 'answer' }>, place: Place): string {
  return reply.kind === 'unreachable' ? explainUnreachable(reply, place) : explainRefusal(reply, place)
}

function explainRefusal(refusal: Refusal, place: Place): string {
  const { action, purpose } = PERMISSIONS[place.operation]
  const bucket = place.bucket === undefined ? 'the store' : `the bucket \`${place.bucket}\``
  // Backticks are ours: they mark what is code.
  const message = refusal.message.slice(0, 300).replaceAll('`', "'")
  const code = refusal.code.slice(0, 300).replaceAll('`', "'")
  const said = `${code || `HTTP status ${refusal.status}`}${message === '' ? '' : `, "${message}"`}`
  if (/x-amz-expected-bucket-owner/i.test(message))
    return `The store cannot check who owns ${bucket} (${said}). Leave out \`expected-bucket-owner\`.`
  switch (refusal.code) {
    case 'NoSuchBucket':
      return `There is no bucket \`${place.bucket}\` at ${storeOf(place)} (${refusal.code}). Correct \`bucket\`, \`endpoint\` or \`region\`.`
    case 'InvalidAccessKeyId':
      return `The store does not know the access key (${said}). Correct \`access-key-id\`; check that \`endpoint\` is the store that the key belongs to.`
    case 'SignatureDoesNotMatch':
      return `The store refused the signature (${said}). Correct \`secret-access-key\`; check that nothing was cut off or added when the secret was stored.`
    case 'ExpiredToken':
    case 'InvalidToken':
      return `The store refused the session token (${said}). Get new credentials in a step right before this one, or correct \`session-token\`.`
    case 'RequestTimeTooSkewed':
      return `The clock of this machine is too far from the store's (${said}). Set the machine's clock.`
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
      // An endpoint that wants one region for a bucket that wants another.
      if (place.endpoint !== undefined && (refusal.status === 301 || refusal.region === place.region))
        return `The bucket \`${place.bucket}\` is not at ${storeOf(place)} (${said}). Set \`endpoint\` to that of its region; leave it out for AWS.`
      return `The store wants another region than \`${place.region}\` (${said}). Set \`region\`${refusal.region === undefined ? ' to the one of the bucket' : `: ${refusal.region}`}.`
    case 'NotImplemented':
    case 'MethodNotAllowed':
      return `${capitalized(storeOf(place))} cannot ${purpose} (${said}). This store cannot be cleaned by this action.`
  }
  if (refusal.status >= 300 && refusal.status < 400 && refusal.location !== undefined) {
    const { origin } = refusal.location
    return `${capitalized(storeOf(place))} sends requests elsewhere, to ${origin} (${said}). If you trust that address, set \`endpoint: ${origin}\`.`
  }
  if (refusal.status === 404 && place.operation === 'ListMultipartUploads') {
    return `Nothing that speaks S3 was found for ${bucket} at ${storeOf(place)} (${said}). Correct \`bucket\` or \`endpoint\`; try \`force-path-style\`.`
  }
  if (refusal.status === 501 || refusal.status === 405) {
    return `${capitalized(storeOf(place))} cannot ${purpose} (${said}). This store cannot be cleaned by this action.`
  }
  // Also inside of a 200.
  if (refusal.status === 401 || refusal.status === 403 || refusal.code === 'AccessDenied') {
    const owner = 'if `expected-bucket-owner` is set, check that it is the account that owns the bucket'
    return `The credentials may not ${purpose} in ${bucket} (${said}). Grant them \`${action}\`; ${owner}.`
  }
  if (refusal.status >= 500 || refusal.status === 429) {
    return `The store could not ${purpose} in ${bucket}, in spite of several attempts (${said}). Run it again later, or lower \`concurrency\`. Some servers fail so for ever when a key holds a control character; then clean up such keys with the server's own tools.`
  }
  return `The store refused to ${purpose} in ${bucket} (${said}). Check \`bucket\`, \`endpoint\` and \`region\`.`
}

function explainUnreachable(reply: Unreachable, place: Place): string {
  const { code, message, proxy } = reply
  if (proxy !== undefined) return explainProxy(proxy, reply, place)
  const store = storeOf(place)
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${store} (${message}). Correct \`endpoint\`, above all its port, or start the server.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name of ${store} cannot be resolved (${message}). Correct \`endpoint\` or \`region\`; try \`force-path-style: true\`.`
    case 'TIMEOUT':
      return `${capitalized(store)} did not answer in time (${message}). Check \`endpoint\`, and whether a firewall or proxy is in between.`
    case 'GAVE_UP':
      return `${capitalized(store)} keeps failing: ${message}. Run it again later.`
  }
  const mend = mendOfTrust(code)
  // Node's own advice is about its command line, which is not the user's here.
  const what = message.replace(/; if the root CA is installed locally.*$/, '')
  return mend === undefined
    ? `The connection to ${store} failed in spite of several attempts (${code}: ${message}). Check \`endpoint\` and the network.`
    : `The connection to ${store} is not trusted (${code}: ${what}). ${mend}`
}

/** What to do about a TLS error of Node's or OpenSSL's; undefined for other errors. */
function mendOfTrust(code: string): string | undefined {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return "Renew the server's certificate; check the clock of this machine."
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'Set `endpoint` to a host name that the certificate holds; try `force-path-style: true`.'
    case 'EPROTO':
      return 'The server does not speak TLS there: check `https` or `http` in `endpoint`, and its port.'
  }
  if (code.startsWith('ERR_SSL'))
    return 'The server does not speak TLS there: check `https` or `http` in `endpoint`, and its port.'
  if (!/CERT|TLS|SIGN|VERIFY/.test(code)) return undefined
  return 'For a certificate of a private authority, set NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE in `env` to a file with that of the authority.'
}

function explainProxy(proxy: string, { code, message }: Unreachable, place: Place): string {
  const variable = place.endpoint?.startsWith('http:') ? 'HTTP_PROXY' : 'HTTPS_PROXY'
  const mend = `Correct ${variable}, or add the store's host to NO_PROXY.`
  switch (code) {
    case 'PROXY_WANTS_PASSWORD':
      return `The proxy ${proxy} wants a user and password (${message}). Write ${variable} as \`http://user:password@host:port\`, with special characters as \`%40\`.`
    case 'PROXY_REFUSED':
      return `The proxy ${proxy} does not let requests through to ${storeOf(place)} (${message}). Have it allow this host. ${mend}`
    case 'ECONNREFUSED':
      return `Nothing listens at the proxy ${proxy} (${message}). ${mend}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name of the proxy ${proxy} cannot be resolved (${message}). ${mend}`
  }
  return `The proxy ${proxy} failed in spite of several attempts (${message}). ${mend}`
}

function storeOf({ endpoint, region }: Place): string {
  return endpoint === undefined ? `AWS S3 in ${region}` : `the endpoint ${endpoint}`
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
