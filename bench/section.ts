import type { Contender } from './contender.ts'
import type { Result } from './race.ts'
import type { ServerProcess } from './server-process.ts'
import type { Table } from './table.ts'

/** What a section of the results needs. */
export interface Setting {
  readonly server: ServerProcess
  readonly contenders: readonly Contender[]
  readonly quick: boolean
  readonly profile: boolean
}

/** A table of the results, with what is to be said about it. */
export interface Chapter {
  readonly title: string
  readonly note: string
  readonly table: Table
  readonly results: readonly Result[]
}
