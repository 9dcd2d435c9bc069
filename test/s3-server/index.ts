export type { Account } from './account.ts'
export type { Answer } from './answer.ts'
export type { Fault, FaultAction, FaultTarget } from './fault.ts'
export type { Operation } from './operation.ts'
export { type PersonalityName, personalities, personalityNames } from './personalities/index.ts'
export type { Personality } from './personalities/personality.ts'
export {
  listening,
  type NewUpload,
  type RecordedRequest,
  S3Server,
  type S3ServerOptions,
  startS3Server,
} from './server.ts'
export type { Upload as StoredUpload } from './upload.ts'
