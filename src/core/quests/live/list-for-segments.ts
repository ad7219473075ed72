import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, QuestId, SegmentId } from '#src/lib/id.ts';
import { createSegment } from '../../segments/create-segment.ts';
import { readSegment } from '../../segments/list-segments.ts';
import { putList } from '../../segments/put-list.ts';
import { readQuest } from '../read-quest.ts';
import { type PlayersWho, whoSql } from './list-players.ts';

export interface ListForSegments {
  questId: QuestId;
  name: string;
  who: PlayersWho;
  /** A staff id. */
  actor: string;
  at: Date;
}

export interface ListedForSegments {
  segmentId: SegmentId;
  members: number;
  /** Guests cannot be on a list: nobody may write to them. */
  guests: number;
}

/** A list for campaigns of those who play, or of some of them. Throws Refusal `quest_not_found`, `invalid_input` {field: 'name'}. */
export async function listForSegments(
  tx: Tx,
  { questId, name, who, actor, at }: ListForSegments,
): Promise<ListedForSegments> {
  await readQuest(tx, questId);
  const rows = await tx.execute<{ member_id: MemberId | null }>(sql`
    select p.member_id from quest_player p where p.quest_id = ${questId} and ${whoSql(who)} order by p.player_id`);
  const members = rows.flatMap(({ member_id: memberId }) => memberId ?? []);
  const segmentId = await createSegment(tx, { name, actor, at });
  const { changedAt } = await readSegment(tx, segmentId);
  const people = members.map((memberId, place) => ({
    line: place + 1,
    text: memberId,
    memberId,
    card: null,
    phone: null,
  }));
  const { added } = await putList(tx, { segmentId, changedAt, actor, at, people, bad: [], replace: true });
  return { segmentId, members: added, guests: rows.length - members.length };
}
