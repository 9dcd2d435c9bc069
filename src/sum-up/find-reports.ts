import { globSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface Found {
  /** Each file once, as it was named. */
  readonly paths: readonly string[]
  readonly problems: readonly string[]
}

/** The files that these lines name: a file, all `.json` files in a folder and below, or those that a glob matches. */
export function findReports(lines: readonly string[]): Found {
  const paths = new Map<string, string>()
  const problems: string[] = []
  for (const line of lines) {
    const found = tryFilesAt(line)
    if (typeof found === 'string') {
      problems.push(`\`${line}\` cannot be read (${found}). Correct \`reports\`.`)
      continue
    }
    for (const path of found) if (!paths.has(resolve(path))) paths.set(resolve(path), path)
    if (found.length === 0)
      problems.push(
        `There is no report at \`${line}\`. Have each shard upload its report (actions/upload-artifact, with \`if: always()\`), download them before this step (actions/download-artifact), and name where to in \`reports\`.`,
      )
  }
  return { paths: [...paths.values()], problems }
}

/** The files, or Node's code for why they cannot be had. */
function tryFilesAt(line: string): string[] | string {
  try {
    return filesAt(line).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}

function filesAt(line: string): string[] {
  const what = statSync(line, { throwIfNoEntry: false })
  if (what?.isFile()) return [line]
  if (what?.isDirectory()) return jsonFilesBelow(line)
  return globSync(line).filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

function jsonFilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
}
