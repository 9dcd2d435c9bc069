import { filesBelow, read } from './repository.ts'

/** A piece of YAML that people copy, and where they find it. */
export interface Snippet {
  readonly where: string
  readonly yaml: string
}

/** What a user reads, in Markdown. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'sum-up/README.md',
  'bench/README.md',
  'bench/RESULTS.md',
  'bench/PROFILES.md',
  ...filesBelow('docs', '.md'),
  ...filesBelow('examples', '.md'),
]

/** Every YAML block of the documents, and every example. */
export function snippets(): Snippet[] {
  const examples = filesBelow('examples', '.yml').map((path) => ({ where: path, yaml: read(path) }))
  return [...DOCUMENTS.flatMap((path) => codeBlocks(path, 'yaml').map(toSnippet)), ...examples]
}

export interface CodeBlock {
  readonly path: string
  readonly line: number
  readonly text: string
}

export function codeBlocks(path: string, language: string): CodeBlock[] {
  const markdown = read(path)
  const blocks = markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)
  return [...blocks].flatMap(({ 1: tag, 2: text = '', index }) =>
    tag === language ? { path, line: markdown.slice(0, index).split('\n').length, text } : [],
  )
}

function toSnippet({ path, line, text }: CodeBlock): Snippet {
  return { where: `${path}:${line}`, yaml: text }
}
