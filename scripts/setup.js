// Installs the dependencies when they are missing or older than the lockfile, so that `npm test` and `npm run demo`
// each work as the only command on a fresh clone. Plain JavaScript: it runs on whatever Node the machine has, before
// the development dependencies bring Node 24.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const installed = `${root}node_modules/.package-lock.json`
const wanted = `${root}package-lock.json`

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  console.log('Installing the dependencies from package-lock.json ...')
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  process.exit(npm.status ?? 1)
}
