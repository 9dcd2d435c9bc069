import { S3Client } from '@aws-sdk/client-s3'
import { afterEach, expect, test, vi } from 'vitest'
import { environmentKeys } from '../../../src/inputs/environment-keys.ts'

afterEach(() => vi.unstubAllEnvs())

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'env-secret' }

test.each([
  ['keys', KEYS],
  ['keys of a session', { ...KEYS, AWS_SESSION_TOKEN: 'token' }],
])('%s in the environment are read as the SDK reads them', async (_, env) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  vi.stubEnv('AWS_PROFILE', undefined)
  const { accessKeyId, secretAccessKey, sessionToken } = await new S3Client({
    region: 'us-east-1',
  }).config.credentials()

  expect(environmentKeys(env)).toEqual({ accessKeyId, secretAccessKey, sessionToken })
})

test.each([
  ['no keys', {}],
  ['half of the keys', { AWS_ACCESS_KEY_ID: 'AKIAENV' }],
  ['empty keys', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }],
  ['a profile, which comes first', { ...KEYS, AWS_PROFILE: 'work' }],
])('%s: the rest of the chain is asked', (_, env) => {
  expect(environmentKeys(env)).toBeUndefined()
})
