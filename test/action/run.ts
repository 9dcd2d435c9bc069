import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { listening } from '../s3-server/index.ts'
import { assertOnlyUploadsEnded } from './guard.ts'

const ROOT = new URL('../../', import.meta.url)

/** What users run: where its `action.yml` is, from the root, and the committed bundle that this starts. */
interface Action {
  readonly metadata: string
  readonly dist: string
}

export const MAIN: Action = { metadata: 'action.yml', dist: 'dist/index.js' }
export const SUM_UP: Action = { metadata: 'sum-up/action.yml', dist: 'dist/sum-up/index.js' }

/** No test waits longer than this; a run that hangs is a failure, not a pause. */
const LONGEST_MS = 120_000

export interface RunOptions {
  /** Another action of this repository than the main one. */
  readonly action?: Action
  /** More environment, as a job's `env:` gives it. */
  readonly env?: Readonly<Record<string, string>>
  /** A run on a large bucket of one's own takes longer than a test may. */
  readonly timeoutMs?: number
  /** Whoever reads the log has gone. */
  readonly stdoutIsClosed?: boolean
  /** Called with the log as it comes. */
  readonly onStdout?: (text: string) => void
  /** Cancels the step as the runner does; it sends a second signal when the first takes long. */
  readonly cancel?: { readonly signals: readonly ('SIGINT' | 'SIGTERM')[]; readonly when: Promise<void> }
}

export interface RunResult {
  readonly exitCode: number | null
  /** The log as the runner gets it, workflow commands included. */
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Record<string, string>
  /** The file that the runner reads the outputs from, as it was left. */
  readonly outputFile: string
  /** Markdown, as GitHub gets it. */
  readonly summary: string
  /** The parsed JSON report; undefined when there is none. */
  readonly report: unknown
  /** From the signal to the end, where the step was cancelled. */
  readonly endedAfterCancelMs: number | undefined
}

/** Runs the committed bundle as the runner does: a child `node`, `INPUT_*`, files for outputs and summary. */
export async function runAction(
  inputs: Readonly<Record<string, string>>,
  options: RunOptions = {},
): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'))
  try {
    const files = { output: join(folder, 'output'), summary: join(folder, 'summary') }
    for (const file of Object.values(files)) writeFileSync(file, '')
    const env = {
      ...runnerEnvironment(folder, files),
      ...inputEnvironment(inputs, options.action),
      ...options.env,
    }
    const ended = await runNode(env, options)
    assertOnlyUploadsEnded(listening)
    const outputFile = readFileSync(files.output, 'utf8')
    const outputs = parseOutputs(outputFile)
    const reportPath = outputs['report-path']
    const hasReport = reportPath !== undefined && reportPath !== '' && existsSync(reportPath)
    return {
      ...ended,
      outputs,
      outputFile,
      summary: readFileSync(files.summary, 'utf8'),
      report: hasReport ? JSON.parse(readFileSync(reportPath, 'utf8')) : undefined,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a job has, and nothing of this machine: no credentials, no profile, no proxy. */
function runnerEnvironment(
  folder: string,
  files: { output: string; summary: string },
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_WORKFLOW: 'Clean up',
    GITHUB_JOB: 'clean-up',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SERVER_URL: 'https://github.com',
  }
}

/** The runner sets every input of action.yml: what `with:` says, else the default, else empty. Names keep their hyphens. */
export function inputEnvironment(
  inputs: Readonly<Record<string, string>>,
  { metadata }: Action = MAIN,
): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...defaults(metadata), ...inputs }))
    env[`INPUT_${name.toUpperCase()}`] = value
  return env
}

function defaults(metadata: string): Record<string, string> {
  const action: unknown = parse(readFileSync(new URL(metadata, ROOT), 'utf8'))
  if (typeof action !== 'object' || action === null || !('inputs' in action))
    throw new Error('action.yml has no inputs')
  const { inputs } = action
  if (typeof inputs !== 'object' || inputs === null) throw new Error('action.yml has no inputs')
  const entries = Object.entries(inputs).map(([name, input]: [string, unknown]) => {
    const hasDefault = typeof input === 'object' && input !== null && 'default' in input
    return [name, hasDefault ? String(input.default) : ''] as const
  })
  return Object.fromEntries(entries)
}

function runNode(
  env: Record<string, string>,
  { action = MAIN, cancel, timeoutMs = LONGEST_MS, onStdout, stdoutIsClosed }: RunOptions,
) {
  return new Promise<Omit<RunResult, 'outputs' | 'outputFile' | 'summary' | 'report'>>((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL(action.dist, ROOT))], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    if (stdoutIsClosed === true) child.stdout.destroy()
    let [stdout, stderr] = ['', '']
    let cancelledAtMs: number | undefined
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      onStdout?.(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    cancel?.when.then(() => {
      cancelledAtMs = Date.now()
      for (const signal of cancel.signals) child.kill(signal)
    }, reject)
    child.on('error', reject)
    child.on('close', (exitCode) => {
      const endedAfterCancelMs = cancelledAtMs === undefined ? undefined : Date.now() - cancelledAtMs
      resolve({ exitCode, stdout, stderr, endedAfterCancelMs })
    })
  })
}

/** Reads the file as the runner does: `name<<delimiter`, lines, `delimiter`. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, name, delimiter] = /^([^<]+)<<(.+)$/.exec(lines[at] ?? '') ?? []
    if (name === undefined || delimiter === undefined) continue
    const end = lines.indexOf(delimiter, at + 1)
    if (end === -1) throw new Error(`The output ${name} does not end`)
    outputs[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return outputs
}
