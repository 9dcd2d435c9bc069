import { ListBucketsCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { connect } from './client.ts'

const list = new ListMultipartUploadsCommand({ Bucket: 'my-bucket' })
const account = { accessKeyId: 'AKIAEMBEDDED', secretAccessKey: 'embedded-secret' }

test.each([
  ['a wrong secret', { ...account, secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch', 403],
  ['an unknown access key', { ...account, accessKeyId: 'AKIANOBODY' }, 'InvalidAccessKeyId', 403],
  ['a session token that nobody gave', { ...account, sessionToken: 'token' }, 'InvalidToken', 400],
])('%s is refused as AWS does it', async (_what, credentials, name, httpStatusCode) => {
  const { client } = await connect({}, { credentials })

  await expect(client.send(list)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
})

test('a request without a signature is refused', async () => {
  const { server } = await connect()

  const response = await fetch(`${server.endpoint}/my-bucket?uploads`)

  expect(response.status).toBe(403)
  expect(await response.text()).toContain('<Code>AccessDenied</Code>')
})

test('a signature for another region is refused, and the right one named', async () => {
  const { client } = await connect({ region: 'eu-central-1' }, { region: 'us-west-2' })

  await expect(client.send(list)).rejects.toMatchObject({
    name: 'AuthorizationHeaderMalformed',
    Region: 'eu-central-1',
  })
})

test('a clock that is a quarter of an hour off is refused', async () => {
  const { client } = await connect({ now: () => Date.now() + 16 * 60_000 })

  await expect(client.send(list)).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' })
})

test('an account may do what it is not denied', async () => {
  const { client } = await connect({ accounts: [{ ...account, denied: ['ListMultipartUploads'] }] })

  await expect(client.send(list)).rejects.toMatchObject({ name: 'AccessDenied' })
  await expect(client.send(new ListBucketsCommand())).resolves.toMatchObject({
    Buckets: [{ Name: 'my-bucket' }],
  })
})

test('the account that should own the bucket must be the one that does', async () => {
  const { client } = await connect()
  const owned = (ExpectedBucketOwner: string) =>
    client.send(new ListMultipartUploadsCommand({ Bucket: 'my-bucket', ExpectedBucketOwner }))

  await expect(owned('111122223333')).resolves.toMatchObject({ IsTruncated: false })
  await expect(owned('999999999999')).rejects.toMatchObject({ name: 'AccessDenied' })
})
