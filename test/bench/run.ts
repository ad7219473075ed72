// `npm run bench -- NAME` runs the measurement in test/bench/NAME.ts; its last line is `ratio=...`.
import { readdirSync, readFileSync } from 'node:fs';
import { collectAlone } from '#src/lib/collect-alone.ts';

const FOLDER = new URL('.', import.meta.url);
// The other files of the folder are parts of measurements, or programs that those start.
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .filter((file) => /^export (async )?function run\(/m.test(readFileSync(new URL(file, FOLDER), 'utf8')))
  .map((file) => file.slice(0, -'.ts'.length));

const [name = '', ...options] = process.argv.slice(2);
if (names.includes(name)) {
  // As the service does: what helps it helps a floor too.
  collectAlone();
  const bench: { run(...options: string[]): Promise<void> } = await import(
    new URL(`${name}.ts`, FOLDER).href
  );
  await bench.run(...options);
} else {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exitCode = 1;
}
