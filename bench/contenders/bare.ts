import type { Contender } from '../contender.ts'
import { programEnvironment } from '../contender.ts'
import { programPath } from '../program.ts'

export const bareRequest: Contender = {
  name: 'bare Node request (the floor)',
  settings: '`http.get` and nothing else, not signed',
  command: (job) => ({
    argv: [process.execPath, programPath('bare-request.cjs')],
    env: programEnvironment(job),
    runtime: 'node',
  }),
  trial: 1,
  budgetMs: Number.POSITIVE_INFINITY,
}

export const bareLoop: Contender = {
  name: 'bare HTTP loop (the ceiling)',
  settings: '`node:http`, 64 connections kept open, not signed, nothing checked',
  command: (job) => ({
    argv: [process.execPath, programPath('bare-loop.cjs')],
    env: programEnvironment(job),
    runtime: 'node',
  }),
  trial: 2_000,
  budgetMs: Number.POSITIVE_INFINITY,
}
