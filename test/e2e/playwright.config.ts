import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 5000 },
  reporter: [['list'], ['./tally-reporter.ts']],
  projects: [
    { name: 'chromium', testIgnore: ['**/electron-*.spec.ts', '**/packaged.spec.ts'] },
    { name: 'electron', testMatch: ['**/main-job.spec.ts', '**/client-source.spec.ts', '**/admin-source.spec.ts', '**/electron-*.spec.ts'] },
    { name: 'packaged', testMatch: '**/packaged.spec.ts' },
  ],
});
