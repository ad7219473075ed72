// Who the receipts of a batch belong to, in one query for all of them.
import type { Sql } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { ReceiptMember } from './receipt-input.ts';

/** A member by id, or by the number of one of the member's cards. */
export type MemberKey = { memberId: MemberId } | { cardNumber: string };

interface MemberRow {
  key: string;
  member_id: MemberId;
  tier_key: string;
  member_status: 'active' | 'erased';
  card_status: 'active' | 'blocked' | null;
}

/**
 * The member of each key, in the same order; a Refusal `card_not_found`, `card_blocked` or `member_erased` in the
 * place of one who cannot have receipts.
 */
export async function findReceiptMembers(sql: Sql, keys: MemberKey[]): Promise<(ReceiptMember | Refusal)[]> {
  const ids = keys.flatMap((key) => ('memberId' in key ? [key.memberId] : []));
  const numbers = keys.flatMap((key) => ('cardNumber' in key ? [key.cardNumber] : []));
  const rows = await sql<MemberRow[]>`
    select m.member_id as key, m.member_id, m.tier_key, m.status as member_status, null as card_status
    from member m where m.member_id = any (${ids}::text[])
    union all
    select n.card_number, m.member_id, m.tier_key, m.status, c.status
    from card_number n
      join member m on m.member_id = n.member_id
      join card c on c.member_id = n.member_id and c.card_id = n.card_id
    where n.card_number = any (${numbers}::text[])`;
  const found = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => {
    const row = found.get('memberId' in key ? key.memberId : key.cardNumber);
    if (!row) return new Refusal('card_not_found');
    if (row.member_status === 'erased') return new Refusal('member_erased');
    if (row.card_status === 'blocked') return new Refusal('card_blocked');
    return { memberId: row.member_id, tierKey: row.tier_key };
  });
}
