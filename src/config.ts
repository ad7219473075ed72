// The only reader of process.env: one schema, one frozen and typed Config. Whatever is missing or wrong is told in
// one sentence that names the setting and says what to do.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { readApple, readGoogle, type WalletsConfig, walletSettings } from './config-wallets.ts';

export { ConfigError } from './config-error.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url();
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const environment = z.object({
  NODE_ENV: optional(z.string()),
  HOST: optional(z.string()),
  PORT: optional(port),
  DATABASE_URL: optional(url),
  DATABASE_REPLICA_URL: optional(url),
  DATA_DIR: optional(z.string()),
  PUBLIC_URL: optional(url),
  ROLE: optional(z.enum(['web', 'worker', 'both'])),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
  TELEGRAM_TOKEN: optional(z.string().regex(/^\d+:[\w-]{20,}$/, 'does not look like a bot token')),
  TELEGRAM_API_ROOT: optional(url),
  TELEGRAM_MODE: optional(z.enum(['polling', 'webhook'])),
  TELEGRAM_WEBHOOK_SECRET: optional(
    z.string().regex(/^[\w-]{16,256}$/, 'needs 16 to 256 letters, digits, _ or -'),
  ),
  VIBER_TOKEN: optional(z.string().min(10)),
  VIBER_API_ROOT: optional(url),
  SMS_API_ROOT: optional(url),
  SMS_TOKEN: optional(z.string()),
  SMS_SENDER: optional(z.string().max(11)),
  SECRET_KEY: optional(z.string().min(32, 'needs at least 32 characters')),
  SIMULATOR_PORT: optional(port),
  ...walletSettings,
  WEBHOOKS_TO_LOOPBACK: optional(z.enum(['yes', 'no'])),
});

export interface TelegramConfig {
  token: string;
  apiRoot: string;
  mode: 'polling' | 'webhook';
  webhookSecret: string;
}

export interface Config {
  production: boolean;
  /** No database and no tokens were given: start everything, with a pretend outside world and a demo shop. */
  demo: { simulatorPort: number } | null;
  host: string;
  port: number;
  /** Null: start a PostgreSQL of our own in `dataDir`. */
  databaseUrl: string | null;
  /** A copy of the database that only reads, for what reads much; null: the database itself. */
  databaseReplicaUrl: string | null;
  dataDir: string;
  /** Where the world reaches us, without a slash at the end. */
  publicUrl: string;
  role: 'web' | 'worker' | 'both';
  logLevel: string;
  telegram: TelegramConfig | null;
  viber: { token: string; apiRoot: string } | null;
  sms: { apiRoot: string; token: string; sender: string } | null;
  wallets: WalletsConfig;
  /** Signs card codes, links and sessions. */
  secretKey: string;
  /** Webhooks may go to this machine, and without https: for trying them out, never in production. */
  webhooksToLoopback: boolean;
}

const DEMO_TELEGRAM_TOKEN = '700000001:demo-token-of-the-pretend-telegram';
const DEMO_VIBER_TOKEN = 'demo-token-of-the-pretend-viber-0001';

type Environment = Record<string, string | undefined>;
type Settings = z.infer<typeof environment>;

/**
 * Reads the environment. With neither a database nor a token it is the demo, and everything is invented; whoever sets
 * one of them means it, and a setting that is missing then throws ConfigError.
 */
export function readConfig(env: Environment = process.env): Config {
  const set = parse(env);
  const production = set.NODE_ENV === 'production';
  const port = set.PORT ?? 3000;
  const dataDir = set.DATA_DIR ?? 'data';
  const real = [set.DATABASE_URL, set.TELEGRAM_TOKEN, set.VIBER_TOKEN, set.SMS_TOKEN].some(Boolean);
  if (production) refuseMissing(set);
  else refuseHalf(set, real);

  const demo =
    production || real ? null : { simulatorPort: set.SIMULATOR_PORT ?? (port === 0 ? 0 : port + 1) };
  const simulator = demo ? `http://127.0.0.1:${demo.simulatorPort}` : undefined;
  const secretKey = set.SECRET_KEY ?? keptSecret(dataDir);
  const telegramToken = set.TELEGRAM_TOKEN ?? (demo ? DEMO_TELEGRAM_TOKEN : undefined);
  const viberToken = set.VIBER_TOKEN ?? (demo ? DEMO_VIBER_TOKEN : undefined);

  return Object.freeze({
    production,
    demo,
    host: set.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port,
    databaseUrl: set.DATABASE_URL ?? null,
    databaseReplicaUrl: set.DATABASE_REPLICA_URL ?? null,
    dataDir,
    publicUrl: (set.PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/+$/, ''),
    role: set.ROLE ?? 'both',
    // The demo's terminal shows addresses and what is wrong, not the traffic.
    logLevel: set.LOG_LEVEL ?? (demo ? 'warn' : 'info'),
    telegram: telegramToken
      ? {
          token: telegramToken,
          apiRoot: set.TELEGRAM_API_ROOT ?? simulator ?? 'https://api.telegram.org',
          mode: set.TELEGRAM_MODE ?? (set.PUBLIC_URL ? 'webhook' : 'polling'),
          // Derived rather than random, so that several processes agree without being told.
          webhookSecret: set.TELEGRAM_WEBHOOK_SECRET ?? derived(secretKey, 'telegram webhook'),
        }
      : null,
    viber: viberToken
      ? { token: viberToken, apiRoot: set.VIBER_API_ROOT ?? simulator ?? 'https://chatapi.viber.com' }
      : null,
    sms:
      set.SMS_TOKEN || simulator
        ? {
            apiRoot: set.SMS_API_ROOT ?? (simulator ? `${simulator}/sms` : 'https://api.turbosms.ua'),
            token: set.SMS_TOKEN ?? 'demo-sms-token',
            sender: set.SMS_SENDER ?? 'Kartka',
          }
        : null,
    wallets: { apple: readApple(set), google: readGoogle(set) },
    secretKey,
    webhooksToLoopback: set.WEBHOOKS_TO_LOOPBACK ? set.WEBHOOKS_TO_LOOPBACK === 'yes' : demo !== null,
  });
}

/** Where the books are, and nothing else: for programs that only need the database. Throws ConfigError. */
export function readDatabaseConfig(env: Environment = process.env): Pick<Config, 'databaseUrl' | 'dataDir'> {
  const set = parse(env);
  if (set.NODE_ENV === 'production' && !set.DATABASE_URL) refuseWithoutDatabase();
  return { databaseUrl: set.DATABASE_URL ?? null, dataDir: set.DATA_DIR ?? 'data' };
}

function parse(env: Environment): Settings {
  const parsed = environment.safeParse(env);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ConfigError(
    `${String(issue?.path[0])} is not usable: ${issue?.message}. See the settings in README.md.`,
  );
}

function refuseMissing(set: Settings): void {
  if (!set.DATABASE_URL) refuseWithoutDatabase();
  if (!set.SECRET_KEY) refuseWithoutSecret();
  if (!set.TELEGRAM_TOKEN && !set.VIBER_TOKEN) {
    missing('TELEGRAM_TOKEN or VIBER_TOKEN', 'a service without a messenger has nobody to talk to.');
  }
  if (set.VIBER_TOKEN && !set.SMS_TOKEN) {
    missing(
      'SMS_TOKEN',
      'in Viber a phone is proven by a code in an SMS, so set it or take VIBER_TOKEN away.',
    );
  }
  if (set.WEBHOOKS_TO_LOOPBACK === 'yes') {
    throw new ConfigError(
      'WEBHOOKS_TO_LOOPBACK must not be set in production: it opens the inside of the machine.',
    );
  }
  if (!set.PUBLIC_URL) missing('PUBLIC_URL', 'messengers and links need the https address of this service.');
  if (set.PUBLIC_URL && !isHttps(set.PUBLIC_URL)) {
    throw new ConfigError(
      'PUBLIC_URL must begin with https:// in production: messengers refuse anything else.',
    );
  }
}

/** Outside production: the demo never gets into somebody's database, and nothing real is signed with a key of chance. */
function refuseHalf(set: Settings, real: boolean): void {
  if (real && !set.TELEGRAM_TOKEN && !set.VIBER_TOKEN) {
    const given = set.DATABASE_URL ? 'DATABASE_URL' : 'SMS_TOKEN';
    missing(
      'TELEGRAM_TOKEN or VIBER_TOKEN',
      `${given} is set, so add one of them with a SECRET_KEY, or unset ${given} to start the demo shop.`,
    );
  }
  const open = set.PUBLIC_URL !== undefined && isHttps(set.PUBLIC_URL);
  if ((real || open) && !set.SECRET_KEY) refuseWithoutSecret();
}

function missing(name: string, why: string): never {
  throw new ConfigError(`${name} is not set: ${why} See the settings in README.md.`);
}

function refuseWithoutDatabase(): never {
  return missing('DATABASE_URL', 'in production Kartka keeps its books in your PostgreSQL.');
}

function refuseWithoutSecret(): never {
  return missing('SECRET_KEY', 'it signs card codes and sessions; make one with `openssl rand -hex 32`.');
}

/** Schemes are written in any case: RFC 3986, section 3.1. */
function isHttps(address: string): boolean {
  return /^https:\/\//i.test(address);
}

/**
 * The demo's key: made by chance once and kept where only its owner may read it, so that sessions and codes outlive a
 * restart. Of two processes that begin at once both take the key of the first.
 */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret.key');
  try {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const key = readFileSync(file, 'utf8').trim();
    if (key.length >= 32) return key;
  } catch (error) {
    throw new ConfigError(
      `The demo's key cannot be kept in ${file}: set DATA_DIR to a folder of yours, or SECRET_KEY. (${String(error)})`,
    );
  }
  throw new ConfigError(`${file} holds no key: delete it and start again.`);
}

function derived(secretKey: string, purpose: string): string {
  return createHash('sha256').update(`${purpose}\n${secretKey}`).digest('hex');
}
