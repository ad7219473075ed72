// Cards for the members of an import: the numbers that the file gives, and numbers of our own for who has none.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { newCardNumber } from '../cards/card-number.ts';

/** With a million cards given out, a draw meets a taken number once in ten thousand; five in a row never do. */
const DRAWS = 5;

/**
 * Gives cards to the members of the temporary table `judged`: `card` where `new_card`, and a number of ours to new ones
 * without any. A number that somebody has got meanwhile is drawn anew, or left to them when it is printed.
 */
export async function giveCards(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`
    with given as (
      insert into card_number (card_number, member_id, card_id) select card, member_id, card_id from judged
      where verdict in ('new', 'changed') and new_card order by card
      on conflict do nothing returning card_number, member_id, card_id
    )
    insert into card (member_id, card_id, card_number, kind, issued_at)
    select g.member_id, g.card_id, g.card_number, 'plastic', least(j.registered_at, ${at}::timestamptz)
    from given g join judged j on j.card_id = g.card_id`);
  for (let draw = 0; draw < DRAWS; draw++) {
    const without = await tx.execute<{ card_id: string }>(sql`
      select j.card_id from judged j where j.verdict = 'new' and j.card is null
        and not exists (select from card c where c.member_id = j.member_id)`);
    if (without.length === 0) return;
    const drawn = JSON.stringify(without.map(({ card_id }) => [card_id, newCardNumber()]));
    await tx.execute(sql`
      with given as (
        insert into card_number (card_number, member_id, card_id)
        select d.pair->>1, j.member_id, j.card_id
        from jsonb_array_elements(${drawn}::text::jsonb) d(pair) join judged j on j.card_id = d.pair->>0
        order by 1 on conflict do nothing returning card_number, member_id, card_id
      )
      insert into card (member_id, card_id, card_number, kind, issued_at)
      select g.member_id, g.card_id, g.card_number, 'virtual', ${at}::timestamptz from given g`);
  }
  throw new Error('no free card number was drawn: the range is nearly full');
}
