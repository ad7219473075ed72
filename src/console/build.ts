// Builds the console into dist/console and remembers what it was built from, so that a start with nothing changed costs
// a few milliseconds. Vite is a tool of development and is loaded only when there is something to build.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, 'dist', 'console');
const STAMP = join(OUT, '.built-from');
const FOLDERS = ['src/console', 'src/contract'];
const FILES = ['package-lock.json', ...['uk', 'ru', 'en'].map((name) => `locales/${name}/console.json`)];

/**
 * Makes sure that dist/console holds the console of these sources, and returns that folder. `force` builds anew even
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
  if (!force && (await readStamp()) === inputs) return OUT;
  log('Building the console…');
  const startedAt = performance.now();
  const { build } = await import('vite');
  await build({ configFile: join(ROOT, 'src/console/vite.config.ts'), logLevel: 'warn' });
  await writeFile(STAMP, inputs);
  log(`The console is built (${((performance.now() - startedAt) / 1000).toFixed(1)} s).`);
  return OUT;
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
