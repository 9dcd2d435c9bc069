import { existsSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { codeBlocks, DOCUMENTS } from './documents.ts'
import { filesBelow, read } from './repository.ts'

const PERMISSION = /s3:[A-Z]\w+/g

describe.each(DOCUMENTS)('%s', (path) => {
  it('links to files that exist', () => {
    const links = [...read(path).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = '']) => link)
    const base = new URL(`../../${path}`, import.meta.url)
    const local = links.filter((link) => !link.includes('://'))
    expect(local.filter((link) => !existsSync(new URL(link, base)))).toEqual([])
  })
})

describe('the README', () => {
  it.each(['README.md', 'sum-up/README.md'])('quotes messages as the action says them: %s', (path) => {
    const sources = filesBelow('src', '.ts').map(read).join('\n')
    const quoted = [...read(path).matchAll(/^\*\*(".*?")\*\*/gm)].map(([, text = '']) => text)
    // What stands between is of the case at hand.
    const fixed = quoted
      .flatMap((text) => text.split(/"(?:, ")?|\.\.\.|Input|`.*?`:?/))
      .map((text) => text.trim())
    expect(quoted.length).toBeGreaterThan(3)
    expect(fixed.filter((text) => !sources.includes(text))).toEqual([])
  })

  it('shows a policy that allows what the messages ask for, and nothing else', () => {
    const asked = new Set(filesBelow('src', '.ts').flatMap((path) => read(path).match(PERMISSION) ?? []))
    const [policy] = codeBlocks('README.md', 'json')
    const text = policy?.text ?? ''
    expect(() => JSON.parse(text)).not.toThrow()
    expect(text.match(PERMISSION)?.sort()).toEqual([...asked].sort())
  })
})

test('nothing that users read names a place of one machine', () => {
  for (const path of DOCUMENTS) expect(read(path)).not.toMatch(/\/work\/|\/root\/|\/home\//)
})
