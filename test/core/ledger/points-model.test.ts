// Random life of points between members: lots that wait and expire, holds, gifts, adjustments, debts, merges and their
// undoing. Nothing may be made or lost on the way, nobody may spend what they do not have, and the audit finds nothing.
// POINTS_RUNS=1000 POINTS_STEPS=50 for the long run.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { acceptGift } from '#src/core/ledger/accept-gift.ts';
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { askAdjustment } from '#src/core/ledger/ask-adjustment.ts';
import { captureHold } from '#src/core/ledger/capture-hold.ts';
import { reverseAdjustment } from '#src/core/ledger/decide-adjustment.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { giveGift } from '#src/core/ledger/give-gift.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { cancelGift, returnGifts } from '#src/core/ledger/return-gift.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { expireHolds, voidHold } from '#src/core/ledger/void-hold.ts';
import { Refusal } from '#src/core/refusal.ts';
import { REFUSAL_CODES } from '#src/core/refusal-codes.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { AdjustmentId, GiftId, HoldId, MemberId, MergeId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { auditAnew } from '#test/support/audit-anew.ts';
import { checkModel, sequence } from '#test/support/check-model.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const length = Number(process.env.POINTS_STEPS ?? 50);

const step = fc.record({
  what: fc.constantFrom(
    ...(['gain', 'gain', 'gain', 'burn', 'take back', 'hold', 'hold', 'capture', 'void'] as const),
    ...([
      'gift',
      'gift',
      'accept',
      'cancel',
      'adjust',
      'reverse',
      'merge',
      'undo',
      'wait',
      'chores',
    ] as const),
  ),
  who: fc.nat(2),
  other: fc.nat(2),
  which: fc.nat(3),
  amount: fc.bigInt(1n, 40n),
  days: fc.integer({ min: 0, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Life {
  members: MemberId[];
  at: Date;
  gains: number;
  holds: HoldId[];
  gifts: GiftId[];
  adjustments: AdjustmentId[];
  merges: MergeId[];
}

beforeAll(() => aShop(database.db, { giftDayLimit: 500n, adjustmentLimit: 500n }));

function take(
  life: Life,
  { what, who, other, which, amount, days }: Step,
  tx: Tx,
): Promise<unknown> | undefined {
  const { at } = life;
  const [memberId, toMemberId] = [life.members[who], life.members[other]];
  if (!memberId || !toMemberId) return;
  const later = new Date(at.getTime() + days * DAY_MS);
  const common = { memberId, occurredAt: at, recordedAt: at, key: `step ${++life.gains}` };
  const [holdId, giftId] = [life.holds[which], life.gifts[which]];
  const [adjustmentId, mergeId] = [life.adjustments[which], life.merges[which]];
  switch (what) {
    case 'gain': {
      // Most of it at once, a little later; both end some day.
      const expiresAt = new Date(later.getTime() + 5 * DAY_MS);
      const lots = [
        { amount: 4n * amount, activeAt: at, expiresAt },
        { amount, activeAt: later, expiresAt: days % 2 === 0 ? null : expiresAt },
      ];
      return postTransfer(tx, { ...common, kind: 'welcome', amount: 5n * amount, account: 'issued', lots });
    }
    case 'burn':
      return postTransfer(tx, { ...common, kind: 'burn', amount: -amount, account: 'burnt' });
    case 'take back':
      return postTransfer(tx, {
        ...common,
        kind: 'reverse',
        amount: -amount,
        account: 'issued',
        lotIds: [],
        canOwe: true,
      });
    case 'hold':
      return openHold(tx, { memberId, key: common.key, amount, minutes: 1_440, askedBy: 'key_1', at }).then(
        (opened) => life.holds.unshift(opened.holdId),
      );
    case 'capture':
      return holdId && captureHold(tx, { holdId, amount, at });
    case 'void':
      return holdId && voidHold(tx, { holdId, at });
    case 'gift':
      return giveGift(tx, { memberId, amount, toMemberId: null, at }).then((given) =>
        life.gifts.unshift(given.giftId),
      );
    case 'accept':
      return giftId && acceptGift(tx, { giftId, memberId, at });
    case 'cancel':
      return giftId && cancelGift(tx, { giftId, memberId, at });
    case 'adjust': {
      const signed = days > 5 ? -amount : amount;
      const asked = { memberId, amount: signed, reason: 'contest' as const, note: '', actor: 'stf_a', at };
      return askAdjustment(tx, asked).then((posted) => life.adjustments.unshift(posted.adjustmentId));
    }
    case 'reverse':
      return adjustmentId && reverseAdjustment(tx, { adjustmentId, actor: 'stf_b', at });
    case 'merge':
      return mergeMembers(tx, { from: memberId, into: toMemberId, actor: 'stf_a', at }).then((merged) =>
        life.merges.unshift(merged.mergeId),
      );
    case 'undo':
      return mergeId && undoMerge(tx, { mergeId, actor: 'stf_a', at });
    case 'wait':
      life.at = new Date(at.getTime() + (days + 1) * 7 * 3_600_000);
      return;
    case 'chores':
      return chores(tx, at);
  }
}

async function chores(tx: Tx, at: Date): Promise<void> {
  for (const chore of [expireHolds, activateLots, returnGifts, expireLots]) await chore(tx, at, 1_000);
}

/** Points that the programme has given out and not taken in again, less those with members and those in gifts that wait. */
async function countMissing(): Promise<bigint> {
  const [row] = await database.sql<{ missing: bigint }[]>`
    select (select coalesce(-sum(amount), 0)::bigint from entry where account not in ('member', 'moved'))
      - (select coalesce(sum(balance), 0)::bigint from account)
      - (select coalesce(sum(amount), 0)::bigint from gift where status = 'waiting') as missing`;
  if (!row) throw new Error('nothing was counted');
  return row.missing;
}

/** Who owes although they have points that no hold keeps and that have not expired: those pay first. */
async function debtsBesidePoints(members: MemberId[], at: Date): Promise<readonly unknown[]> {
  return await database.sql`
    select a.member_id from account a join lot l using (member_id, currency)
    where a.member_id = any (${members}) and a.owed > 0 and l.remaining > l.held
      and (l.expires_at is null or l.expires_at > ${at})`;
}

test('whatever members and staff do, points are neither made nor lost', { timeout: 3_600_000 }, async ({
  task,
}) => {
  const audit = auditAnew(database);
  const live = async (steps: Step[]) => {
    const people = await Promise.all([1, 2, 3].map(() => aMember(database.db)));
    const members = people.map((each) => each.memberId);
    const missingBefore = await countMissing();
    const life: Life = { members, at: NOON, gains: 0, holds: [], gifts: [], adjustments: [], merges: [] };
    for (const each of steps) {
      const done = transaction(database.db, async (tx) => take(life, each, tx));
      const refusal = await done.then(
        () => null,
        (error: unknown) => error,
      );
      if (refusal !== null && !(refusal instanceof Refusal)) throw refusal;
      if (refusal instanceof Refusal) expect(REFUSAL_CODES).toContain(refusal.code);
    }
    for (const memberId of members) {
      const { balance, spendable, held, debt } = await readBalance(database.db, memberId, life.at);
      expect(balance >= 0n && spendable >= 0n && held >= 0n && debt >= 0n).toBe(true);
      expect(spendable <= balance).toBe(true);
    }
    expect(await debtsBesidePoints(members, life.at)).toEqual([]);
    expect((await countMissing()) - missingBefore).toBe(0n);
    expect(await audit()).toEqual([]);
    return steps.length;
  };
  await checkModel(task, { name: 'POINTS', runs: 12, lives: sequence(step, length), live });
});
