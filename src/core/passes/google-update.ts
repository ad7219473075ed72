// Changes a card that is saved in Google Wallet: a token for the service account, kept while it is good, and a PATCH.
import { importPKCS8, SignJWT } from 'jose';
import { Pool } from 'undici';
import { z } from 'zod';
import type { Clock } from '#src/lib/clock.ts';
import { type ExchangeRequest, exchange } from '#src/lib/exchange.ts';
import { type GoogleWalletSettings, objectFields, objectId } from './google-pass.ts';
import type { GoogleUpdate } from './tell-wallets.ts';

const SCOPE = 'https://www.googleapis.com/auth/wallet_object.issuer';
const PATIENCE_MS = 10_000;
const TOKEN_SECONDS = 3_600;
/** A token is asked for anew a minute before it ends. */
const EARLY_MS = 60_000;

const granted = z.object({ access_token: z.string(), expires_in: z.number() });

export function googleUpdate(
  settings: GoogleWalletSettings,
  clock: Clock,
): GoogleUpdate & { close(): Promise<void> } {
  const tokens = new Pool(new URL(settings.tokenUrl).origin, { connections: 1 });
  const objects = new Pool(new URL(settings.apiRoot).origin, { connections: 4 });
  let token: { value: string; until: number } | null = null;

  async function accessToken(): Promise<string | null> {
    const now = clock.now();
    if (token && token.until > now.getTime()) return token.value;
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(settings.email)
      .setAudience(settings.tokenUrl)
      .setIssuedAt(now)
      .setExpirationTime(Math.floor(now.getTime() / 1_000) + TOKEN_SECONDS)
      .sign(await importPKCS8(settings.key, 'RS256'));
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const answer = await call(tokens, {
      method: 'POST',
      path: new URL(settings.tokenUrl).pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
    if (answer.status !== 200) return null;
    const given = granted.safeParse(JSON.parse(answer.body));
    if (!given.success) return null;
    const { access_token: value, expires_in: seconds } = given.data;
    token = { value, until: now.getTime() + seconds * 1_000 - EARLY_MS };
    return value;
  }

  async function call(
    pool: Pool,
    request: Omit<ExchangeRequest, 'timeoutMs'>,
  ): Promise<{ status: number; body: string }> {
    const answer = await exchange(pool, { ...request, timeoutMs: PATIENCE_MS });
    return answer.reached === 'answered'
      ? { status: answer.status, body: answer.body.toString() }
      : { status: 0, body: '' };
  }

  return {
    async update(facts) {
      const bearer = await accessToken();
      if (!bearer) return 'failed';
      const id = encodeURIComponent(objectId(settings, facts.cardNumber));
      const { status } = await call(objects, {
        method: 'PATCH',
        path: `${new URL(settings.apiRoot).pathname.replace(/\/$/, '')}/walletobjects/v1/loyaltyObject/${id}`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify(objectFields(facts)),
      });
      if (status === 401) token = null;
      // Not there: it was offered and is not saved yet.
      return status === 404 || (status >= 200 && status < 300) ? 'told' : 'failed';
    },
    async close() {
      await Promise.all([tokens.close(), objects.close()]);
    },
  };
}
