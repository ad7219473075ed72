// Builds the console into dist/console and the pages of the card and of the games into dist/card and dist/game, and
// remembers what they were built from, so that a start with nothing changed costs a few milliseconds. Vite is a tool of development and is loaded only when
// there is something to build.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listOfflineFiles } from './list-offline-files.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where the built console lies. */
export const CONSOLE_FOLDER = join(ROOT, 'dist', 'console');
/** Where the built page of the card lies. */
export const CARD_FOLDER = join(ROOT, 'dist', 'card');
/** Where the built page of the games lies. */
export const GAME_FOLDER = join(ROOT, 'dist', 'game');
const STAMP = join(CONSOLE_FOLDER, '.built-from');
const LOCK = join(ROOT, 'dist', '.building-console');
/** Whoever builds touches the lock this often, however long the build takes. */
const LOCK_TOUCHED_EVERY_MS = 5_000;
/** A lock that nobody has touched for so long was left behind by a process that was killed. */
const LOCK_LASTS_MS = 60_000;
const FOLDERS = ['src/console', 'src/card-page', 'src/game-page', 'src/contract'];
const CONFIGS = ['console', 'card-page', 'game-page'].map((room) => `src/${room}/vite.config.ts`);
const FILES = [
  'package-lock.json',
  'src/core/quests/games/game-rules.ts',
  ...['uk', 'ru', 'en'].map((name) => `locales/${name}/console.json`),
];

/**
 * Makes sure that dist holds the console and the pages of these sources, and returns the console's folder. `force` builds anew even
 * when nothing has changed; `log` hears one sentence when there is something to do. Throws what Vite throws.
 */
export async function buildConsole({
  force = false,
  log = () => undefined,
}: {
  force?: boolean;
  log?: (sentence: string) => void;
} = {}): Promise<string> {
  const inputs = await hashInputs();
  if (!force && (await readStamp()) === inputs) return CONSOLE_FOLDER;
  await takeLock();
  const holding = setInterval(() => {
    const now = new Date();
    utimes(LOCK, now, now).catch(() => undefined);
  }, LOCK_TOUCHED_EVERY_MS);
  try {
    // Another process may have built it while this one waited.
    if (force || (await readStamp()) !== inputs) await build(inputs, log);
  } finally {
    clearInterval(holding);
    await rmdir(LOCK);
  }
  return CONSOLE_FOLDER;
}

async function build(inputs: string, log: (sentence: string) => void): Promise<void> {
  log('Building the console…');
  const startedAt = performance.now();
  // A process of its own, with an environment of its own: whatever NODE_ENV says here, the console is built for
  // production, and nothing of the tool stays in this process.
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  for (const config of CONFIGS) {
    const how = ['build', '--config', config, '--logLevel', 'warn'];
    await run(process.execPath, [vite, ...how], { cwd: ROOT, env: { NODE_ENV: 'production' } });
  }
  await listOfflineFiles(CONSOLE_FOLDER);
  await writeFile(STAMP, inputs);
  log(`The console is built (${((performance.now() - startedAt) / 1000).toFixed(1)} s).`);
}

async function takeLock(): Promise<void> {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  for (;;) {
    try {
      await mkdir(LOCK);
      return;
    } catch {
      const since = await stat(LOCK).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      );
      if (Date.now() - since > LOCK_LASTS_MS) await rmdir(LOCK).catch(() => undefined);
      await pause(100);
    }
  }
}

async function hashInputs(): Promise<string> {
  const hash = createHash('sha256');
  const names: string[] = [...FILES];
  for (const folder of FOLDERS) {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile()) names.push(join(entry.parentPath, entry.name).slice(ROOT.length));
    }
  }
  for (const name of names.sort()) {
    hash.update(`${name}\0`).update(await readFile(join(ROOT, name)));
  }
  return hash.digest('hex');
}

async function readStamp(): Promise<string | null> {
  try {
    return await readFile(STAMP, 'utf8');
  } catch {
    return null;
  }
}

if (import.meta.main) {
  await buildConsole({ force: process.argv.includes('--force'), log: (sentence) => console.log(sentence) });
}
