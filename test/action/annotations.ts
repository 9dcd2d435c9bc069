import type { RunResult } from './run.ts'

/** The error annotations of a run, as the runner reads them from the log. */
export function errors(run: RunResult): string[] {
  return annotations(run, '::error::')
}

export function warnings(run: RunResult): string[] {
  return annotations(run, '::warning::')
}

function annotations({ stdout }: RunResult, command: string): string[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith(command))
  return lines.map((line) => decoded(line.slice(command.length)))
}

function decoded(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
