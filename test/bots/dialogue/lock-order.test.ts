// Two who need the same members and budgets take them in one order: all points first, then members, then budgets.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { converseAll } from '#bots/dialogue/converse.ts';
import type { DialogueEvent } from '#bots/dialogue/event.ts';
import { lockStandings } from '#src/core/members/lock-standings.ts';
import { recordAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { findTemplate } from '#src/core/rules/templates.ts';
import { transaction } from '#src/db/client.ts';
import { rule, ruleBudget } from '#src/db/schema/rules.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { until } from '#test/support/until.ts';
import { line, theShop } from './member-in-chat.ts';
import { dialogueDeps, type Person } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { aMemberInChat } = theShop(database, clock);
const actor = 'stf_00000000000000000001';

beforeAll(async () => {
  await aShop(database.db);
  const definition = { ...findTemplate('threshold')?.build({ amount: 1, points: 30 }), budget: 1_000 };
  const at = new Date(NOON.getTime() - 1_000);
  await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name: 'За чек', definition, actor, at });
    const [made] = await tx.select().from(rule).where(eq(rule.ruleId, ruleId));
    await publishRule(tx, { ruleId, changedAt: made?.changedAt ?? at, actor, at, resetBudget: true });
  });
});

async function opensSlip(person: Person): Promise<DialogueEvent> {
  const { known, rules } = fresh(database.db);
  const receipt = aReceipt({ lines: [line()], amountMinor: 100_00n, occurredAt: clock.now() });
  const at = clock.now();
  const input = { receipt, timed: true, at, known: await known(), rules: await rules() };
  const { claimCode } = await transaction(database.db, (tx) => recordAnonymous(tx, input));
  const { externalId } = person;
  const who = { messenger: 'telegram', externalId, shownName: 'Олена', languageTag: 'uk' } as const;
  return { ...who, kind: 'start', payload: `r-${claimCode}`, at, carriedBy: claimCode };
}

const talk = (events: DialogueEvent[]) =>
  transaction(database.db, (tx) => converseAll(tx, events, dialogueDeps(database.db)));

it('when two claim slips under a budget while a till serves one of them, then nobody waits in a circle', async () => {
  const [first, second] = [await aMemberInChat(), await aMemberInChat()];
  const events = [await opensSlip(first), await opensSlip(second)];
  let talking: ReturnType<typeof talk> | undefined;
  await transaction(database.db, async (tx) => {
    await lockStandings(tx, second.memberId);
    talking = talk(events);
    // Either the first claim is done, or the batch has come to the second member and waits for us.
    await until('the first claim', async () => {
      const [done] = await database.sql`select 1 from anonymous_receipt where claimed_by = ${first.memberId}`;
      const [waits] = await database.sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return done ?? waits;
    });
    await tx.update(ruleBudget).set({ alertedAt: clock.now() });
  });
  const carriedOn = await talking;
  expect(carriedOn).toHaveLength(1);
  // What was left comes with the next transaction.
  await talk(events.slice(carriedOn?.length));
  const claimed = await database.sql<{ claimed_by: string }[]>`select claimed_by from anonymous_receipt`;
  expect(claimed.map((each) => each.claimed_by).toSorted()).toEqual(
    [first.memberId, second.memberId].toSorted(),
  );
});
