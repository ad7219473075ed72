// A reporter for Vitest that counts, for test/run.ts: tests by outcome, what failed outside of any test, and how long
// each file took with everything it needed before its first test. Writes JSON to the path in KARTKA_TEST_SUMMARY.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export interface RunSummary {
  passed: number;
  /** Failed tests, and each hook, file or stray error that failed on its own. */
  failed: number;
  skipped: number;
  /** What models lived through (check-model.ts). */
  lived: string[];
  files: { path: string; tookMs: number }[];
}

export default class CountTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): void {
    const summary: RunSummary = { passed: 0, failed: strayErrors.length, skipped: 0, lived: [], files: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        summary[outcomeOf(test.result().state)]++;
        const { lived } = test.meta();
        if (lived) summary.lived.push(lived);
      }
      const suites = [module, ...module.children.allSuites()];
      summary.failed += suites.filter((suite) => suite.errors().length > 0).length;
      const spent = module.diagnostic();
      summary.files.push({
        path: relative(process.cwd(), module.moduleId),
        tookMs: spent.prepareDuration + spent.setupDuration + spent.collectDuration + spent.duration,
      });
    }
    const path = process.env.KARTKA_TEST_SUMMARY;
    if (path) writeFileSync(path, JSON.stringify(summary));
  }
}

// A test that never came to its end is no success.
function outcomeOf(state: string): 'passed' | 'failed' | 'skipped' {
  if (state === 'passed' || state === 'skipped') return state;
  return 'failed';
}
