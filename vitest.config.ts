import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/foundations.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more at once would only wait for each other.
    maxWorkers: 2,
    // Files share what they import: a quarter of the time went into importing the server anew for each. Each still has a
    // database and a site of its own.
    isolate: false,
  },
})
