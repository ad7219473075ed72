import type { Sql } from '#src/db/client.ts';
import { runText } from '#src/db/run-text.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { ReceiptOfMember } from './post-batch.ts';

/** Whose the card was when the receipt was printed, where it was blocked only later; null otherwise. */
export async function memberBeforeBlock(
  sql: Sql,
  { input, member }: ReceiptOfMember,
): Promise<MemberId | null> {
  if (!('cardNumber' in member)) return null;
  const [row] = await runText<{ member_id: MemberId }>(sql, QUERY, [
    member.cardNumber,
    input.occurredAt.toISOString(),
  ]);
  return row?.member_id ?? null;
}

const QUERY = `
  select n.member_id from card_number n join card c on c.member_id = n.member_id and c.card_id = n.card_id
  where n.card_number = $1::text and c.blocked_at > $2::timestamptz`;
