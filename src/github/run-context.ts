import { Context } from './toolkit.ts'

/** The run that a report came from. */
export interface RunContext {
  readonly repository: string
  readonly workflow: string
  readonly job: string
  readonly runId: number
  readonly attempt: number
  readonly url: string
}

/** undefined outside GitHub Actions. */
export function readRunContext(): RunContext | undefined {
  try {
    const { repo, workflow, job, runId, runAttempt, serverUrl } = new Context()
    if (!Number.isInteger(runId)) return undefined
    const repository = `${repo.owner}/${repo.repo}`
    const attempt = Number.isInteger(runAttempt) ? runAttempt : 1
    return {
      repository,
      workflow,
      job,
      runId,
      attempt,
      url: `${serverUrl}/${repository}/actions/runs/${runId}`,
    }
  } catch {
    // Without GITHUB_REPOSITORY, or with an event file that is no JSON: a report is worth more than its origin.
    return undefined
  }
}
