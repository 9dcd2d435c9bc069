import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,action,docs,properties}/**/*.test.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 60_000,
    expandSnapshotDiff: true,
  },
})
