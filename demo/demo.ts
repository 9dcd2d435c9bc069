// `npm run demo`: the committed dist/, started as GitHub's runner starts it, and what a person sees of it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { type RunResult, runAction } from '../test/action/run.ts'
import { helpText, readCommandLine } from './command-line.ts'
import { bold, cyan, dim, green, harmless, red } from './ink.ts'
import { toLogLines } from './log.ts'
import type { Contents } from './make-believe.ts'
import { toPage } from './summary-page.ts'
import { toLines } from './summary-text.ts'
import { textTable } from './text-table.ts'

const CREDENTIALS = ['access-key-id', 'secret-access-key', 'session-token']
const OUT = fileURLToPath(new URL('out/', import.meta.url))

type Inputs = Readonly<Record<string, string>>

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2))
  switch (commandLine.kind) {
    case 'help':
      say(helpText())
      return 0
    case 'mistake':
      console.error(`${commandLine.message}\n\nnpm run demo -- --help says what there is.`)
      return 2
    case 'own':
      return show('A bucket of yours', commandLine.inputs, awsVariables())
    case 'make-believe':
      return showMakeBelieve(commandLine.inputs)
  }
}

async function showMakeBelieve(given: Inputs): Promise<number> {
  // A bucket of one's own needs no server.
  const { startMakeBelieve } = await import('./make-believe.ts')
  const bucket = await startMakeBelieve()
  try {
    const before = bucket.contents()
    await show('First, a dry run', { ...bucket.inputs, ...given, 'dry-run': 'true' })
    const exitCode = await show('Then, for real', { ...bucket.inputs, 'dry-run': 'false', ...given })
    return Math.max(exitCode, showChanges(before, bucket.contents()))
  } finally {
    await bucket.close()
  }
}

/** One step of a job: what it was given, what it said, what it gave back. */
async function show(title: string, inputs: Inputs, env: Inputs = {}): Promise<number> {
  heading(title)
  say(asStep(inputs))
  const result = await runAction(inputs, { env })
  subheading('Log')
  say([
    ...toLogLines(result.stdout),
    ...result.stderr
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => red(harmless(line))),
  ])
  say(
    result.exitCode === 0
      ? green('✓ The step succeeded.')
      : red(`✗ The step failed (exit code ${result.exitCode}).`),
  )
  subheading('Outputs')
  say(
    textTable(
      ['Output', 'Value'],
      Object.entries(result.outputs).map(([name, value]) => [
        { text: name, ink: cyan },
        { text: harmless(value) },
      ]),
    ),
  )
  subheading('Summary')
  say(toLines(result.summary))
  keep(result)
  return result.exitCode ?? 1
}

/** The step as one would write it. */
function asStep(inputs: Inputs): string[] {
  const shown = Object.entries(inputs).map(([name, value]) => [
    name,
    CREDENTIALS.includes(name) ? '***' : value,
  ])
  const step = { uses: 'abort-stale-multipart-uploads/action@v1', with: Object.fromEntries(shown) }
  return stringify([step])
    .trimEnd()
    .split('\n')
    .map((line) => dim(harmless(line)))
}

/** The last run's summary and report, to be looked at in peace. */
function keep({ summary, report }: RunResult): void {
  mkdirSync(OUT, { recursive: true })
  writeFileSync(`${OUT}summary.html`, toPage(summary))
  writeFileSync(`${OUT}summary.md`, summary)
  writeFileSync(`${OUT}report.json`, `${JSON.stringify(report ?? null, undefined, 2)}\n`)
  say(dim('Kept in demo/out/: summary.html, summary.md, report.json'))
}

/** Exit code 1 where a finished object is not what it was: the one thing that must never happen. */
function showChanges(before: Contents, after: Contents): number {
  heading('What the bucket holds now')
  const left = new Set(after.uploads.map(({ uploadId }) => uploadId))
  const rows = before.uploads.map(({ key, uploadId }) => [
    left.has(uploadId) ? { text: 'kept', ink: green } : { text: 'aborted', ink: red },
    { text: harmless(key) },
  ])
  say(textTable(['', 'Unfinished upload'], rows))
  const isSame = before.objects.join('\n') === after.objects.join('\n')
  const verdict = isSame ? green('✓ untouched') : red('✗ changed')
  say(`\nFinished objects: ${before.objects.map((key) => cyan(harmless(key))).join(', ')}: ${verdict}`)
  return isSame ? 0 : 1
}

/** For a bucket of one's own: the credentials that the shell has. */
function awsVariables(): Inputs {
  const entries = Object.entries(process.env).filter(([name]) =>
    /^(?:AWS_|HTTPS?_PROXY$|NO_PROXY$|NODE_EXTRA_CA_CERTS$)/i.test(name),
  )
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']))
}

function heading(text: string): void {
  say(`\n${bold(`━━ ${text} ${'━'.repeat(Math.max(2, 70 - text.length))}`)}\n`)
}

function subheading(text: string): void {
  say(`\n${dim(`── ${text}`)}`)
}

function say(lines: string | readonly string[]): void {
  process.stdout.write(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`)
}

process.exitCode = await main()
