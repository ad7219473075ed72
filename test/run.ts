// `npm test`: types, format, lint, then every test. A check that fails does not keep the others from running; the last
// line is always `N passed, N failed`, where each check counts as one. With arguments (`npm test -- test/core`) they go
// to Vitest, and the checks are left out. Exits with 1 when anything failed or no test ran.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunSummary } from './support/count-tests.ts';

interface Check {
  name: string;
  /** A script of an installed package, then its arguments. */
  command: string[];
  toRepair: string;
}

interface Counts {
  passed: number;
  failed: number;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE = 24;
const SLOWEST = 10;

const TYPES: Check = {
  name: 'types',
  // One checker: several would each work out the same types of the libraries again.
  command: ['typescript/bin/tsc', '--noEmit', '--checkers', '1'],
  toRepair: 'correct the types named above',
};
const FORMAT: Check = {
  name: 'format',
  command: ['@biomejs/biome/bin/biome', 'check', '--colors=off', '.'],
  toRepair: '`npm run format` puts most of it right',
};
const LINT: Check = {
  name: 'lint',
  command: ['oxlint/bin/oxlint', '--type-aware'],
  toRepair: 'correct the lines named above',
};

const args = process.argv.slice(2);
const running = new Set<ReturnType<typeof spawn>>();

process.exitCode = await run();

async function run(): Promise<number> {
  if (Number.parseInt(process.versions.node, 10) !== NODE) {
    console.log(
      `Kartka runs on Node ${NODE}, which npm installs beside it, but this is ${process.version}: run \`npm ci\` with install scripts allowed, then \`npm test\`.`,
    );
    return tell({ passed: 0, failed: 1 });
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      for (const child of running) child.kill(signal);
    });
  }
  const began = performance.now();
  // Two cores: the types are one thread's work, and so there is room for the other two beside them.
  const checks =
    args.length > 0 ? [] : (await Promise.all([inOrder([TYPES]), inOrder([FORMAT, LINT])])).flat();
  const tests = await runTests();
  const counts = {
    passed: checks.filter((passed) => passed).length + tests.passed,
    failed: checks.filter((passed) => !passed).length + tests.failed,
  };
  console.log(`\nAll of it took ${seconds(performance.now() - began)}.`);
  return tell(counts);
}

/** The last line, and the exit code. */
function tell({ passed, failed }: Counts): number {
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function inOrder(checks: Check[]): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const check of checks) results.push(await runCheck(check));
  return results;
}

/** Runs a check and prints what it said only if it failed. */
async function runCheck({ name, command, toRepair }: Check): Promise<boolean> {
  const began = performance.now();
  let said = '';
  const code = await start(command, { onText: (text) => (said += text) });
  const took = seconds(performance.now() - began);
  if (code === 0) console.log(`✓ ${name} (${took})`);
  else console.log(`${said.trimEnd()}\n× ${name} (${took}): ${toRepair}`);
  return code === 0;
}

async function runTests(): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'kartka-run-'));
  const report = join(folder, 'summary.json');
  try {
    const reporters = ['--reporter=default', '--reporter=./test/support/count-tests.ts'];
    const code = await start(['vitest/vitest.mjs', 'run', ...reporters, ...args], {
      env: { KARTKA_TEST_SUMMARY: report },
    });
    const summary = await readSummary(report);
    if (!summary) {
      console.log('× The tests ended without saying how they went.');
      return { passed: 0, failed: 1 };
    }
    return count(summary, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function count(summary: RunSummary, code: number): Counts {
  const slowest = summary.files.toSorted((a, b) => b.tookMs - a.tookMs).slice(0, SLOWEST);
  console.log(`The ${slowest.length} slowest files:`);
  for (const file of slowest) console.log(`  ${seconds(file.tookMs).padStart(7)}  ${file.path}`);
  for (const lived of summary.lived) console.log(`Lived at random, ${lived}.`);
  if (summary.skipped > 0) console.log(`${summary.skipped} tests were skipped here.`);
  const { passed, failed } = summary;
  if (passed + failed === 0) {
    console.log('× No test ran: look at the path that was given.');
    return { passed, failed: 1 };
  }
  // Vitest sees what no single test shows, an error that nobody caught for one.
  if (code !== 0 && failed === 0) return { passed, failed: 1 };
  return { passed, failed };
}

async function readSummary(path: string): Promise<RunSummary | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as RunSummary);
}

/** Runs a script of an installed package on this Node and returns its exit code; 1 when a signal ended it. */
function start(
  [script = '', ...rest]: string[],
  options: { env?: Record<string, string>; onText?: (text: string) => void },
): Promise<number> {
  const { env, onText } = options;
  const output = onText ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', script), ...rest], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => onText?.(text));
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      running.delete(child);
      console.log(`${script} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
