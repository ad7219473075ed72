// `npm run audit` as an operator runs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export async function runAudit(databaseUrl: string): Promise<{ clean: boolean; said: string }> {
  const audit = fileURLToPath(import.meta.resolve('#src/audit.ts'));
  const child = spawn(process.execPath, [audit], {
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = await once(child, 'close');
  return { clean: code === 0, said: said.trim() };
}
