// Payments of one quest into the ledger, and out of it where too much was paid. Each is known by its player and number, so that
// none is made twice.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { type MemberId, newId, type PlayerId, type QuestId, type TransferId } from '#src/lib/id.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import type { Texts } from '#src/lib/texts.ts';
import { listGains } from '../../ledger/list-gains.ts';
import { postGains } from '../../ledger/post-gains.ts';
import { takeBack } from '../../ledger/take-back.ts';
import { expiresAt } from '../../stores/currency-expiry.ts';
import { readCurrency } from '../../stores/list-currencies.ts';
import { readProgramme } from '../../stores/read-programme.ts';

export interface Payment {
  playerId: PlayerId;
  memberId: MemberId;
  /** Above zero. */
  amount: number;
  /** Which one of this player. */
  payment: number;
}

interface Of {
  questId: QuestId;
  titles: Texts;
  at: Date;
}

const keyOf = (playerId: PlayerId, payment: number) => `quest:${playerId}:${payment}`;

/** The caller has locked the standings. */
export async function postPayments(
  tx: Tx,
  payments: readonly Payment[],
  { questId, titles, at }: Of,
): Promise<void> {
  if (payments.length === 0) return;
  const [currency, { timeZone }] = await Promise.all([readCurrency(tx, 'points'), readProgramme(tx)]);
  const ends = expiresAt(currency, at, timeZone);
  const rows = payments.map(({ playerId, memberId, amount, payment }) => ({
    member_id: memberId,
    transfer_id: newId('trf', at.getTime()),
    amount,
    key: keyOf(playerId, payment),
    hash: inputHash(`${keyOf(playerId, payment)}:${amount}`),
  }));
  await postGains(tx, {
    gains: sql`
      select g.member_id, g.transfer_id, 'points' as currency, g.amount, g.key, g.hash, ${ends}::timestamptz as expires_at,
        row_number() over (partition by g.member_id order by g.transfer_id) as place
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as g(member_id text, transfer_id text, amount bigint, key text, hash text)`,
    kind: 'quest',
    account: 'issued',
    reason: { quest: questId, titles },
    at,
  });
}

/**
 * Takes `amount` back, of the latest payments first. What is spent already is owed; what has expired is gone. Returns what was taken.
 */
export async function takePayment(
  tx: Tx,
  { playerId, memberId, amount, payment }: Payment,
  { questId, titles, at }: Of,
): Promise<bigint> {
  let left = BigInt(amount);
  // Not by the player's keys: of two who became one, either may have been paid.
  for (const transferId of await listPayments(tx, memberId, questId)) {
    if (left <= 0n) break;
    left -= await takeBack(tx, {
      memberId,
      of: { transferId },
      most: left,
      key: `${keyOf(playerId, payment)}:${transferId}`,
      reason: { quest: questId, titles },
      at,
    });
  }
  return BigInt(amount) - left;
}

/** Prizes that are points are of the same kind, and no payments. */
async function listPayments(tx: Tx, memberId: MemberId, questId: QuestId): Promise<TransferId[]> {
  const [all, prizes] = await Promise.all([
    listGains(tx, { memberId, kind: 'quest', reason: { quest: questId } }),
    listGains(tx, { memberId, kind: 'quest', reason: { quest: questId, prize: true } }),
  ]);
  return all.filter((each) => !prizes.includes(each));
}
