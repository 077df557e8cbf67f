import { writeFileSync } from 'node:fs';
import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';

/** The counts of a run, as JSON in the file `TALLY_FILE` names. */
class TallyReporter implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    const tally = { passed: 0, failed: 0, skipped: 0 };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'skipped') tally.skipped++;
      else if (outcome === 'unexpected') tally.failed++;
      else tally.passed++;
    }
    if (process.env.TALLY_FILE !== undefined) writeFileSync(process.env.TALLY_FILE, JSON.stringify(tally));
  }
}

// Playwright loads a reporter by its path and takes the default export.
export { TallyReporter as default };
