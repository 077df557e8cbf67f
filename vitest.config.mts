import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/tally-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/{unit,spec,contract,interop}/**/*.test.{ts,tsx}'],
    reporters: ['default', new TallyReporter()],
    // Two cores, and suites that start servers: more workers only wait for each other.
    maxWorkers: 2,
    // A machine that is shared may be slow: what takes longer than this hangs.
    testTimeout: 20_000,
  },
});
