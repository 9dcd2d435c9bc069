import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readRunContext } from '../../../src/github/run-context.ts'
import { temporaryFolder } from '../sum-up/reports.ts'

beforeEach(() => {
  vi.stubEnv('GITHUB_EVENT_PATH', '')
  vi.stubEnv('GITHUB_REPOSITORY', 'octo-org/octo-repo')
  vi.stubEnv('GITHUB_WORKFLOW', 'Clean up')
  vi.stubEnv('GITHUB_JOB', 'clean-up')
  vi.stubEnv('GITHUB_RUN_ID', '1658821493')
  vi.stubEnv('GITHUB_RUN_ATTEMPT', '2')
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.example.com')
})
afterEach(() => void vi.unstubAllEnvs())

test('a run is named so that a reader finds it', () => {
  expect(readRunContext()).toEqual({
    repository: 'octo-org/octo-repo',
    workflow: 'Clean up',
    job: 'clean-up',
    runId: 1658821493,
    attempt: 2,
    url: 'https://github.example.com/octo-org/octo-repo/actions/runs/1658821493',
  })
})

test('a runner that does not count attempts makes it the first', () => {
  vi.stubEnv('GITHUB_RUN_ATTEMPT', '')

  expect(readRunContext()).toMatchObject({ attempt: 1 })
})

test.each(['GITHUB_REPOSITORY', 'GITHUB_RUN_ID'])('without %s there is no run to name', (variable) => {
  vi.stubEnv(variable, '')

  expect(readRunContext()).toBeUndefined()
})

test('an event file that is no JSON keeps no report from being written', () => {
  const path = join(temporaryFolder(), 'event.json')
  writeFileSync(path, '{')
  vi.stubEnv('GITHUB_EVENT_PATH', path)

  expect(readRunContext()).toBeUndefined()
})
