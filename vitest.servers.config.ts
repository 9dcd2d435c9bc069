import { defineConfig } from 'vitest/config'

/** Real S3 servers, from the packages of Debian: `npm run test:servers`. */
export default defineConfig({
  test: {
    include: ['test/servers/**/*.test.ts'],
    reporters: ['default', './test/closing-line.ts'],
    globalSetup: 'test/servers/setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
