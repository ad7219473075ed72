// Who has played, as a table: read by a cursor some rows at a time, so memory does not grow with it.
import type { Sql } from '#src/db/client.ts';
import { BYTE_ORDER_MARK, type CsvForm, type CsvValue, csvRow } from '#src/lib/csv.ts';
import type { QuestId } from '#src/lib/id.ts';
import { maskPhone } from '../../members/phone-number.ts';

const ROWS_AT_ONCE = 1_000;

/** Names that imports know, where there are such. */
const COLUMNS = [
  'playerId',
  'memberId',
  'nickname',
  'name',
  'phone',
  'messenger',
  'store',
  'score',
  'done',
  'skipped',
  'lost',
  'paid',
  'unpaidBecause',
  'wins',
  'joinedAt',
  'lastAt',
  'finishedAt',
  'team',
] as const;

interface Row extends Record<(typeof COLUMNS)[number], CsvValue> {
  phone: string | null;
}

/** The file's text, in pieces, in the order of joining. Whoever stops reading ends the query. */
export async function* streamPlayers(
  sql: Sql,
  { questId, ...form }: CsvForm & { questId: QuestId },
): AsyncGenerator<string> {
  yield (form.mark ? BYTE_ORDER_MARK : '') + csvRow(COLUMNS, form);
  const cursor = sql<Row[]>`
    select p.player_id as "playerId", p.member_id as "memberId", p.nickname, m.name, m.phone, i.messenger,
      p.store_id as store, p.score, p.done, g.skipped, g.lost, p.paid, p.unpaid_because as "unpaidBecause", w.wins,
      p.joined_at as "joinedAt", p.last_at as "lastAt", p.finished_at as "finishedAt", t.title as team
    from quest_player p join identity i on i.identity_id = p.identity_id left join member m on m.member_id = p.member_id
      left join quest_team t on t.team_id = p.team_id
      cross join lateral (
        select count(*) filter (where state = 'skipped')::integer as skipped, count(*) filter (where state = 'lost')::integer as lost
        from quest_progress where player_id = p.player_id) g
      cross join lateral (
        select count(*)::integer as wins from quest_win where player_id = p.player_id and status <> 'withdrawn') w
    where p.quest_id = ${questId} order by p.joined_at, p.player_id`.cursor(ROWS_AT_ONCE);
  for await (const rows of cursor) {
    let piece = '';
    for (const row of rows) {
      const shown = { ...row, phone: row.phone && maskPhone(row.phone) };
      piece += csvRow(
        COLUMNS.map((column) => shown[column]),
        form,
      );
    }
    yield piece;
  }
}
