import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import type { Quest, QuestPrize } from '../read-quest.ts';
import { ticketLine } from './draw.ts';
import { qualifiedSql } from './qualify.ts';

const AT_ONCE = 20_000;

/**
 * Rows `p` of quest_player who take part in what is given at the end: members, and where points wait for a first real receipt, those who
 * have one. Accounts that were made up to fill the list have neither.
 */
export function takesPart({ questId, terms }: Pick<Quest, 'questId' | 'terms'>, prize: QuestPrize): SQL {
  const bought = terms.paysAfter === 'receipt' ? sql`and s.turnover_minor > 0` : sql``;
  return sql`p.quest_id = ${questId} and ${qualifiedSql(prize)}
    and exists (select from member m join standing s using (member_id)
      where m.member_id = p.member_id and m.status = 'active' ${bought})`;
}

/** Writes down the lots of a prize. */
export async function freezeTickets(
  tx: Tx,
  quest: Pick<Quest, 'questId' | 'terms'>,
  prize: QuestPrize,
): Promise<void> {
  const { prizeNo } = prize;
  await tx.execute(sql`
    insert into quest_ticket (quest_id, prize_no, ticket_no, ticket, player_id)
    select ${quest.questId}, ${prizeNo}, row_number() over (order by t.ticket collate "C"), t.ticket, t.player_id
    from (select p.player_id,
        left(encode(sha256((p.player_id || ':' || ${prizeNo}::text)::bytea), 'hex'), 16) as ticket
      from quest_player p where ${takesPart(quest, prize)}) t`);
}

interface Ticket extends Record<string, unknown> {
  prize_no: number;
  ticket_no: number;
  ticket: string;
}

/** The frozen tickets in the order of the published text, some thousand at a time. */
export async function* readTickets(db: Reader, questId: QuestId): AsyncGenerator<Ticket[]> {
  let after = { prize_no: 0, ticket_no: 0 };
  for (;;) {
    const page = await db.execute<Ticket>(sql`
      select prize_no, ticket_no, ticket from quest_ticket
      where quest_id = ${questId} and (prize_no, ticket_no) > (${after.prize_no}, ${after.ticket_no})
      order by prize_no, ticket_no limit ${AT_ONCE}`);
    const last = page.at(-1);
    if (last) yield [...page];
    if (!last || page.length < AT_ONCE) return;
    after = last;
  }
}

/** The tickets of each prize, and the hash of the published text. */
export async function hashTickets(
  db: Reader,
  questId: QuestId,
): Promise<{ ticketsHash: string; tickets: Map<number, string[]> }> {
  const hash = createHash('sha256');
  const tickets = new Map<number, string[]>();
  for await (const page of readTickets(db, questId))
    for (const { prize_no, ticket } of page) {
      hash.update(ticketLine(prize_no, ticket));
      const list = tickets.get(prize_no);
      if (list) list.push(ticket);
      else tickets.set(prize_no, [ticket]);
    }
  return { ticketsHash: hash.digest('hex'), tickets };
}

/** Whose these tickets of a prize are, in the same order. */
export async function ownersOf(
  db: Reader,
  { questId, prizeNo, tickets }: { questId: QuestId; prizeNo: number; tickets: readonly string[] },
): Promise<{ playerId: PlayerId; ticket: string }[]> {
  if (tickets.length === 0) return [];
  const rows = await db.execute<{ ticket: string; player_id: PlayerId }>(sql`
    select ticket, player_id from quest_ticket where quest_id = ${questId} and prize_no = ${prizeNo}
      and ticket in (select jsonb_array_elements_text(${JSON.stringify(tickets)}::text::jsonb))`);
  const owner = new Map(rows.map((row) => [row.ticket, row.player_id]));
  return tickets.flatMap((ticket) => {
    const playerId = owner.get(ticket);
    return playerId ? [{ playerId, ticket }] : [];
  });
}
