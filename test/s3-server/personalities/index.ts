import { aws } from './aws.ts'
import { awsDirectoryBucket } from './aws-directory-bucket.ts'
import { b2 } from './b2.ts'
import { ceph } from './ceph.ts'
import { garage } from './garage.ts'
import { gcs } from './gcs.ts'
import { gofakes3 } from './gofakes3.ts'
import { localstack } from './localstack.ts'
import { minio } from './minio.ts'
import { moto } from './moto.ts'
import type { Personality } from './personality.ts'
import { r2 } from './r2.ts'
import { rustfs } from './rustfs.ts'
import { rustfsBefore202607 } from './rustfs-before-2026-07.ts'
import { s3mock } from './s3mock.ts'
import { s3proxy } from './s3proxy.ts'
import { s3rver } from './s3rver.ts'
import { seaweedfs } from './seaweedfs.ts'
import { swift } from './swift.ts'
import { versitygw } from './versitygw.ts'

/** In the order of the documentation: hosted stores, servers to run, test doubles. */
export const personalities = {
  aws,
  'aws-directory-bucket': awsDirectoryBucket,
  r2,
  b2,
  gcs,
  ceph,
  swift,
  minio,
  rustfs,
  'rustfs-before-2026-07': rustfsBefore202607,
  seaweedfs,
  garage,
  versitygw,
  s3proxy,
  gofakes3,
  localstack,
  moto,
  s3mock,
  s3rver,
} satisfies Readonly<Record<string, Personality>>

export type PersonalityName = keyof typeof personalities

export function isPersonalityName(name: string): name is PersonalityName {
  return Object.hasOwn(personalities, name)
}

export const personalityNames: readonly PersonalityName[] =
  Object.keys(personalities).filter(isPersonalityName)
