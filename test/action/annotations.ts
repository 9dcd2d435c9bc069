import type { RunResult } from './run.ts'

/** The error annotations of a run, as the runner reads them from the log. */
export function errors({ stdout }: RunResult): string[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('::error::'))
  return lines.map((line) => decoded(line.slice('::error::'.length)))
}

function decoded(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
