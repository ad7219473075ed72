// What a quest has brought, beside figures that are computed here independently of the program.
import { beforeAll, describe, expect, it } from 'vitest';
import { countFunnel } from '#src/core/quests/live/count-funnel.ts';
import { keepQuestResults } from '#src/core/quests/results/keep-quest-results.ts';
import { readResults } from '#src/core/quests/results/read-results.ts';
import { shareOf } from '#src/core/segments/share-of.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, QuestId } from '#src/lib/id.ts';
import { aPlayedQuest, PLAYED } from '#test/support/a-played-quest.ts';
import { aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { makeMembers } from '#test/support/many-members.ts';

const DAY_MS = 86_400_000;
const CONTROL = 30;
const PEOPLE = 1_000;
const database = useDatabase();
beforeAll(() => aShop(database.db));

interface Bought {
  memberId: MemberId;
  amount: number;
  at: Date;
}

/** Of those who have the quest two thirds buy in its days, of the others a third; everybody's amount is their own. */
async function aCountedQuest(): Promise<{ questId: QuestId; people: MemberId[]; bought: Bought[] }> {
  const { sql, db } = database;
  const people = (await makeMembers(sql, { count: PEOPLE })).map(({ memberId }) => memberId);
  const questId = await aQuest(db, { terms: { controlPercent: CONTROL } });
  const bought = people.flatMap((memberId, n): Bought[] => {
    const isControl = shareOf(memberId, `quest:${questId}`) < CONTROL * 100;
    const buys = isControl ? n % 3 === 0 : n % 3 !== 0;
    const during = { memberId, amount: 5_000 + (n % 50) * 100, at: later((n % 40) * 3_600_000) };
    const after = { memberId, amount: 2_000 + n, at: later(5 * DAY_MS) };
    // Too late to count.
    const tooLate = { memberId, amount: 90_000, at: later(40 * DAY_MS) };
    return [...(buys ? [during] : []), ...(n % 10 === 0 ? [after] : []), tooLate];
  });
  await sql`
    insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
      accepted_by, occurred_at, recorded_at)
    select "memberId", 'rcp_' || n, ${STORE}, n, '1', amount, 0, 0, 0, 'test', at, at
    from jsonb_to_recordset(${sql.json(bought.map((each, n) => ({ ...each, at: each.at.toISOString(), n })))})
      as b("memberId" text, amount bigint, at timestamptz, n integer)`;
  return { questId, people, bought };
}

describe('the result of a quest', () => {
  it('when it is counted, then groups, differences and profit equal what a plain computation gives', async () => {
    const { sql, db } = database;
    const { questId, people, bought } = await aCountedQuest();
    const clock = fixedClock(later(60 * DAY_MS));
    while (await keepQuestResults(database, () => clock.now()));
    const { uplift, profit, isFair, isOver } = await readResults(db, {
      questId,
      pointValueMinor: 100n,
      at: clock.now(),
    });

    const [times] = await sql<{ ends_at: Date }[]>`select ends_at from quest where quest_id = ${questId}`;
    const until = (times?.ends_at.getTime() ?? 0) + 14 * DAY_MS;
    const sums = people.map((memberId) => ({
      control: shareOf(memberId, `quest:${questId}`) < CONTROL * 100,
      net: bought
        .filter((each) => each.memberId === memberId && each.at.getTime() < until)
        .reduce((sum, { amount }) => sum + amount, 0),
    }));
    const groups = [false, true].map((control) => {
      const nets = sums.filter((each) => each.control === control).map(({ net }) => net);
      const mean = nets.reduce((a, b) => a + b, 0) / nets.length;
      const variance = nets.reduce((a, net) => a + (net - mean) ** 2, 0) / (nets.length - 1);
      return { of: nets.length, mean, variance, buyers: nets.filter((net) => net > 0).length };
    });
    const [target, control] = groups;
    if (!target || !control) throw new Error('two groups');
    expect([uplift.target.people, uplift.control.people]).toEqual([target.of, control.of]);
    expect(control.of).toBeGreaterThan(PEOPLE * 0.2);
    expect([uplift.target.buyers, uplift.control.buyers]).toEqual([target.buyers, control.buyers]);
    const difference = target.mean - control.mean;
    expect(uplift.money?.difference).toBeCloseTo(difference, 6);
    // Welch: with so many degrees of freedom t is all but 1.96.
    const half = 1.96 * Math.sqrt(target.variance / target.of + control.variance / control.of);
    expect((uplift.money?.high ?? 0) - difference).toBeGreaterThan(half * 0.99);
    expect((uplift.money?.high ?? 0) - difference).toBeLessThan(half * 1.01);
    expect(uplift.buyers?.difference).toBeCloseTo(target.buyers / target.of - control.buyers / control.of, 9);
    expect(uplift.extraNet?.value).toBeCloseTo(difference * target.of, 3);
    expect(profit?.margin.value).toBeCloseTo(difference * target.of * 0.25, 3);
    expect([uplift.verdict, isFair, isOver]).toEqual(['brought', true, true]);
    const inDays = bought.filter(({ memberId, at }) => {
      const isControl = shareOf(memberId, `quest:${questId}`) < CONTROL * 100;
      return !isControl && at < (times?.ends_at ?? NOON);
    });
    expect(uplift.target.during.netMinor).toBe(inDays.reduce((sum, { amount }) => sum + amount, 0));
    expect(uplift.target.during.netMinor + uplift.target.after.netMinor).toBe(uplift.target.netMinor);
  });

  it('when there is no control group, then nothing is counted and nothing is promised', async () => {
    const questId = await aQuest(database.db);
    const at = later(60 * DAY_MS);
    while (await keepQuestResults(database, () => at));
    const { uplift, countedAt, profit } = await readResults(database.db, {
      questId,
      pointValueMinor: 100n,
      at,
    });
    expect([uplift.verdict, countedAt, profit]).toEqual(['noControl', null, null]);
  });
});

describe('the way of players', () => {
  it('when chapters and kinds of task are counted, then they equal a walk through the rows', async () => {
    const { sql, db } = database;
    await aPlayedQuest(sql, { players: 50, at: NOON });
    const rows = await sql<{ player_id: string; chapter_no: number; type: string; state: string }[]>`
      select g.player_id, t.chapter_no, t.type, g.state from quest_progress g join quest_player p using (player_id)
        join quest_task t on t.quest_id = p.quest_id and t.task_no = g.task_no where p.quest_id = ${PLAYED}`;
    const funnel = await countFunnel(db, PLAYED);
    for (const { chapterNo, reached, passed } of funnel.chapters) {
      const own = [
        ...Map.groupBy(
          rows.filter((row) => row.chapter_no === chapterNo),
          (row) => row.player_id,
        ).values(),
      ];
      const over = own.filter(
        (each) => each.length === 4 && each.every(({ state }) => /done|skipped/.test(state)),
      );
      expect([reached, passed]).toEqual([own.length, over.length]);
    }
    for (const { type, shown, done } of funnel.types) {
      const own = rows.filter((row) => row.type === type);
      expect([shown, done]).toEqual([own.length, own.filter(({ state }) => state === 'done').length]);
    }
    expect(funnel.types.map(({ done, shown }) => done / shown)).toEqual(
      funnel.types.map(({ done, shown }) => done / shown).toSorted((a, b) => b - a),
    );
  });
});
