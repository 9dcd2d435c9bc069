import { aws } from './aws.ts'
import type { Personality } from './personality.ts'

export type PersonalityName = 'aws'

export const personalities: Readonly<Record<PersonalityName, Personality>> = { aws }
