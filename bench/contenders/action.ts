import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inputEnvironment } from '../../test/action/run.ts'
import type { Command, Contender, Job } from '../contender.ts'

const DIST = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
const FAST = { trial: 2_000, budgetMs: Number.POSITIVE_INFINITY }
/** As the peers do it: no look at the parts, no look afterwards. */
const LIKE_PEERS = { 'min-idle': '0', verify: 'false' }

export const action: Contender = {
  name: 'the action',
  settings: 'defaults: it looks at the parts before, and verifies afterwards',
  command: (job) => actionCommand(job, {}),
  ...FAST,
}

export const likeForLike: Contender = {
  name: 'the action, like for like',
  settings: '`min-idle: 0`, `verify: false`: what the peers do',
  command: (job) => actionCommand(job, LIKE_PEERS),
  ...FAST,
}

export const wider: Contender = {
  name: 'the action, like for like, 256 wide',
  settings: 'the same with `concurrency: 256`',
  command: (job) => actionCommand(job, { ...LIKE_PEERS, concurrency: '256' }),
  ...FAST,
}

/** What the runs write. Nobody reads it, and it goes when the bench ends. */
const FOLDER = mkdtempSync(join(tmpdir(), 'bench-'))
process.on('exit', () => rmSync(FOLDER, { recursive: true, force: true }))

/** As the runner starts it. A dry run lists and looks, and aborts nothing. */
function actionCommand(job: Job, inputs: Readonly<Record<string, string>>): Command {
  const folder = mkdtempSync(join(FOLDER, 'run-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const given = {
    bucket: job.bucket,
    endpoint: job.endpoint,
    region: job.region,
    'access-key-id': job.accessKeyId,
    'secret-access-key': job.secretAccessKey,
    'dry-run': String(job.kind !== 'clean'),
  }
  return {
    argv: [process.execPath, DIST],
    env: {
      ...inputEnvironment({ ...given, ...inputs }),
      ...files,
      RUNNER_TEMP: folder,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
      GITHUB_RUN_ID: '1658821493',
      GITHUB_SERVER_URL: 'https://github.com',
    },
    runtime: 'node',
  }
}
