import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isRecord } from '../../scripts/action-metadata.ts'
import { filesBelow, read } from './repository.ts'

describe.each(filesBelow('.github/workflows', '.yml'))('%s', (path) => {
  const text = read(path)
  const workflow: unknown = parse(text)
  const jobs =
    isRecord(workflow) && isRecord(workflow.jobs) ? Object.values(workflow.jobs).filter(isRecord) : []

  it('pins every action to a commit, and names its version', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action)
    expect(used.filter((action) => !action?.startsWith('./'))).toEqual(
      used.filter((action) => /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? '')),
    )
  })

  it('pins every image to a digest', () => {
    const images = [...text.matchAll(/image: (.*)$/gm)].map(([, image]) => image)
    for (const image of images) expect(image).toMatch(/:[\w.-]+@sha256:[0-9a-f]{64}$/)
  })

  it('permits nothing at the top, and says why a job may do what it may', () => {
    expect(isRecord(workflow) && workflow.permissions).toEqual({})
    const permissions = [...text.matchAll(/^ {6}[\w-]+: (?:read|write)\b.*$/gm)].map(([line]) => line)
    for (const permission of permissions) expect(permission).toMatch(/: (?:read|write) # \w+/)
    expect(permissions.length).toBe(
      jobs.flatMap((job) => (isRecord(job.permissions) ? Object.keys(job.permissions) : [])).length,
    )
  })

  it('leaves no token behind, and ends', () => {
    const checkouts = jobs.flatMap((job) => (Array.isArray(job.steps) ? job.steps.filter(isCheckout) : []))
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ 'persist-credentials': false })
    for (const job of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0)
  })
})

function isCheckout(step: unknown): step is Readonly<Record<string, unknown>> {
  return isRecord(step) && typeof step.uses === 'string' && step.uses.startsWith('actions/checkout@')
}
