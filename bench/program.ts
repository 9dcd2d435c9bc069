import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of `bench/programs/`. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url))
}

/** Where a program of the machine is. The stand-ins of version managers are passed over: they cost 100 ms a start. */
export function findInstalled(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !/shims\/?$/.test(folder))
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** The first number with a dot in what an installed program prints. */
export function versionOf(name: string, ...args: readonly string[]): string | undefined {
  const program = findInstalled(name)
  if (program === undefined) return undefined
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return /\d+\.\d+[\w.-]*/.exec(stdout)?.[0]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
