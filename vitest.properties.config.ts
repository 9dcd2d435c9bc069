import { defineConfig } from 'vitest/config'

/** Far more scenarios than `npm test` has time for, and others each time: `npm run test:properties`. */
export default defineConfig({
  test: {
    include: ['test/properties/**/*.test.ts'],
    reporters: ['default', './test/closing-line.ts'],
    env: {
      PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? '50000',
      PROPERTY_SEED: process.env.PROPERTY_SEED ?? String(Date.now() % 2 ** 31),
    },
  },
})
