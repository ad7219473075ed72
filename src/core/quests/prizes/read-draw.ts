import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { Refusal } from '../../refusal.ts';
import { type QuestPrize, readWholeQuest } from '../read-quest.ts';
import { ticketOf } from './draw.ts';

export interface PublicDraw {
  questId: QuestId;
  titles: Texts;
  endsAt: Date;
  /** SHA-256 of the seed, published before the first answer. */
  commitment: string;
  /** Null until the tickets are frozen and the winners drawn. */
  drawn: { at: Date; seed: string; ticketsHash: string } | null;
  prizes: (Pick<QuestPrize, 'prizeNo' | 'titles' | 'prize' | 'names'> & {
    /** How many are drawn. */
    stock: number;
    /** Those that took part; 0 before the end. */
    tickets: number;
    /** Tickets, the first place first. */
    winners: string[];
  })[];
}

/** What is public of the draws of a quest. Throws Refusal `quest_not_found`, also for a draft and where nothing is drawn. */
export async function readDraw(db: Reader, questId: QuestId): Promise<PublicDraw> {
  const { quest, prizes } = await readWholeQuest(db, questId);
  const { drawCommitment: commitment, drawnAt: at, drawSeed: seed, ticketsHash, endsAt, terms } = quest;
  const drawn = prizes.filter(({ goesTo }) => goesTo === 'draw');
  if (quest.status === 'draft' || drawn.length === 0 || commitment === null || endsAt === null)
    throw new Refusal('quest_not_found');
  const [counts, winners] = at ? [await countTickets(db, questId), await readWinners(db, questId)] : [];
  return {
    questId,
    titles: terms.titles,
    endsAt,
    commitment,
    drawn: at && seed && ticketsHash ? { at, seed, ticketsHash } : null,
    prizes: drawn.map(({ prizeNo, titles, prize, names, stock }) => ({
      prizeNo,
      titles,
      prize,
      names,
      stock: stock ?? 0,
      tickets: counts?.get(prizeNo) ?? 0,
      winners: winners?.get(prizeNo) ?? [],
    })),
  };
}

/** The tickets of a player: what stands for them in public. `isIn`: it is among the frozen ones; null before the end. */
export async function listTicketsOf(
  db: Reader,
  { questId, playerId }: { questId: QuestId; playerId: PlayerId },
): Promise<{ prizeNo: number; ticket: string; isIn: boolean | null }[]> {
  const draw = await readDraw(db, questId);
  const rows = await db.execute<{ prize_no: number; ticket: string }>(sql`
    select prize_no, ticket from quest_ticket where quest_id = ${questId} and player_id = ${playerId}`);
  const frozen = new Map(rows.map((row) => [row.prize_no, row.ticket]));
  return draw.prizes.map(({ prizeNo }) => ({
    prizeNo,
    ticket: frozen.get(prizeNo) ?? ticketOf(playerId, prizeNo),
    isIn: draw.drawn ? frozen.has(prizeNo) : null,
  }));
}

async function countTickets(db: Reader, questId: QuestId): Promise<Map<number, number>> {
  const rows = await db.execute<{ prize_no: number; tickets: number }>(sql`
    select prize_no, max(ticket_no) as tickets from quest_ticket where quest_id = ${questId} group by prize_no`);
  return new Map(rows.map((row) => [row.prize_no, row.tickets]));
}

/** Those that were drawn, whatever has become of their prizes since. */
async function readWinners(db: Reader, questId: QuestId): Promise<Map<number, string[]>> {
  const rows = await db.execute<{ prize_no: number; tickets: string[] }>(sql`
    select prize_no, array_agg(ticket order by place) as tickets from quest_win
    where quest_id = ${questId} and ticket is not null group by prize_no`);
  return new Map(rows.map((row) => [row.prize_no, row.tickets]));
}
