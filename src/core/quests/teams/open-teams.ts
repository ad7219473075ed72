// A group of a messenger plays: one team for each quest that is on and has teams, with one message that shows its meter.
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest, questTeam } from '#src/db/schema/quests.ts';
import { botSentence } from '#src/lib/i18n.ts';
import { newId } from '#src/lib/id.ts';
import { queueDeliveries, queueDelivery } from '../../deliveries/queue-delivery.ts';
import type { Identity } from '../../members/ensure-identity.ts';
import type { QuestTerms } from '../quest-terms.ts';
import { composeMeter } from '../tell/compose-meter.ts';
import { teamOf } from './team.ts';

/** A group has one conversation going on; more meters than that are noise. */
const MOST_QUESTS = 3;
/** Somebody who writes the command again and again does not fill the group. */
const AGAIN_MS = 15_000;

export interface OpenTeams {
  /** The group. */
  group: Pick<Identity, 'identityId' | 'externalId' | 'shownName' | 'language'>;
  /** The address that opens the private chat with a payload. */
  chatAddress: (payload: string) => string;
  at: Date;
}

/** Shows the meter of each team below what was written meanwhile. Returns how many there are; a word says so when none. */
export async function openTeams(tx: Tx, { group, chatAddress, at }: OpenTeams): Promise<number> {
  const { identityId, externalId, shownName, language } = group;
  const quests = await tx
    .select({ questId: quest.questId, terms: quest.terms })
    .from(quest)
    .where(
      and(
        eq(quest.status, 'live'),
        gt(quest.endsAt, at),
        sql`jsonb_typeof(${quest.terms}->'team') = 'object'`,
      ),
    )
    .orderBy(quest.endsAt, quest.questId)
    .limit(MOST_QUESTS);
  if (quests.length === 0) {
    const prompt = { say: 'message', text: botSentence(language, 'quests.team.none') } as const;
    await queueDelivery(tx, { identityId, lane: 'reply', prompt, at });
    return 0;
  }
  for (const { questId, terms } of quests) {
    const made = { teamId: newId('tem', at.getTime()), questId, chatId: externalId, title: shownName };
    await tx
      .insert(questTeam)
      .values({ ...made, identityId, createdAt: at })
      .onConflictDoNothing();
    const deliveryId = newId('dlv', at.getTime());
    const own = and(eq(questTeam.questId, questId), eq(questTeam.chatId, externalId));
    const [before] = await tx.select().from(questTeam).where(own).for('no key update');
    // Of a group that was told a moment ago the meter is still in sight.
    if (!before || at.getTime() - before.toldAt.getTime() < AGAIN_MS) continue;
    await tx.update(questTeam).set({ title: shownName, meterMessageId: deliveryId, toldAt: at }).where(own);
    const team = teamOf({ ...before, title: shownName }, terms as QuestTerms);
    if (!team) continue;
    const { titles } = terms as QuestTerms;
    const meter = composeMeter(team, { quest: titles, language, chatAddress });
    const to = { identityId, lane: 'reply', at } as const;
    if (before.meterMessageId)
      await queueDeliveries(tx, [
        { ...to, prompt: { say: 'delete', of: { deliveryId: before.meterMessageId }, text: '' } },
      ]);
    await queueDeliveries(tx, [{ ...to, deliveryId, prompt: { say: 'message', ...meter } }]);
  }
  return quests.length;
}
