// Rules that no receipt asks, in a test: put in force, told what happens, and ended.
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import type { Happened } from '#src/core/events/happened.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { endRule } from '#src/core/rules/pause-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { followTriggers } from '#src/core/triggers/follow-triggers.ts';
import { sweepTriggers } from '#src/core/triggers/sweep-triggers.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { NOON } from './a-shop.ts';
import type { TestDatabase } from './database.ts';
import { eventsSettled } from './events-settled.ts';

const actor = 'stf_00000000000000000001';

/** All of it happens at noon, where nothing else is said; rules are in force from an hour before. */
export function triggeredRules(database: Pick<TestDatabase, 'db' | 'sql'>) {
  const asked = async (at: Date) => ({
    rules: await knownRules(database.db, knownProgramme(database.db))(),
    timeZone: 'Europe/Kyiv',
    at,
    limit: 100,
  });
  return {
    publish: (definition: object, at = new Date(NOON.getTime() - 3_600_000)): Promise<RuleId> =>
      transaction(database.db, async (tx) => {
        const ruleId = await createRule(tx, { name: 'A rule', definition, actor, at });
        const { changedAt } = await readRule(tx, ruleId);
        await publishRule(tx, { ruleId, changedAt, actor, at, resetBudget: false });
        return ruleId;
      }),
    change: async (ruleId: RuleId, act: typeof endRule = endRule, at = NOON): Promise<void> => {
      const { changedAt } = await readRule(database.db, ruleId);
      await transaction(database.db, (tx) => act(tx, { ruleId, changedAt, actor, at }));
    },
    happens: (memberId: MemberId, happened: Happened, at = NOON): Promise<void> =>
      transaction(database.db, (tx) => recordEvent(tx, { memberId, happened, at })),
    follow: async (at = NOON): Promise<void> => {
      const input = await asked(at);
      await eventsSettled(database.sql);
      await transaction(database.db, (tx) => followTriggers(tx, input));
    },
    sweep: async (at: Date, limit = 100): Promise<boolean> => {
      const input = { ...(await asked(at)), limit };
      return await transaction(database.db, (tx) => sweepTriggers(tx, input));
    },
    /** What the chat of a member has been told since it was last asked. */
    told: async (memberId: MemberId, at = NOON): Promise<string[]> => {
      await eventsSettled(database.sql);
      await transaction(database.db, (tx) => announceEvents(tx, { at, limit: 1_000 }));
      const rows = await database.sql<{ prompt: MessagePrompt }[]>`
        with said as (delete from delivery where member_id = ${memberId} returning delivery_no, prompt)
        select prompt from said order by delivery_no`;
      return rows.map(({ prompt }) => prompt.text.replaceAll('\u00a0', ' '));
    },
  };
}
