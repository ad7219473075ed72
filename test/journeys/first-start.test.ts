// The first hour of a real shop: the program starts before anybody has set the shop up, and `npm run setup` does it
// beside the running program.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { readConfig } from '#src/config.ts';
import { NOT_SET_UP } from '#src/core/stores/read-programme.ts';
import { systemClock } from '#src/lib/clock.ts';
import { run } from '#src/run.ts';
import { startSimulator } from '#src/simulator/start.ts';
import { testDatabase } from '#test/support/database.ts';
import { freePort } from '#test/support/free-port.ts';
import { SECRET_KEY } from '#test/support/shop.ts';
import { until } from '#test/support/until.ts';

const SETUP = join(import.meta.dirname, '../../src/setup.ts');

/** Runs the command with nothing but the database set. Returns what it said; rejects with a code other than 0. */
async function setUp(databaseUrl: string, ...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [SETUP, ...args], { env });
  return stdout;
}

it('when the program starts before the shop is set up, then it says once what to do, and begins when it is done', async () => {
  await using database = await testDatabase({ template: false });
  await using started = new AsyncDisposableStack();
  const simulator = await startSimulator({ port: 0, timeScale: 0.01 });
  started.defer(() => simulator.stop());
  const logged: string[] = [];
  const running = await run({
    config: readConfig({
      PORT: String(await freePort()),
      DATABASE_URL: database.url,
      SECRET_KEY,
      TELEGRAM_TOKEN: '700000001:a-token-of-the-pretend-telegram',
      TELEGRAM_API_ROOT: simulator.url,
    }),
    databaseUrl: database.url,
    log: pino({ level: 'warn', base: null }, { write: (line: string) => void logged.push(line) }),
    clock: systemClock,
  });
  started.defer(() => running.stop());
  const ready = () => fetch(`${running.url}/ready`);

  const empty = await ready();
  expect([empty.status, await empty.json()]).toEqual([503, { status: 'not set up', message: NOT_SET_UP }]);
  expect((await fetch(`${running.url}/health`)).status).toBe(200);
  expect((await fetch(`${running.url}/terms`)).status).toBe(503);
  expect(logged.map((line) => JSON.parse(line).msg)).toEqual([NOT_SET_UP]);

  const said = await setUp(database.url, '--shop', 'Крамниця', '--admin', 'olha');
  const [, password = ''] = /as olha with the password (\S+) /.exec(said) ?? [];
  expect(said).toContain('«Крамниця» is set up');
  expect(said).toContain('Its first store is «Крамниця» with the till «Каса 1».');
  expect((await ready()).status).toBe(200);
  const answer = await fetch(`${running.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'olha', password }),
  });
  expect(await answer.json()).toMatchObject({ role: 'admin', shop: { name: 'Крамниця' } });
  // The workers keep an entry each while they live.
  await until('the work to begin', async () => (await database.sql`select from worker limit 1`).length > 0);

  const [again, wrong] = await Promise.all([
    setUp(database.url, '--shop', 'Інша', '--admin', 'petro'),
    setUp(database.url, '--brand-colour', 'green').catch(({ stderr }) => String(stderr)),
  ]);
  expect(again).toContain('«Крамниця» had been set up and stays as it is');
  expect(again).toContain('There is an admin already (olha)');
  expect(again).not.toContain('password ');
  expect(wrong).toMatch(/^--brand-colour is not usable: must be a colour/);
  expect(logged).toHaveLength(1);
  // Four programs start here, one of them from an empty database.
});
