// From what a system calls a member to whoever gets or pays points. Answers must not let anybody try out which phones are known.
import { liveCodeKey } from '#src/core/cards/issue-live-code.ts';
import { readLiveCode } from '#src/core/cards/live-code.ts';
import { isUsedUp } from '#src/core/members/count-attempt.ts';
import { findAsked } from '#src/core/partners/asked-transfer.ts';
import { requireRight } from '#src/core/partners/require-right.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import type { Db } from '#src/db/client.ts';
import { throttle, tooMany } from '../throttle.ts';
import { findShown, type Shown } from './find-shown.ts';
import { lookUpOf } from './look-up.ts';

interface Asked {
  by: ApiKeyUsed;
  /** The caller's own key of what it asks for. */
  key: string;
  memberCode: string;
  currency: string;
  secretKey: string;
  at: Date;
}

/**
 * Whoever gets points. What leads to nobody counts as a look-up. Throws what findShown throws; Refusal `partner_currency`,
 * `partner_suspended`, `not_for_partners` for the names of the programme's own systems, `too_many_attempts` {minutes}.
 */
export async function findForIssue(db: Db, asked: Asked): Promise<Shown> {
  await requireRightAnew(db, { ...asked, to: 'issue' });
  return await findCounted(db, asked);
}

/**
 * Whoever pays with points: only a live code is looked up. Throws what findForIssue throws; Refusal
 * `burn_needs_confirmation`.
 */
export async function findForRedeem(db: Db, asked: Asked): Promise<Shown & { nonce: string }> {
  const { memberCode, secretKey, at } = asked;
  await requireRightAnew(db, { ...asked, to: 'redeem' });
  if (!readLiveCode(memberCode, liveCodeKey(secretKey), at)) throw new Refusal('burn_needs_confirmation');
  const shown = await findCounted(db, asked);
  const { nonce } = shown;
  if (nonce === null) throw new Refusal('burn_needs_confirmation');
  return { ...shown, nonce };
}

/** What was asked before is answered, whatever has been agreed on since. */
async function requireRightAnew(
  db: Db,
  { by, key, currency, to, at }: Asked & { to: 'issue' | 'redeem' },
): Promise<void> {
  if (!(await findAsked(db, by, key))) await requireRight(db, { by, currency, to, at });
}

async function findCounted(db: Db, { by, memberCode, secretKey, at }: Asked): Promise<Shown> {
  if (by.partnerId !== null && memberCode.startsWith('ext:')) throw new Refusal('not_for_partners');
  const lookUp = lookUpOf(by, at);
  if (await isUsedUp(db, lookUp)) throw tooMany(lookUp);
  try {
    return await findShown(db, memberCode, { secretKey, at });
  } catch (error) {
    if (error instanceof Refusal) await throttle(db, lookUp);
    throw error;
  }
}
