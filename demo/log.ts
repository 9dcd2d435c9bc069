import { blue, bold, dim, harmless, type Ink, red, yellow } from './ink.ts'

/** How GitHub shows the commands that a log may hold. */
const ANNOTATIONS: Readonly<Record<string, { readonly title: string; readonly ink: Ink }>> = {
  error: { title: 'Error', ink: red },
  warning: { title: 'Warning', ink: yellow },
  notice: { title: 'Notice', ink: blue },
}

/** A step's log as a person sees it on GitHub: groups unfolded, annotations in colour, masked values as `***`. */
export function toLogLines(stdout: string): string[] {
  const masked: string[] = []
  const shown: string[] = []
  let indent = ''
  for (const line of stdout.split(/\r?\n/)) {
    const { command, text } = parseLine(line)
    if (command === 'add-mask') masked.push(text)
    else if (command === 'endgroup') indent = ''
    else if (command === 'group') shown.push(bold(`▾ ${hidden(text, masked)}`))
    else if (command !== 'debug' && line !== '') shown.push(indent + present(command, hidden(text, masked)))
    if (command === 'group') indent = dim('│ ')
  }
  return shown
}

/** `::name key=value::text`, which is a command only at the start of a line; everything else is just text. */
function parseLine(line: string): { command: string | undefined; text: string } {
  const [, command, text] = /^\s*::([\w-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
  if (command === undefined || text === undefined) return { command: undefined, text: line }
  return { command, text: text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%') }
}

function present(command: string | undefined, text: string): string {
  const annotation = command === undefined ? undefined : ANNOTATIONS[command]
  return annotation === undefined ? text : annotation.ink(`${annotation.title}: ${text}`)
}

function hidden(text: string, masked: readonly string[]): string {
  const secrets = masked.filter((secret) => secret !== '')
  return harmless(secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text))
}
