import type { StaticCredentials } from './inputs.ts'
import type { Environment } from './raw-inputs.ts'

/**
 * The keys that aws-actions/configure-aws-credentials and most others leave in the environment: what the SDK's default
 * provider chain finds first, unless a profile is named. Read here, they cost no loading of the SDK, which takes longer
 * than the rest of a short run.
 */
export function environmentKeys(env: Environment): StaticCredentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = env
  if (AWS_PROFILE || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  }
}
