import type { StaticCredentials } from './inputs.ts'
import type { Environment } from './raw-inputs.ts'

/**
 * The keys that aws-actions/configure-aws-credentials and most others leave in the environment: what the SDK's default
 * provider chain finds first, unless a profile is named. Read here, they cost no loading of the SDK, which takes longer
 * than the rest of a short run.
 */
export function environmentKeys(env: Environment): StaticCredentials | undefined {
  // A secret that was pasted often ends in a line break, which no header can hold.
  const accessKeyId = env.AWS_ACCESS_KEY_ID?.trim()
  const secretAccessKey = env.AWS_SECRET_ACCESS_KEY?.trim()
  if (env.AWS_PROFILE || !accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN?.trim() || undefined }
}
