// A quest that many have played already, written as rows in a few statements: for what counts and shows, not for what plays.
import type { Sql } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';

export const PLAYED: QuestId = 'qst_00000000000000000001';

export interface PlayedQuest {
  questId?: QuestId;
  players: number;
  /** Of them, every so-manieth is a guest. */
  guestEvery?: number;
  chapters?: number;
  tasksEach?: number;
  at: Date;
  status?: 'live' | 'ended';
}

/** Stands for every photo; it has to be stored where it is shown. */
export const PHOTO = `${'a'.repeat(64)}.jpg`;

const TEXTS = { uk: 'Сир', ru: 'Сыр', en: 'Cheese' };

/**
 * Quiz, text, photo and purchase by turns. Player n has seen the first tasks only, the fewer the greater n is; of what they
 * have seen a part is done, skipped, lost and waiting by the remainders of n + task. Everybody has given a wrong answer to
 * every second task of theirs.
 */
export async function aPlayedQuest(sql: Sql, told: PlayedQuest): Promise<void> {
  const {
    questId = PLAYED,
    players,
    guestEvery = 5,
    chapters = 3,
    tasksEach = 4,
    at,
    status = 'live',
  } = told;
  const tasks = chapters * tasksEach;
  const from = new Date(at.getTime() - 24 * 3_600_000);
  const until = new Date(at.getTime() + (status === 'live' ? 24 : -1) * 3_600_000);
  const tag = questId.slice(-6);
  const terms = {
    titles: { uk: 'Квест вихідних', ru: 'Квест выходных', en: 'Weekend quest' },
    welcome: TEXTS,
    pictureId: null,
    openTo: 'everyone',
    audience: null,
    controlPercent: 0,
    hours: null,
    paysAfter: 'registration',
    storeBoards: false,
    team: null,
  };
  await sql`
    insert into quest (quest_id, name, status, terms, starts_at, ends_at, budget, spent, created_by, created_at, launched_at,
      ended_at)
    values (${questId}, 'Квест вихідних', ${status}, ${sql.json(terms)}, ${from}, ${until}, 5000000, 1200, 'test', ${from},
      ${from}, ${status === 'ended' ? until : null})`;
  await sql`
    insert into quest_chapter (quest_id, chapter_no, titles)
    select ${questId}, n, ${sql.json({ uk: 'На полиці', ru: 'На полке', en: 'On the shelf' })}
    from generate_series(1, ${chapters}::integer) n`;
  const words = { titles: TEXTS, question: TEXTS, pictureId: null, hint: {}, praise: {}, comfort: {} };
  const asks = [
    {
      type: 'quiz',
      options: [
        { uk: 'Так', ru: 'Да', en: 'Yes' },
        { uk: 'Ні', ru: 'Нет', en: 'No' },
      ],
      right: [0],
    },
    { type: 'text', answers: ['бринза'], typos: true },
    { type: 'photo' },
    { type: 'purchase', where: null, count: 1 },
  ];
  const contents = asks.map((ask) => ({ ...words, ask }));
  await sql`
    insert into quest_task (quest_id, task_no, task_key, chapter_no, place, content, type, points)
    select ${questId}, n, 'task' || n, (n - 1) / ${tasksEach}::integer + 1, n, c.content, c.content->'ask'->>'type', 10
    from generate_series(1, ${tasks}::integer) n
      join jsonb_array_elements(${sql.json(contents)}) with ordinality as c(content, place) on c.place = (n - 1) % 4 + 1`;
  await sql`
    insert into quest_prize (quest_id, prize_no, titles, prize, goes_to, qualifies, stock, given)
    values (${questId}, 1, ${sql.json({ uk: 'Кошик сирів', ru: 'Корзина сыров', en: 'A basket of cheese' })},
      ${sql.json({ kind: 'badge', sign: '🧀', titles: TEXTS })}, 'first', ${sql.json({ finished: true })}, 20, 3)`;
  await sql`
    insert into member (member_id, name, language, tier_key, registered_at)
    select 'mem_' || ${tag} || n, 'Гравець ' || n, 'uk', 'base', ${from} from generate_series(1, ${players}::integer) n
    where n % ${guestEvery}::integer <> 0`;
  await sql`
    insert into identity (identity_id, messenger, external_id, member_id, language, first_seen_at, last_seen_at)
    select 'idn_' || ${tag} || n, 'telegram', ${tag} || n,
      case when n % ${guestEvery}::integer <> 0 then 'mem_' || ${tag} || n end, 'uk', ${from}, ${from}
    from generate_series(1, ${players}::integer) n`;
  await sql`
    insert into quest_player (player_id, quest_id, member_id, identity_id, nickname, score, done, scored_at, paid,
      unpaid_because, joined_at, last_at, finished_at)
    select 'ply_' || ${tag} || n, ${questId}, case when n % ${guestEvery}::integer <> 0 then 'mem_' || ${tag} || n end,
      'idn_' || ${tag} || n, 'Лис ' || n, 0, 0, ${from}, 0, case when n % ${guestEvery}::integer = 0 then 'guest' end,
      ${from}::timestamptz + n * interval '1 second', ${at}::timestamptz - (n % 60) * interval '1 minute', null
    from generate_series(1, ${players}::integer) n`;
  await sql`
    insert into quest_progress (player_id, task_no, state, attempts, shown_at, points, hinted, done_at)
    select 'ply_' || ${tag} || n, t, s.state, 1, ${from}, case when s.state = 'done' then 10 else 0 end, (n + t) % 7 = 0,
      case when s.state = 'done' then ${at}::timestamptz end
    from generate_series(1, ${players}::integer) n, generate_series(1, greatest(1, ${tasks}::integer - n % ${tasks}::integer)) t,
      lateral (select case (n + t) % 10 when 0 then 'skipped' when 1 then 'lost' when 2 then 'shown' when 3 then
        case when (t - 1) % 4 = 2 then 'waiting' else 'shown' end else 'done' end as state) s`;
  await sql`
    insert into quest_attempt (player_id, attempt_key, quest_id, task_no, task_version, given, verdict, points, attempted_at)
    select g.player_id, 'a' || g.task_no || '.' || v.verdict, ${questId}, g.task_no, 1,
      case (g.task_no - 1) % 4 when 0 then jsonb_build_object('kind', 'options', 'options', jsonb_build_array(case when v.verdict = 'wrong' then 1 else 0 end))
        when 2 then jsonb_build_object('kind', 'photo', 'pictureId', ${PHOTO}::text)
        when 3 then jsonb_build_object('kind', 'counted', 'ref', 'rcp_1', 'count', 1)
        else jsonb_build_object('kind', 'text', 'text', case when v.verdict = 'right' then 'бринза'
          else (array['Гауда', 'гауда ', 'Фета', 'пармезан'])[length(g.player_id || g.task_no) % 4 + 1] end) end,
      v.verdict, case when v.verdict = 'right' then g.points else 0 end, ${at}::timestamptz - (hashtext(g.player_id || g.task_no) & 65535) * interval '1 second'
    from quest_player p join quest_progress g using (player_id),
      lateral (select 'wrong' as verdict where g.task_no % 2 = 0
        union all select 'right' where g.state = 'done' union all select 'waiting' where g.state = 'waiting') v
    where p.quest_id = ${questId}`;
  await sql`
    update quest_player p set score = s.score, done = s.done, paid = case when p.member_id is null then 0 else s.score end,
      finished_at = case when s.seen = ${tasks}::integer and s.open = 0 then ${at}::timestamptz end
    from (select player_id, sum(points) as score, count(*) filter (where state = 'done') as done, count(*) as seen,
      count(*) filter (where state in ('shown', 'waiting', 'lost')) as open from quest_progress group by player_id) s
    where s.player_id = p.player_id and p.quest_id = ${questId}`;
}
