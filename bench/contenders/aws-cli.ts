import { type Command, type Contender, type Job, programEnvironment } from '../contender.ts'
import { findInstalled, versionOf } from '../program.ts'

/** As many processes as are worth it on a small machine: each is busy starting. */
const PROCESSES = 4

export const awsCli: Contender = {
  name: 'aws',
  settings: `\`s3api list-multipart-uploads\`, then \`abort-multipart-upload\` by \`xargs -P ${PROCESSES}\`: a process for each upload`,
  command: awsCommand,
  version: () => versionOf('aws', '--version'),
  trial: 4,
  budgetMs: 2_000,
}

function awsCommand(job: Job): Command | string {
  const program = findInstalled('aws')
  if (program === undefined) return 'not installed'
  if (job.kind === 'inspect') return 'a process for each upload: as its aborts'
  const aws = `${program} --endpoint-url ${job.endpoint} s3api`
  const list = `${aws} list-multipart-uploads --bucket ${job.bucket} --query 'Uploads[].[Key,UploadId]' --output text`
  const abort = `${aws} abort-multipart-upload --bucket ${job.bucket} --key="$0" --upload-id="$1"`
  return {
    argv: ['sh', '-c', job.kind === 'list' ? list : `${list} | ${eachPair(abort)}`],
    env: { ...programEnvironment(job), AWS_PAGER: '' },
    runtime: 'other',
  }
}

/** An empty listing is the word `None`. */
function eachPair(command: string): string {
  return `grep -v '^None$' | xargs -r -P ${PROCESSES} -n 2 sh -c '${command}'`
}
