// The settings of wallets: certificates and keys are files, named by their paths and read once at the start.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

export const walletSettings = {
  APPLE_PASS_TYPE_ID: optional(z.string().regex(/^pass\.[\w.-]+$/, 'begins with pass.')),
  APPLE_TEAM_ID: optional(z.string().regex(/^[A-Z0-9]{10}$/, 'has ten capitals and digits')),
  APPLE_PASS_CERT: optional(z.string()),
  APPLE_PASS_KEY: optional(z.string()),
  APPLE_PASS_KEY_PASSPHRASE: optional(z.string()),
  APPLE_WWDR_CERT: optional(z.string()),
  APNS_ROOT: optional(z.url()),
  GOOGLE_WALLET_ISSUER: optional(z.string().regex(/^\d{6,32}$/, 'has digits only')),
  GOOGLE_WALLET_KEY: optional(z.string()),
  GOOGLE_WALLET_ROOT: optional(z.url()),
};
const environment = z.object(walletSettings);
type Settings = z.infer<typeof environment>;

/** Whose wallets cards can be taken into; null where it is not set up. */
export interface WalletsConfig {
  apple: {
    passTypeId: string;
    teamId: string;
    certificate: string;
    key: string;
    keyPassphrase: string | undefined;
    wwdr: string;
    pushRoot: string;
  } | null;
  google: { issuerId: string; email: string; key: string; tokenUrl: string; apiRoot: string } | null;
}

const serviceAccount = z.object({
  client_email: z.string(),
  private_key: z.string(),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});

/** Null where none of Apple's settings is there; throws ConfigError when only some are, or a file cannot be read. */
export function readApple(set: Settings): WalletsConfig['apple'] {
  const { APPLE_PASS_TYPE_ID: passTypeId, APPLE_TEAM_ID: teamId } = set;
  const { APPLE_PASS_CERT: certificate, APPLE_PASS_KEY: key, APPLE_WWDR_CERT: wwdr } = set;
  const needed = { APPLE_PASS_TYPE_ID: passTypeId, APPLE_TEAM_ID: teamId, APPLE_PASS_CERT: certificate };
  const all = { ...needed, APPLE_PASS_KEY: key, APPLE_WWDR_CERT: wwdr };
  if (Object.values(all).every((value) => value === undefined)) return null;
  const missing = Object.entries(all).find(([, value]) => value === undefined)?.[0];
  if (!passTypeId || !teamId || !certificate || !key || !wwdr)
    throw new ConfigError(
      `${missing} is not set: Apple's passes need all of ${Object.keys(all).join(', ')}. See the settings in README.md.`,
    );
  return {
    passTypeId,
    teamId,
    certificate: readText('APPLE_PASS_CERT', certificate),
    key: readText('APPLE_PASS_KEY', key),
    keyPassphrase: set.APPLE_PASS_KEY_PASSPHRASE,
    wwdr: readText('APPLE_WWDR_CERT', wwdr),
    pushRoot: set.APNS_ROOT ?? 'https://api.push.apple.com',
  };
}

/** The same for Google's. */
export function readGoogle(set: Settings): WalletsConfig['google'] {
  const { GOOGLE_WALLET_ISSUER: issuerId, GOOGLE_WALLET_KEY: file } = set;
  if (!issuerId && !file) return null;
  if (!issuerId || !file)
    throw new ConfigError(
      `${issuerId ? 'GOOGLE_WALLET_KEY' : 'GOOGLE_WALLET_ISSUER'} is not set: Google's passes need both. See the settings in README.md.`,
    );
  const account = readAccount(file);
  return {
    issuerId,
    email: account.client_email,
    key: account.private_key,
    tokenUrl: account.token_uri,
    apiRoot: set.GOOGLE_WALLET_ROOT ?? 'https://walletobjects.googleapis.com',
  };
}

function readAccount(file: string): z.infer<typeof serviceAccount> {
  const text = readText('GOOGLE_WALLET_KEY', file);
  try {
    return serviceAccount.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(`GOOGLE_WALLET_KEY is not usable: ${file} is no key file of a service account.`);
  }
}

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(`${name} is not usable: the file ${path} cannot be read.`);
  }
}
