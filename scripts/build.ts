// sources -> lib/ (tsc) -> dist/ (ncc). `node scripts/build.ts --check` proves that the committed dist/ is what the
// sources give, without touching it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

function build(into: string): void {
  const bin = join(root, 'node_modules/.bin')
  rmSync(join(root, 'lib'), { recursive: true, force: true })
  rmSync(into, { recursive: true, force: true })
  execFileSync(join(bin, 'tsc'), ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  execFileSync(join(bin, 'ncc'), ['build', 'lib/index.js', '-o', into, '--license', 'licenses.txt'], {
    cwd: root,
    stdio: 'pipe',
  })
}

function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
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
