import { type Command, type Contender, type Job, programEnvironment } from '../contender.ts'
import { findInstalled, versionOf } from '../program.ts'

export const rclone: Contender = {
  name: 'rclone',
  settings:
    '`backend cleanup -o max-age=7d --checkers 64 --transfers 64` (it aborts one at a time all the same); listing: `backend list-multipart-uploads`',
  command: rcloneCommand,
  version: () => versionOf('rclone', 'version'),
  trial: 40,
  budgetMs: 2_000,
}

function rcloneCommand(job: Job): Command | string {
  const program = findInstalled('rclone')
  if (program === undefined) return 'not installed'
  if (job.kind === 'inspect') return 'does not look at parts'
  const what =
    job.kind === 'clean'
      ? ['cleanup', `bench:${job.bucket}`, '-o', 'max-age=7d']
      : ['list-multipart-uploads', `bench:${job.bucket}`]
  return {
    argv: [program, '--config', '', '--checkers', '64', '--transfers', '64', 'backend', ...what],
    env: {
      ...programEnvironment(job),
      RCLONE_CONFIG_BENCH_TYPE: 's3',
      RCLONE_CONFIG_BENCH_PROVIDER: 'Other',
      RCLONE_CONFIG_BENCH_ENV_AUTH: 'true',
      RCLONE_CONFIG_BENCH_ENDPOINT: job.endpoint,
      RCLONE_CONFIG_BENCH_REGION: job.region,
    },
    runtime: 'other',
  }
}
