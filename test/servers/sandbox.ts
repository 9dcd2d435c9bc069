import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

import type { RealServer, ServerAddress } from './server.ts'

const execute = promisify(execFile)

/** Run by this, a child is ended by the kernel as soon as we end, even if we are killed. */
const setpriv = 'setpriv'
const untilWeEnd = ['--pdeathsig', 'KILL']

const commandLimitMs = 60_000
const readyLimitMs = 60_000
const tailLines = 15

/**
 * Builds a server in a sandbox of its own, which goes when the server is stopped, when the build fails (its logs are then
 * in the error), and when this process ends.
 */
export async function inSandbox(
  name: string,
  build: (sandbox: Sandbox) => Promise<ServerAddress>,
  parent = tmpdir(),
): Promise<RealServer> {
  const sandbox = new Sandbox(await mkdtemp(join(parent, 'real-server-')))
  try {
    return { ...(await build(sandbox)), stop: () => sandbox.close() }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const logs = await sandbox.logs()
    await sandbox.close()
    throw new Error(`${name} did not start: ${message}\n${logs}`, { cause })
  }
}

/** A temporary folder and the daemons that live in it. */
export class Sandbox {
  readonly folder: string
  readonly user = userInfo().username
  readonly #daemons = new Map<string, ChildProcess>()
  readonly #environment: NodeJS.ProcessEnv

  constructor(folder: string) {
    this.folder = folder
    // Nothing of the developer's environment: neither a Python of their own nor a cluster of theirs.
    this.#environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: folder }
    process.once('exit', this.#vanish)
  }

  async folders(...names: string[]): Promise<void> {
    for (const name of names) await mkdir(join(this.folder, name), { recursive: true })
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.folder, file), text)
  }

  async run(command: string, ...args: string[]): Promise<string> {
    const options = { cwd: this.folder, env: this.#environment, timeout: commandLimitMs }
    try {
      const { stdout, stderr } = await execute(setpriv, [...untilWeEnd, command, ...args], options)
      await this.#note(command, args, stderr)
      return stdout
    } catch (cause) {
      await this.#note(command, args, cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '')
      // Not as its cause, which would say all that again, and at length: it is in the log.
      throw new Error(`${command} has failed`)
    }
  }

  #note(command: string, args: string[], text: string): Promise<void> {
    return appendFile(join(this.folder, 'commands.log'), `$ ${command} ${args.join(' ')}\n${text}`)
  }

  /** Must stay in the foreground: a daemon is our child. */
  daemon(name: string, command: string, ...args: string[]): void {
    const log = openSync(join(this.folder, `${name}.log`), 'a')
    const child = spawn(setpriv, [...untilWeEnd, command, ...args], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ['ignore', log, log],
    })
    child.once('error', () => undefined) // Such a child has no pid, which `until` notices.
    closeSync(log)
    this.#daemons.set(name, child)
  }

  /** Asks again and again until the answer is yes, a daemon has ended, or the time is up. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + readyLimitMs
    while (!(await isSo().catch(() => false))) {
      const dead = [...this.#daemons].find(([, child]) => !isAlive(child))
      if (dead !== undefined) throw new Error(`${dead[0]} has ended`)
      if (Date.now() > deadline) throw new Error(`still waiting for ${what} after ${readyLimitMs / 1000} s`)
      await sleep(50)
    }
  }

  async logs(): Promise<string> {
    const files = (await readdir(this.folder)).filter((file) => file.endsWith('.log')).sort()
    const tails = files.map(async (file) => {
      const lines = (await readFile(join(this.folder, file), 'utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '')
      return `--- ${file}\n${lines.slice(-tailLines).join('\n')}`
    })
    return (await Promise.all(tails)).join('\n')
  }

  async close(): Promise<void> {
    const ended = [...this.#daemons.values()].filter(isAlive).map((child) => once(child, 'exit'))
    this.#kill()
    await Promise.all(ended)
    await rm(this.folder, { recursive: true, force: true })
    process.removeListener('exit', this.#vanish)
  }

  /** At once and without mercy: nothing in a sandbox is worth a clean end. */
  #kill(): void {
    for (const child of this.#daemons.values()) child.kill('SIGKILL')
  }

  readonly #vanish = (): void => {
    this.#kill()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}
