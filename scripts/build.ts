// sources -> lib/ (tsc) -> dist/ (ncc), for each of the actions in this repository. `node scripts/build.ts --check` proves that the committed dist/ is what the
// sources give, without touching it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
/** What each `action.yml` starts, and where it is built from. */
const BUNDLES = [
  { entry: 'lib/index.js', folder: '.' },
  { entry: 'lib/sum-up/index.js', folder: 'sum-up' },
]

function build(into: string): void {
  const bin = join(root, 'node_modules/.bin')
  rmSync(join(root, 'lib'), { recursive: true, force: true })
  rmSync(into, { recursive: true, force: true })
  execFileSync(join(bin, 'tsc'), ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  for (const { entry, folder } of BUNDLES) {
    const args = ['build', entry, '-o', join(into, folder), '--license', 'licenses.txt']
    execFileSync(join(bin, 'ncc'), args, { cwd: root, stdio: 'pipe' })
  }
}

function filesIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map((file) => join(file.parentPath, file.name)).sort()
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

function check(): void {
  const fresh = mkdtempSync(join(tmpdir(), 'dist-'))
  try {
    build(fresh)
    const [wanted, committed] = [filesIn(fresh), filesIn(dist)]
    const differing = [...new Set([...wanted.keys(), ...committed.keys()])].filter(
      (name) => wanted.get(name) !== committed.get(name),
    )
    if (differing.length === 0) return
    console.error(
      `dist/ is not what the sources give (${differing.join(', ')}). Run \`npm run build\` and commit it.`,
    )
    process.exitCode = 1
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

if (process.argv.includes('--check')) check()
else build(dist)
