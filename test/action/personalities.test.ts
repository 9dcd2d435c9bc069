import { describe, expect, test } from 'vitest'
import { personalities, personalityNames } from '../s3-server/index.ts'
import { runAction } from './run.ts'
import { checkExpectation, checkInvariants, lostFromSight } from './scenarios/checks.ts'
import { expectationOf } from './scenarios/expectation.ts'
import { scenarioNames, scenarios } from './scenarios/scenario.ts'
import { World } from './scenarios/world.ts'

/** The same scenarios on every kind of server; docs/servers.md is the record of what is expected of each, and why. */
describe.concurrent.each(personalityNames)('%s', (personality) => {
  test.each(scenarioNames)('%s', async (name) => {
    const scenario = scenarios[name]
    const expected = expectationOf(personality, name)
    const world = await World.create(personality, scenario.pageSize)
    try {
      scenario.seed(world)
      const before = { objects: world.server.objects(world.bucket) }

      const run = await runAction(inputsOf(world))

      checkInvariants(world, before, run)
      if (expected.kind !== 'missed') expect(lostFromSight(world, run)).toEqual([])
      checkExpectation(expected, world, run)
    } finally {
      await world.server.close()
    }
  })
})

test('the file of a personality has its name', () => {
  expect(personalityNames.map((name) => personalities[name].name)).toEqual(personalityNames)
})

function inputsOf({ server, bucket, inputs }: World): Record<string, string> {
  return {
    bucket,
    endpoint: server.endpoint,
    region: server.region,
    'access-key-id': server.accessKeyId,
    'secret-access-key': server.secretAccessKey,
    ...inputs,
  }
}
