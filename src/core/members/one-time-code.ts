// Six digits by SMS prove that somebody holds a phone. The digits are never stored: only a keyed hash, bound to the
// messenger account and the phone. Wrong guesses are counted in rows that outlive the answer, so nothing here throws.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { oneTimeCode } from '#src/db/schema/members.ts';
import type { IdentityId } from '#src/lib/id.ts';
import { countAttempt, holdCount, secretWord } from './count-attempt.ts';
import type { Phone } from './phone-number.ts';

export const CODE_LIFETIME_MS = 5 * 60_000;
export const CODE_ATTEMPTS = 5;
const HOUR_MS = 3_600_000;
const CODES_PER_PHONE_AN_HOUR = 3;
const CODES_PER_IDENTITY_AN_HOUR = 5;
// An SMS costs money, and somebody earns it: who makes a programme send many to numbers of their own is paid for it.
export const CODES_AN_HOUR = 200;
export const CODES_A_DAY = 2_000;
export const CODES_ABROAD_A_DAY = 50;
const AT_HOME = '+380';

export type CodeSent =
  /** Give `code` to the SMS gateway once the transaction has committed; never log it. */
  | { outcome: 'sent'; code: string; expiresAt: Date }
  | { outcome: 'tooMany' }
  /** The whole programme has sent as many as it may: nobody gets one for now; abroad: nobody with a foreign number. */
  | { outcome: 'paused' };

/** Makes a code for this account and phone; an earlier one stops working. At most 3 an hour a phone, 5 an account. */
export async function sendOneTimeCode(
  tx: Tx,
  { identityId, phone, secretKey, at }: { identityId: IdentityId; phone: Phone; secretKey: string; at: Date },
): Promise<CodeSent> {
  await holdCount(tx, 'codes:hour');
  const window = { windowMs: HOUR_MS, at };
  const byIdentity = { key: `code-of:${identityId}`, limit: CODES_PER_IDENTITY_AN_HOUR, ...window };
  if (!(await countAttempt(tx, byIdentity))) return { outcome: 'tooMany' };
  const byPhone = {
    key: `code-to:${secretWord(phone, secretKey)}`,
    limit: CODES_PER_PHONE_AN_HOUR,
    ...window,
  };
  if (!(await countAttempt(tx, byPhone))) return { outcome: 'tooMany' };
  const day = { windowMs: 24 * HOUR_MS, at };
  const ofAll = [
    ...(phone.startsWith(AT_HOME) ? [] : [{ key: 'codes:abroad', limit: CODES_ABROAD_A_DAY, ...day }]),
    { key: 'codes:hour', limit: CODES_AN_HOUR, ...window },
    { key: 'codes:day', limit: CODES_A_DAY, ...day },
  ];
  for (const cap of ofAll) if (!(await countAttempt(tx, cap))) return { outcome: 'paused' };

  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(at.getTime() + CODE_LIFETIME_MS);
  const row = {
    phone,
    codeHash: hashOf({ identityId, phone, code, secretKey }),
    attemptsLeft: CODE_ATTEMPTS,
    sentAt: at,
    expiresAt,
  };
  await tx
    .insert(oneTimeCode)
    .values({ identityId, ...row })
    .onConflictDoUpdate({ target: oneTimeCode.identityId, set: row });
  return { outcome: 'sent', code, expiresAt };
}

export type CodeChecked =
  /** The phone is proven to be in this person's hands. The code is gone. */
  | { outcome: 'right'; phone: Phone }
  | { outcome: 'wrong'; attemptsLeft: number }
  /** Too old, guessed too often, or never sent: another one is needed. */
  | { outcome: 'expired' };

/** Compares what was typed with the code sent last to this account. */
export async function checkOneTimeCode(
  tx: Tx,
  { identityId, code, secretKey, at }: { identityId: IdentityId; code: string; secretKey: string; at: Date },
): Promise<CodeChecked> {
  const mine = eq(oneTimeCode.identityId, identityId);
  const [sent] = await tx.select().from(oneTimeCode).where(mine).for('update');
  if (!sent) return { outcome: 'expired' };
  if (sent.expiresAt <= at || sent.attemptsLeft <= 0) {
    await tx.delete(oneTimeCode).where(mine);
    return { outcome: 'expired' };
  }
  const typed = hashOf({ identityId, phone: sent.phone, code: code.replace(/\D/g, ''), secretKey });
  if (timingSafeEqual(Buffer.from(typed), Buffer.from(sent.codeHash))) {
    await tx.delete(oneTimeCode).where(mine);
    return { outcome: 'right', phone: sent.phone };
  }
  const [left] = await tx
    .update(oneTimeCode)
    .set({ attemptsLeft: sql`${oneTimeCode.attemptsLeft} - 1` })
    .where(mine)
    .returning({ attemptsLeft: oneTimeCode.attemptsLeft });
  return { outcome: 'wrong', attemptsLeft: left?.attemptsLeft ?? 0 };
}

function hashOf(of: { identityId: IdentityId; phone: Phone; code: string; secretKey: string }): string {
  return createHmac('sha256', of.secretKey)
    .update(`one-time code\n${of.identityId}\n${of.phone}\n${of.code}`)
    .digest('base64url');
}
