// Which files the project consists of, found in two ways that do not know of each other: by walking the folders and
// by asking git. Paths are relative to the root of the project and written with slashes.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../', import.meta.url);
const CODE = /\.(ts|tsx|js|jsx|mjs|cjs|mts|cts)$/;
const BINARY = /\.(png|jpe?g|gif|webp|ico|ttf|woff2?|wasm|y4m|pdf)$/;

/** Every file of code in `folders`, found by walking them. */
export function walkCode(folders: string[]): string[] {
  return folders
    .filter(exists)
    .flatMap((folder) =>
      readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    )
    .filter(isCode)
    .sort();
}

/** What git keeps or would keep, or null where the project is not a git checkout (an unpacked archive). */
export function listWithGit(): string[] | null {
  if (!existsSync(new URL('.git', ROOT))) return null;
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: fileURLToPath(ROOT),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listing.split('\0'))].filter((path) => path !== '' && exists(path)).sort();
}

export const isCode = (path: string): boolean => CODE.test(path);
export const isText = (path: string): boolean => !BINARY.test(path);
export const exists = (path: string): boolean => existsSync(new URL(path, ROOT));
export const readText = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
export const readJson = (path: string): unknown => JSON.parse(readText(path));

/** How a script of package.json starts node, such as `node --flag src/main.ts`. */
export function scriptOf(name: string): string {
  const { scripts } = readJson('package.json') as { scripts: Record<string, string> };
  return scripts[name] ?? '';
}

/** The files that the scripts of package.json start, such as `src/main.ts`. */
export function startedByScripts(): string[] {
  const { scripts } = readJson('package.json') as { scripts: Record<string, string> };
  return Object.values(scripts).flatMap((script) => /^node (?:--\S+ )*(\S+)/.exec(script)?.[1] ?? []);
}
