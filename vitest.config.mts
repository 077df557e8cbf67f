import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/tally-reporter.ts';

/** What counts on nothing that another file left, and brings no clock of its own: one set of modules serves them all, which halves the time. */
const SHARED = ['test/unit/{core,contract,console}/**/*.test.ts'];
/** The same of the page; one file replaces a module. */
const PAGE = ['test/unit/renderer/**/!(use-filter-text).test.{ts,tsx}'];

export default defineConfig({
  test: {
    reporters: ['default', new TallyReporter()],
    // Two cores, and suites that start servers: more workers only wait for each other.
    maxWorkers: 2,
    // A machine that is shared may be slow: what takes longer than this hangs.
    testTimeout: 20_000,
    projects: [
      { extends: true, test: { name: 'shared', include: SHARED, isolate: false } },
      { extends: true, test: { name: 'page', include: PAGE, isolate: false, setupFiles: ['test/unit/renderer/setup.ts'] } },
      {
        extends: true,
        test: { name: 'isolated', include: ['test/{unit,spec,contract,interop,crash}/**/*.test.{ts,tsx}'], exclude: [...SHARED, ...PAGE] },
      },
    ],
  },
});
