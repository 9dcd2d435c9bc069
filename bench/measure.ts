import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Command } from './contender.ts'
import { findInstalled, programPath } from './program.ts'

/** What one process took. */
export interface Usage {
  readonly wallMs: number
  /** User and system time; NaN where it cannot be known. */
  readonly cpuMs: number
  /** NaN where it cannot be known. */
  readonly peakBytes: number
}

const LONGEST_MS = 120_000
const LONGEST_MESSAGE = 300

/**
 * Runs a command to its end. Node processes measure themselves by a file that is preloaded into them; the others are
 * run by a small Python program that asks the kernel, and without Python only their time is known.
 *
 * @param profile where a Node process leaves its CPU profile, if it is to leave one
 * @throws {Error} when it fails, or takes more than two minutes
 */
export async function measure(command: Command, profile: string | undefined): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const probe = join(folder, 'usage.json')
    const wallMs = await run(command, {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      BENCH_PROBE: probe,
      ...(command.runtime === 'node' ? { NODE_OPTIONS: nodeOptions(profile) } : {}),
      ...command.env,
    })
    return { wallMs, cpuMs: Number.NaN, peakBytes: Number.NaN, ...readUsage(probe) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function nodeOptions(profile: string | undefined): string {
  const probe = `--require ${programPath('probe.cjs')}`
  if (profile === undefined) return probe
  return `${probe} --cpu-prof --cpu-prof-dir=${dirname(profile)} --cpu-prof-name=${basename(profile)}`
}

/** Gives how long it took, in ms. */
function run({ argv, runtime }: Command, env: Record<string, string>): Promise<number> {
  const python = runtime === 'other' ? findInstalled('python3') : undefined
  const [program = '', ...rest] = python === undefined ? argv : [python, programPath('rusage.py'), ...argv]
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    // A group of its own, so that what it started ends with it.
    const child = spawn(program, rest, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const tooLong = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, LONGEST_MS)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearTimeout(tooLong)
      if (code === 0) resolve(performance.now() - startedMs)
      else if (signal === 'SIGKILL') reject(new Error(`not done within ${LONGEST_MS / 1_000} s`))
      else reject(new Error(`exit code ${code}: ${stderr.trim().slice(-LONGEST_MESSAGE)}`))
    })
  })
}

function readUsage(path: string): Partial<Usage> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}
