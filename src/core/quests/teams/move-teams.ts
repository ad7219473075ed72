// A group has become another chat: its teams go on there, with a meter that is shown anew.
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest, questPlayer, questTeam } from '#src/db/schema/quests.ts';
import { type DeliveryId, newId } from '#src/lib/id.ts';
import type { Prompt } from '../../deliveries/prompt.ts';
import { queueDelivery } from '../../deliveries/queue-delivery.ts';
import type { Identity } from '../../members/ensure-identity.ts';
import { lockPlayers } from '../players/lock-players.ts';
import type { QuestTerms } from '../quest-terms.ts';
import { composeMeter } from '../tell/compose-meter.ts';
import { teamOf } from './team.ts';

export interface MoveTeams {
  /** The group as it is from now on. */
  group: Pick<Identity, 'identityId' | 'externalId' | 'shownName' | 'language'>;
  /** The id of the chat before. */
  from: string;
  /** The address that opens the private chat with a payload. */
  chatAddress: (payload: string) => string;
  at: Date;
}

type Team = typeof questTeam.$inferSelect;

/**
 * Where somebody has opened a team of the same quest in the new chat already, the one that was there first goes on, with the
 * players of both. Returns the messages of the old chat that showed a meter.
 */
export async function moveTeams(tx: Tx, { group, from, chatAddress, at }: MoveTeams): Promise<DeliveryId[]> {
  const to = group.externalId;
  const inEither = inArray(questTeam.chatId, [from, to]);
  // Players come before teams, as wherever a team is counted.
  const players = await tx
    .select({ playerId: questPlayer.playerId })
    .from(questPlayer)
    .innerJoin(questTeam, eq(questTeam.teamId, questPlayer.teamId))
    .where(inEither);
  await lockPlayers(
    tx,
    players.map(({ playerId }) => playerId),
  );
  const teams = await tx.select().from(questTeam).where(inEither).orderBy(questTeam.teamId).for('update');
  const meters: DeliveryId[] = [];
  for (const old of teams.filter(({ chatId }) => chatId === from)) {
    if (old.meterMessageId) meters.push(old.meterMessageId);
    const there = teams.find(({ chatId, questId }) => chatId === to && questId === old.questId);
    const isFirst = !there || old.createdAt <= there.createdAt;
    const [goesOn, other] = isFirst ? [old, there] : [there, old];
    if (other) await merge(tx, { from: other, into: goesOn });
    if (isFirst)
      await showIn(tx, { team: goesOn, meterId: there?.meterMessageId ?? null, group, chatAddress, at });
  }
  return meters;
}

async function merge(tx: Tx, { from, into }: { from: Team; into: Team }): Promise<void> {
  const { teamId } = into;
  await tx.update(questPlayer).set({ teamId }).where(eq(questPlayer.teamId, from.teamId));
  await tx.delete(questTeam).where(eq(questTeam.teamId, from.teamId));
}

interface ShowIn extends Pick<MoveTeams, 'group' | 'chatAddress' | 'at'> {
  team: Team;
  /** A message in the new chat that shows a meter of this quest already. */
  meterId: DeliveryId | null;
}

async function showIn(tx: Tx, { team, meterId, group, chatAddress, at }: ShowIn): Promise<void> {
  const { identityId, externalId: chatId, language } = group;
  const title = group.shownName || team.title;
  const [running] = await tx
    .select({ terms: quest.terms })
    .from(quest)
    .where(and(eq(quest.questId, team.questId), inArray(quest.status, ['live', 'paused'])));
  const terms = running?.terms as QuestTerms | undefined;
  const shown = terms && teamOf({ ...team, title }, terms);
  const deliveryId = meterId ?? newId('dlv', at.getTime());
  const meterMessageId = shown ? deliveryId : null;
  await tx
    .update(questTeam)
    .set({ chatId, identityId, title, meterMessageId, toldAt: at })
    .where(eq(questTeam.teamId, team.teamId));
  if (!shown) return;
  const meter = composeMeter(shown, { quest: terms.titles, language, chatAddress });
  const prompt: Prompt = meterId
    ? { say: 'edit', of: { deliveryId: meterId }, ...meter, orSend: false }
    : { say: 'message', ...meter };
  const to = { identityId, lane: 'notice', prompt, at } as const;
  await queueDelivery(tx, meterId ? to : { ...to, deliveryId });
}
