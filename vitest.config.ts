import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/foundations.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes when it comes: a busy machine is no fault. Where a time is promised, the test names it.
    expect: { poll: { timeout: 30_000 } },
    // Two cores have time for three: much of a test is waiting for a browser, a database or the disk.
    maxWorkers: 3,
    // Files share what they import: a quarter of the time went into importing the server anew for each. Each still has a
    // database and a site of its own.
    isolate: false,
  },
})
