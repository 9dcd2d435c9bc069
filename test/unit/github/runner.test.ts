import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Runner } from '../../../src/github/runner.ts'
import { commandsIn, readOutputFile } from '../../action/as-runner.ts'
import { HOSTILE_KEYS } from '../../action/hostile-keys.ts'
import { temporaryFolder } from '../sum-up/reports.ts'

const HOSTILE = Object.values(HOSTILE_KEYS).flat()

let written: string
let runner: Runner

beforeEach(() => {
  written = ''
  runner = new Runner()
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test('a secret is masked to the character', () => {
  runner.mask('100%\nof it')

  expect(commandsIn(written)).toEqual([{ name: 'add-mask', data: '100%\nof it' }])
})

test.each(HOSTILE)('a line with %j is one line, and no command', (text) => {
  runner.log(text)

  expect(written.split('\n')).toHaveLength(2)
  expect(commandsIn(written)).toEqual([])
})

test('a group begins and ends, whatever is in it', () => {
  runner.group('a\n::endgroup::', HOSTILE)

  expect(commandsIn(written).map(({ name }) => name)).toEqual(['group', 'endgroup'])
  expect(written.split('\n')).toHaveLength(HOSTILE.length + 3)
})

describe('annotations', () => {
  test('are one command each, whatever is in them', () => {
    runner.annotate('error', '100%25\n::stop-commands::x')

    expect(commandsIn(written)).toEqual([{ name: 'error', data: '100%25\\u{a}::stop-commands::x' }])
  })

  test('beyond the ten that GitHub shows of a level are lines of the log', () => {
    for (let n = 1; n <= 12; n++) runner.annotate('error', `problem ${n}`)
    runner.annotate('warning', 'odd')
    const lines = written.trimEnd().split('\n')

    expect(lines[9]).toBe('::error::problem 10')
    expect(lines.slice(10)).toEqual(['error: problem 11', 'error: problem 12', '::warning::odd'])
  })
})

test('a bug is told with its causes, on the other stream, line by line, and is no command', () => {
  const runnerTs = fileURLToPath(new URL('../../../src/github/runner.ts', import.meta.url))
  const script = `
    import { Runner } from ${JSON.stringify(runnerTs)}
    const cause = new Error('because\\n::error::x ##[error]y \\u202e')
    new Runner().logStack(new TypeError('broken', { cause }))
    new Runner().logStack('no error at all')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })

  expect(stdout).toBe('')
  expect(stderr).toMatch(/^TypeError: broken\n {4}at /)
  expect(stderr).toContain('\nCaused by: Error: because\n\\u{3a}:error::x #\\u{23}[error]y \\u{202e}\n')
  expect(stderr).toMatch(/\nno error at all\n$/)
  expect(commandsIn(stderr)).toEqual([])
})

describe('files', () => {
  test('outputs are read back by the runner as they were set', () => {
    const path = join(temporaryFolder(), 'output')
    writeFileSync(path, '')
    vi.stubEnv('GITHUB_OUTPUT', path)
    const values = ['', '0', 'a\nb', 'EOF', 'x<<EOF', 'name=value']
    for (const [at, value] of values.entries()) runner.setOutput(`output-${at}`, value)

    expect(readOutputFile(readFileSync(path, 'utf8'))).toEqual(
      values.map((value, at) => [`output-${at}`, value]),
    )
    expect(written).toBe('')
  })

  test('the summary is added behind what is there', () => {
    const path = join(temporaryFolder(), 'summary')
    writeFileSync(path, 'before\n')
    vi.stubEnv('GITHUB_STEP_SUMMARY', path)
    runner.addSummary('## after')

    expect(readFileSync(path, 'utf8')).toBe('before\n## after\n')
  })

  test('without a runner there are none, and nothing fails', () => {
    vi.stubEnv('GITHUB_OUTPUT', '')
    vi.stubEnv('GITHUB_STEP_SUMMARY', '')
    runner.setOutput('a', 'b')
    runner.addSummary('c')

    expect(written).toBe('')
  })
})
