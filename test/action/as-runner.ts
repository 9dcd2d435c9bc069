/** Reads what a step wrote as GitHub's runner does (ActionCommand.cs, FileCommandManager.cs), only more suspiciously. */
export interface Command {
  readonly name: string
  readonly data: string
}

/** Characters that a comparison by language rules, which the runner makes, takes no notice of. */
const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu

/**
 * Everything in the log that is a command, of whatever name: `::name::` at the start of a line, behind white space and
 * ignored characters, and the old `##[name]` anywhere in one.
 */
export function commandsIn(log: string): Command[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const text = line.replace(IGNORED, '').trimStart()
    const [, modern, said = ''] = /^::(.*?)::(.*)$/.exec(text) ?? []
    if (modern !== undefined) return { name: modern, data: unescaped(said) }
    const [, old, behind = ''] = /##\[(.*?)\](.*)$/.exec(text) ?? []
    return old === undefined ? [] : { name: `##[${old}]`, data: behind }
  })
}

/** A file of `name=value` and `name<<delimiter` blocks. @throws where the runner would fail the step */
export function readOutputFile(text: string): [name: string, value: string][] {
  const outputs: [string, string][] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [, name = '', sign, rest = ''] = /^(.*?)(=|<<)(.*)$/.exec(line) ?? []
    if (sign === undefined || name === '') throw new Error(`Not an output: ${line}`)
    const end = sign === '=' ? at : lines.indexOf(rest, at + 1)
    if (end === -1) throw new Error(`The output ${name} does not end`)
    outputs.push([name, sign === '=' ? rest : lines.slice(at + 1, end).join('\n')])
    at = end
  }
  return outputs
}

function unescaped(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
