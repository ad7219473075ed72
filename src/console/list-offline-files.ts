// Completes the service worker after the console was built: which files the till needs, and the version's name, which
// changes when any of them does.
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
    assets: z.array(z.string()).default([]),
  }),
);
type Manifest = z.output<typeof manifest>;

const BASE = '/console/';
const PAGE = 'index.html';
/** Of what is loaded later, what a till wants: its own parts, and the words of every language. */
const OF_THE_TILL = /^till\/|\/locales\/\w+\/console\.json$/;

/** Reads Vite's list of what it made in `folder`, writes sw.js whole, and takes the list away. Returns the files. */
export async function listOfflineFiles(folder: string): Promise<string[]> {
  const list = join(folder, '.vite', 'manifest.json');
  const made = manifest.parse(JSON.parse(await readFile(list, 'utf8')));
  const files = [...new Set([PAGE, ...filesOf(made, PAGE).filter((file) => file !== PAGE)])];
  const wanted = files.map((file) => BASE + file).sort();
  const page = await readFile(join(folder, PAGE));
  const version = createHash('sha256').update(page).update(wanted.join()).digest('hex').slice(0, 12);
  const path = join(folder, 'sw.js');
  const code = await readFile(path, 'utf8');
  await writeFile(
    path,
    `const KARTKA_FILES=${JSON.stringify(wanted)},KARTKA_VERSION=${JSON.stringify(version)};${code}`,
  );
  await rm(join(folder, '.vite'), { recursive: true });
  return wanted;
}

/** A part with everything that it needs at once, and what of the till it loads later. */
function filesOf(made: Manifest, from: string): string[] {
  const seen = new Set<string>();
  const walk = (name: string): void => {
    const part = made[name];
    if (!part || seen.has(name)) return;
    seen.add(name);
    for (const next of [...part.imports, ...part.dynamicImports.filter((each) => OF_THE_TILL.test(each))])
      walk(next);
  };
  walk(from);
  return [...seen].flatMap((name) => {
    const part = made[name];
    return part ? [part.file, ...part.css, ...part.assets] : [];
  });
}
