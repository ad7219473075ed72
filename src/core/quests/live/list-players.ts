// Who plays a quest, for the staff: all of them or some, found by what is known of a person.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, PlayerId, QuestId } from '#src/lib/id.ts';
import { maskPhone } from '../../members/phone-number.ts';

/** dropped: has begun the chapter, has not finished it, and does not play now. */
export type PlayersWho =
  | { who: 'all' | 'guests' | 'finished' | 'winners' | 'waiting' }
  | { who: 'dropped'; chapterNo: number; before: Date };

export interface ListedPlayer {
  playerId: PlayerId;
  memberId: MemberId | null;
  nickname: string;
  /** Null: a guest. */
  name: string | null;
  /** Masked. */
  phone: string | null;
  messenger: 'telegram' | 'viber';
  score: number;
  done: number;
  joinedAt: Date;
  lastAt: Date;
  finishedAt: Date | null;
  wins: number;
  /** Null: they play for themselves. */
  team: { title: string; score: number } | null;
}

/** Fewer digits would find half of them. */
const SHORTEST_TAIL = 4;
const AT_ONCE = 50;

/** Those with the most points first. `text`: part of a nickname or a name, the end of a phone, a whole card number. */
export async function listPlayers(
  db: Reader,
  { questId, text, limit = AT_ONCE, ...who }: { questId: QuestId; text: string; limit?: number } & PlayersWho,
): Promise<{ players: ListedPlayer[]; more: boolean }> {
  const found = await db.execute<ListedPlayer & Record<string, unknown>>(sql`
    select p.player_id as "playerId", p.member_id as "memberId", p.nickname, m.name, m.phone, i.messenger, p.score,
      p.done, p.joined_at as "joinedAt", p.last_at as "lastAt", p.finished_at as "finishedAt",
      (select count(*)::integer from quest_win w where w.player_id = p.player_id and w.status <> 'withdrawn') as wins,
      (select jsonb_build_object('title', t.title, 'score', t.score) from quest_team t where t.team_id = p.team_id) as team
    from quest_player p join identity i on i.identity_id = p.identity_id left join member m on m.member_id = p.member_id
    where p.quest_id = ${questId} and ${whoSql(who)} and ${textSql(text)}
    order by p.score desc, p.scored_at, p.player_id limit ${limit + 1}`);
  const players = found
    .slice(0, limit)
    .map((player) => ({ ...player, phone: player.phone && maskPhone(player.phone) }));
  return { players, more: found.length > limit };
}

/** Over `p`, a row of quest_player. */
export function whoSql(asked: PlayersWho): SQL {
  switch (asked.who) {
    case 'all':
      return sql`true`;
    case 'guests':
      return sql`p.member_id is null`;
    case 'finished':
      return sql`p.finished_at is not null`;
    case 'winners':
      return sql`exists (select from quest_win w where w.player_id = p.player_id and w.status <> 'withdrawn')`;
    case 'waiting':
      return sql`exists (select from quest_attempt a where a.player_id = p.player_id and a.verdict = 'waiting')`;
    case 'dropped':
      return sql`p.last_at < ${asked.before}::timestamptz and ${chapterSql(asked.chapterNo)}`;
  }
}

/** Has seen a task of the chapter, and of its tasks one is neither done nor skipped. */
function chapterSql(chapterNo: number): SQL {
  const tasks = sql`quest_task t where t.quest_id = p.quest_id and t.chapter_no = ${chapterNo} and t.archived_at is null`;
  const progress = sql`select from quest_progress g where g.player_id = p.player_id and g.task_no = t.task_no`;
  return sql`exists (select from ${tasks} and exists (${progress}))
    and exists (select from ${tasks} and not exists (${progress} and g.state in ('done', 'skipped')))`;
}

function textSql(text: string): SQL {
  const said = text.trim().toLowerCase();
  if (said === '') return sql`true`;
  const inside = (column: SQL) => sql`strpos(lower(${column}), ${said}) > 0`;
  const parts = [inside(sql`p.nickname`), inside(sql`coalesce(m.name, '')`)];
  const digits = text.replace(/\D/g, '');
  if (digits.length >= SHORTEST_TAIL) {
    parts.push(sql`right(coalesce(m.phone, ''), ${digits.length}::integer) = ${digits}`);
    parts.push(
      sql`exists (select from card c where c.member_id = p.member_id and c.card_number = ${digits})`,
    );
  }
  return sql`(${sql.join(parts, sql` or `)})`;
}
