import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { findReports } from '../../../src/sum-up/find-reports.ts'
import { temporaryFolder } from './reports.ts'

let folder: string

beforeEach(() => {
  folder = temporaryFolder()
  mkdirSync(join(folder, 'deep/er'), { recursive: true })
  for (const name of ['b.json', 'a.json', 'notes.txt', 'deep/er/c.json', '[x].json'])
    writeFileSync(join(folder, name), '')
})

function found(...lines: string[]): string[] {
  return findReports(lines.map((line) => join(folder, line))).paths.map((path) =>
    path.slice(folder.length + 1),
  )
}

test('a folder stands for the .json files in it and below', () => {
  expect(found('')).toEqual(['[x].json', 'a.json', 'b.json', 'deep/er/c.json'])
})

test('a glob stands for the files that match', () => {
  expect(found('*.json')).toEqual(['[x].json', 'a.json', 'b.json'])
  expect(found('**/c.*')).toEqual(['deep/er/c.json'])
})

test('a file stands for itself, also where its name is a pattern or has another ending', () => {
  expect(found('[x].json', 'notes.txt')).toEqual(['[x].json', 'notes.txt'])
})

test('a file that several lines name, in whatever way, is read once', () => {
  expect(found('a.json', '*.json', 'deep/../b.json')).toEqual(['a.json', '[x].json', 'b.json'])
  const line = join(folder, 'a.json')
  expect(findReports([relative(process.cwd(), line), line]).paths).toEqual([relative(process.cwd(), line)])
})

test.each(['nothing', 'nothing/*.json', 'deep/*', 'a.json/b.json'])(
  '%s is a problem that names the mend',
  (line) => {
    expect(findReports([join(folder, line)])).toEqual({
      paths: [],
      problems: [
        `There is no report at \`${join(folder, line)}\`. Have each shard upload its report (actions/upload-artifact, with \`if: always()\`), download them before this step (actions/download-artifact), and name where to in \`reports\`.`,
      ],
    })
  },
)

test('a path that cannot be followed is a problem that names it', () => {
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'))

  expect(findReports([join(folder, 'loop')])).toEqual({
    paths: [],
    problems: [`\`${join(folder, 'loop')}\` cannot be read (ELOOP). Correct \`reports\`.`],
  })
})
