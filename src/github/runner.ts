import { writeSync } from 'node:fs'
import { logLine } from '../report/visible.ts'
import { issueCommand, issueFileCommand, prepareKeyValueMessage } from './toolkit.ts'

export type Level = 'error' | 'warning' | 'notice'

/** GitHub shows ten annotations of a level for a step; the rest would be lost without a word. */
const MOST_ANNOTATIONS = 10

/** The runner that started this process: what it reads from our output, and the files that it collects. */
export class Runner {
  readonly #annotations: Record<Level, number> = { error: 0, warning: 0, notice: 0 }

  /** Hides the value wherever it would be shown. */
  mask(secret: string): void {
    issueCommand('add-mask', {}, secret)
  }

  log(line: string): void {
    process.stdout.write(`${logLine(line)}\n`)
  }

  /** A block of lines that is folded until somebody asks for it. */
  group(title: string, lines: Iterable<string>): void {
    issueCommand('group', {}, logLine(title))
    for (const line of lines) this.log(line)
    issueCommand('endgroup', {}, '')
  }

  annotate(level: Level, message: string): void {
    if (++this.#annotations[level] <= MOST_ANNOTATIONS) issueCommand(level, {}, logLine(message))
    else this.log(`${level}: ${message}`)
  }

  setOutput(name: string, value: string): void {
    if (process.env.GITHUB_OUTPUT) issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value))
  }

  addSummary(markdown: string): void {
    if (process.env.GITHUB_STEP_SUMMARY) issueFileCommand('STEP_SUMMARY', markdown)
  }

  /** For a bug: the stack, which is text of many lines, and still no command. */
  logStack(error: unknown): void {
    const stack = error instanceof Error ? describeWithCauses(error) : String(error)
    writeSync(
      2,
      stack
        .split('\n')
        .map((line) => `${logLine(line)}\n`)
        .join(''),
    )
  }
}

function describeWithCauses(error: Error): string {
  const stack = error.stack ?? error.message
  return error.cause instanceof Error ? `${stack}\nCaused by: ${describeWithCauses(error.cause)}` : stack
}
