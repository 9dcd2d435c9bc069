import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Real servers cannot be had on this machine, which is nobody's mistake: their tests are skipped. */
export class Unavailable extends Error {}

/** Set by those who want a failure instead of skipped tests: our own CI. */
export const required = process.env.REAL_SERVERS === 'required'

/**
 * Debian starts a service as soon as it is installed. A policy-rc.d that says no prevents it for as long as we install;
 * where there is one already, somebody has decided this for the machine, and it stays.
 */
const installer = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' HUP INT TERM
  printf '#!/bin/sh\\nexit 101\\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt="timeout 300 apt-get -qq -o DPkg::Lock::Timeout=60 -o Acquire::Retries=1 -o Acquire::http::Timeout=20"
$apt update
$apt install --yes --no-install-recommends "$@"
`

/** Two servers start at once, but apt-get runs once at a time. */
let turn: Promise<void> = Promise.resolve()

export function install(...packages: string[]): Promise<void> {
  const mine = turn.then(() => installMissing(packages))
  turn = mine.catch(() => undefined)
  return mine
}

async function installMissing(packages: string[]): Promise<void> {
  const missing = await missingOf(packages)
  if (missing.length === 0) return
  const [command, ...rest] = [...asRoot(missing), 'sh', '-eu', '-c', installer, 'install', ...missing]
  try {
    await execute(command ?? 'sh', rest, { maxBuffer: 64 * 1024 * 1024 })
  } catch (cause) {
    throw new Unavailable(`apt-get could not install ${missing.join(' ')}: ${lastWords(cause)}`, { cause })
  }
}

async function missingOf(packages: string[]): Promise<string[]> {
  const found = await execute('dpkg-query', [
    '--show',
    `--showformat=\${Package} \${db:Status-Status}\n`,
    ...packages,
  ]).then(({ stdout }) => stdout, knownOnly)
  const installed = new Set(found.split('\n'))
  return packages.filter((name) => !installed.has(`${name} installed`))
}

/** dpkg-query fails when it knows nothing of one of the packages, and still prints the others. */
function knownOnly(cause: unknown): string {
  if (cause instanceof Error && 'stdout' in cause && 'code' in cause && cause.code !== 'ENOENT') {
    return String(cause.stdout)
  }
  throw new Unavailable('this is not a Debian or an Ubuntu: there is no dpkg-query', { cause })
}

/** A developer's machine is not changed by sudo unasked; a CI machine, or one where the tests are required, is. */
function asRoot(missing: string[]): string[] {
  if (process.getuid?.() === 0) return []
  if (required || process.env.CI) return ['sudo', '--non-interactive']
  throw new Unavailable(
    `not root; to run them: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
  )
}

function lastWords(cause: unknown): string {
  const text = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
  const complaint = text.split('\n').findLast((line) => /^(E:|sudo:)/.test(line))
  return complaint ?? text.trim().split('\n').at(-1) ?? String(cause)
}
