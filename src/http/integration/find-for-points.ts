// From what a system calls a member to whoever gets or pays points. Answers must not let anybody try out which phones are known.
import { liveCodeKey } from '#src/core/cards/issue-live-code.ts';
import { readLiveCode } from '#src/core/cards/live-code.ts';
import { isUsedUp } from '#src/core/members/count-attempt.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { type AskedTransfer, findAsked } from '#src/core/partners/asked-transfer.ts';
import { requireIssuable } from '#src/core/partners/require-issuable.ts';
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
 * Whoever gets points. What leads to nobody counts as a look-up. Throws what findShown and requireIssuable throw; Refusal
 * `not_for_partners` for the names of the programme's own systems, `too_many_attempts` {minutes}, `key_reused`.
 */
export async function findForIssue(db: Db, asked: Asked & { points: bigint }): Promise<Shown> {
  const { by, key, memberCode } = asked;
  if (by.partnerId !== null && memberCode.startsWith('ext:')) throw new Refusal('not_for_partners');
  const before = await findAsked(db, by, key);
  if (before) return await findAgain(db, asked, before);
  try {
    await requireIssuable(db, asked);
  } catch (error) {
    // The very same call, sent twice at once, may just have used the cap up.
    const meanwhile = await findAsked(db, by, key);
    if (!meanwhile) throw error;
    return await findAgain(db, asked, meanwhile);
  }
  return await findCounted(db, asked);
}

/**
 * Whoever pays with points and was not asked under this key before: only a live code is looked up. Throws what findShown
 * and requireRight throw; Refusal `burn_needs_confirmation`, `too_many_attempts` {minutes}.
 */
export async function findForRedeem(db: Db, asked: Asked): Promise<Shown & { nonce: string }> {
  const { by, memberCode, currency, secretKey, at } = asked;
  await requireRight(db, { by, currency, to: 'redeem', at });
  if (!readLiveCode(memberCode, liveCodeKey(secretKey), at)) throw new Refusal('burn_needs_confirmation');
  const shown = await findCounted(db, asked);
  const { nonce } = shown;
  if (nonce === null) throw new Refusal('burn_needs_confirmation');
  return { ...shown, nonce };
}

/**
 * What was asked before is answered, whatever has become of the code, the card or the terms since. Nobody and somebody else
 * get one answer: a key that was used once must not try out phones.
 */
async function findAgain(db: Db, asked: Asked, before: AskedTransfer): Promise<Shown> {
  return await counted(db, asked, async () => {
    const found = await findAsOf(db, asked, before.recordedAt);
    if (found?.memberId !== (await memberNow(db, before.memberId))) throw new Refusal('key_reused');
    return found;
  });
}

/** By a live code that was good at that moment, or is now; null for what leads to nobody. */
async function findAsOf(
  db: Db,
  { memberCode, secretKey, at: now }: Asked,
  then: Date,
): Promise<Shown | null> {
  for (const at of [then, now])
    try {
      return await findShown(db, memberCode, { secretKey, at, blockedToo: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  return null;
}

async function findCounted(db: Db, asked: Asked): Promise<Shown> {
  const { memberCode, secretKey, at } = asked;
  return await counted(db, asked, () => findShown(db, memberCode, { secretKey, at }));
}

/** A look-up that is refused counts. Throws Refusal `too_many_attempts` {minutes} after too many of them. */
async function counted(db: Db, { by, at }: Asked, look: () => Promise<Shown>): Promise<Shown> {
  const lookUp = lookUpOf(by, at);
  if (await isUsedUp(db, lookUp)) throw tooMany(lookUp);
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refusal) await throttle(db, lookUp);
    throw error;
  }
}
