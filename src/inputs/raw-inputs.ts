import { type Glob, parseGlob } from '../uploads/glob.ts'
import { parseDurationMs } from './duration.ts'

/** What the runner hands over: every input as `INPUT_<NAME>`, unset ones as empty text. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The texts of the inputs, and the problems found in them so far. */
export class RawInputs<Name extends string> {
  readonly problems: string[] = []
  readonly #env: Environment
  readonly #names: readonly string[]

  constructor(env: Environment, names: readonly Name[]) {
    this.#env = env
    this.#names = names
  }

  problem(name: Name, what: string): void {
    this.problems.push(`Input \`${name}\`: ${what}`)
  }

  refuseUnknown(): void {
    const known = new Set<string>(this.#names.map(variableOf))
    for (const variable of Object.keys(this.#env).sort()) {
      if (!variable.startsWith('INPUT_') || known.has(variable)) continue
      const name = variable.slice('INPUT_'.length).toLowerCase()
      this.problems.push(`Input \`${name}\` is unknown. The inputs are: ${this.#names.join(', ')}.`)
    }
  }

  lines(name: Name): string[] {
    const lines = (this.#env[variableOf(name)] ?? '').split(/\r?\n/).map((line) => line.trim())
    return [...new Set(lines.filter((line) => line !== ''))]
  }

  /** The value of an input that has one line; undefined when it is not set. */
  text(name: Name): string | undefined {
    const lines = this.lines(name)
    if (lines.length > 1)
      this.problem(name, `takes one value, but has ${lines.length} lines. Leave one of them.`)
    return lines[0]
  }

  /** Like `text`; but a value of white space was meant to be something, and is a problem. */
  name(name: Name): string | undefined {
    const text = this.text(name)
    if (text === undefined && (this.#env[variableOf(name)] ?? '') !== '')
      this.problem(name, 'is blank. Name the upload that is to be aborted, or leave the input out.')
    return text
  }

  /** What YAML 1.2 core calls booleans, and nothing else: `dry-run: yse` must not mean false. */
  boolean<Default>(name: Name, otherwise: Default): boolean | Default {
    const text = this.text(name)
    if (text === undefined) return otherwise
    if (/^(?:true|True|TRUE)$/.test(text)) return true
    if (/^(?:false|False|FALSE)$/.test(text)) return false
    const auto = otherwise === 'auto' ? ', or `auto`' : ''
    this.problem(
      name,
      `${quoted(text)} is neither \`true\` nor \`false\`${auto}. Write for example \`${name}: true\`.`,
    )
    return otherwise
  }

  /** Empty is an error, and not the default: a variable that does not exist must not change what is ended. */
  durationMs(name: Name, otherwise: { text: string; ms: number }): number {
    if (this.#env[variableOf(name)] === undefined) return otherwise.ms
    const text = this.text(name)
    const ms = text === undefined ? undefined : parseDurationMs(text)
    if (ms !== undefined) return ms
    const isBare = text !== undefined && /^\d+$/.test(text)
    const what =
      text === undefined ? 'is empty' : `${quoted(text)} ${isBare ? 'has no unit' : 'is not a duration'}`
    this.problem(
      name,
      `${what}. Write a number with a unit (s, m, h, d, w), for example \`${name}: ${isBare ? `${text}d` : otherwise.text}\`, \`36h\`, \`1d12h\`, or ISO 8601 \`P7D\`.`,
    )
    return otherwise.ms
  }

  wholeNumber(name: Name, least: number, most: number, example: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`
    this.problem(
      name,
      `${quoted(text)} is not a whole number ${bounds}. Write for example \`${name}: ${example}\`.`,
    )
    return undefined
  }

  globs(name: Name): Glob[] {
    return this.lines(name).flatMap((line) => this.glob(name, line) ?? [])
  }

  glob(name: Name, source: string): Glob | undefined {
    try {
      return parseGlob(source)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      this.problem(name, `the pattern ${quoted(source)} ${error.message}.`)
      return undefined
    }
  }
}

export function variableOf(name: string): string {
  return `INPUT_${name.toUpperCase()}`
}

export function quoted(text: string): string {
  return `\`${text}\``
}
