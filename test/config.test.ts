import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConfigError, readConfig, readDatabaseConfig } from '#src/config.ts';

const SECRET_KEY = 'a secret key that is long enough for tests';
const DATABASE_URL = 'postgres://kartka@127.0.0.1:5432/kartka';
const TELEGRAM_TOKEN = '700000001:a-token-of-the-pretend-telegram';
const VIBER_TOKEN = 'a-token-of-the-pretend-viber';
const SMS_TOKEN = 'a-token-of-the-gateway';
const PUBLIC_URL = 'https://cards.example.com/';
const PRODUCTION = { NODE_ENV: 'production', DATABASE_URL, SECRET_KEY, TELEGRAM_TOKEN, PUBLIC_URL };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kartka-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the operator is told. */
function refusal(env: Record<string, string | undefined>): string {
  try {
    readConfig({ DATA_DIR: join(folder, 'refused'), ...env });
  } catch (error) {
    return (error as ConfigError).message;
  }
  return 'nothing was refused';
}

describe('the demo', () => {
  it('when nothing is set, then it starts, with a key of its own that stays and that nobody else may read', async () => {
    const DATA_DIR = join(folder, 'demo');
    const { demo, secretKey, telegram, databaseUrl } = readConfig({ DATA_DIR });
    expect([demo, databaseUrl, telegram?.mode]).toEqual([{ simulatorPort: 3001 }, null, 'polling']);
    expect(secretKey).toMatch(/^[0-9a-f]{64}$/);
    expect(readConfig({ DATA_DIR }).secretKey).toBe(secretKey);
    const file = join(DATA_DIR, 'secret.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toBe(secretKey);
    expect(readConfig({ DATA_DIR: join(folder, 'another') }).secretKey).not.toBe(secretKey);
  });

  it('when its key cannot be kept or is spoilt, then it says where', async () => {
    const DATA_DIR = join(folder, 'a-file');
    await writeFile(DATA_DIR, '');
    expect(refusal({ DATA_DIR })).toContain(`cannot be kept in ${DATA_DIR}`);
    await writeFile(join(folder, 'secret.key'), 'short\n');
    expect(refusal({ DATA_DIR: folder })).toMatch(/secret\.key holds no key: delete it/);
  });

  it('when a database or a token is set, then it never starts', () => {
    for (const env of [{ TELEGRAM_TOKEN }, { VIBER_TOKEN }, { TELEGRAM_TOKEN, DATABASE_URL }]) {
      expect(readConfig({ ...env, SECRET_KEY }).demo).toBeNull();
    }
    expect(refusal({ DATABASE_URL, SECRET_KEY })).toBe(
      'TELEGRAM_TOKEN or VIBER_TOKEN is not set: DATABASE_URL is set, so add one of them with a SECRET_KEY, or unset DATABASE_URL to start the demo shop. See the settings in README.md.',
    );
    expect(refusal({ SMS_TOKEN, SECRET_KEY })).toMatch(/unset SMS_TOKEN to start the demo shop/);
  });
});

describe('the secret key', () => {
  it('when anything real is set, then it is required and never invented', () => {
    for (const env of [
      { TELEGRAM_TOKEN },
      { VIBER_TOKEN },
      { TELEGRAM_TOKEN, DATABASE_URL },
      { PUBLIC_URL },
      { PUBLIC_URL: 'HTTPS://cards.example.com' },
    ]) {
      expect(refusal(env)).toMatch(/^SECRET_KEY is not set: .*openssl rand -hex 32/);
    }
    expect(readConfig({ TELEGRAM_TOKEN, SECRET_KEY }).secretKey).toBe(SECRET_KEY);
  });
});

describe('production', () => {
  it('when everything is set, then it is as it was set', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({
      production: true,
      demo: null,
      host: '0.0.0.0',
      databaseUrl: DATABASE_URL,
      publicUrl: 'https://cards.example.com',
      telegram: { token: TELEGRAM_TOKEN, mode: 'webhook', apiRoot: 'https://api.telegram.org' },
      viber: null,
      sms: null,
      secretKey: SECRET_KEY,
    });
  });

  it.each(['DATABASE_URL', 'SECRET_KEY', 'TELEGRAM_TOKEN', 'PUBLIC_URL'])(
    'when %s is missing, then it is named',
    (name) => {
      expect(refusal({ ...PRODUCTION, [name]: '' })).toMatch(new RegExp(`^${name}.* is not set: `));
    },
  );

  it('when Viber is there without an SMS gateway, then it does not start: nobody could prove a phone', () => {
    const env = { ...PRODUCTION, VIBER_TOKEN };
    expect(refusal(env)).toMatch(/^SMS_TOKEN is not set: in Viber a phone is proven by a code in an SMS/);
    expect(readConfig({ ...env, SMS_TOKEN })).toMatchObject({
      viber: { token: VIBER_TOKEN },
      sms: { token: SMS_TOKEN },
    });
  });

  it('when the address is not https, then it says so', () => {
    expect(refusal({ ...PRODUCTION, PUBLIC_URL: 'http://cards.example.com' })).toMatch(
      /must begin with https/,
    );
  });
});

describe('a program that needs the database only', () => {
  it('when no token is set, then it reads where the books are all the same', () => {
    expect(readDatabaseConfig({ DATABASE_URL })).toEqual({ databaseUrl: DATABASE_URL, dataDir: 'data' });
    expect(readDatabaseConfig({ NODE_ENV: 'production', DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    expect(() => readDatabaseConfig({ NODE_ENV: 'production' })).toThrow(/^DATABASE_URL is not set/);
  });
});
