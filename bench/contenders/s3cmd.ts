import { type Command, type Contender, type Job, programEnvironment } from '../contender.ts'
import { findInstalled, versionOf } from '../program.ts'

/** As many processes as are worth it on a small machine: each is busy starting. */
const PROCESSES = 4

export const s3cmd: Contender = {
  name: 's3cmd',
  settings: `\`multipart\`, then \`abortmp\` by \`xargs -P ${PROCESSES}\`: a process for each upload`,
  command: s3cmdCommand,
  version: () => versionOf('s3cmd', '--version'),
  trial: 10,
  budgetMs: 2_000,
}

function s3cmdCommand(job: Job): Command | string {
  const program = findInstalled('s3cmd')
  if (program === undefined) return 'not installed'
  if (job.kind === 'inspect') return 'a process for each upload: as its aborts'
  // Seen with 2.3.0: it asks for page two with `KeyMarker` instead of `key-marker`, and gets page one for ever.
  if (job.kind === 'list') return 'never ends: it asks for the first page again and again'
  const { host } = new URL(job.endpoint)
  const options = `--config=/dev/null --no-ssl --host=${host} --host-bucket=${host} --region=${job.region}`
  const list = `${program} ${options} multipart s3://${job.bucket}`
  return {
    argv: [
      'sh',
      '-c',
      // An upload id may begin with a hyphen.
      `${list} | awk '/^2/ { print $2, $3 }' | xargs -r -P ${PROCESSES} -n 2 ${program} ${options} abortmp --`,
    ],
    env: programEnvironment(job),
    runtime: 'other',
  }
}
