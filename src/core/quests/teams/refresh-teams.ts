// Keeps teams counted: the sum of what their players have, the meter in the group, and what happens once when the goal is
// reached. A group's meter is changed every few seconds at most, however fast its members play.
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import { botSentence } from '#src/lib/i18n.ts';
import type { DeliveryId, IdentityId, QuestId, TeamId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { escapeRich } from '../../deliveries/prompt.ts';
import { type QueueDelivery, queueDeliveries } from '../../deliveries/queue-delivery.ts';
import type { Player } from '../player.ts';
import { lockPlayers } from '../players/lock-players.ts';
import type { QuestTerms } from '../quest-terms.ts';
import { composeMeter } from '../tell/compose-meter.ts';
import { lines } from '../tell/telling.ts';
import { rewardTeam } from './reward-team.ts';
import type { Team } from './team.ts';

/** Telegram takes 20 messages a minute in a group (core.telegram.org/bots/faq), edits among them. */
const REST_MS = 5_000;
const AT_ONCE = 50;

interface Changed extends Record<string, unknown> {
  team_id: TeamId;
  quest_id: QuestId;
  title: string;
  score: number;
  players: number;
  reached_at: Date | null;
  told_at: Date;
  meter_message_id: DeliveryId | null;
  identity_id: IdentityId | null;
  language: Language | null;
  terms: QuestTerms;
  /** Something is to be won by reaching the goal. */
  has_prize: boolean;
}

/** Returns how many teams have changed. Teams that somebody else counts at the moment are left to them. */
export async function refreshTeams(
  tx: Tx,
  { chatAddress, at }: { chatAddress: (payload: string) => string; at: Date },
): Promise<number> {
  const changed = await listChanged(tx, at);
  // Players come before teams, as in a conversation that opens one: so nobody waits in a circle. The players of two teams
  // would be locked in two orders, so that one is rewarded at a time.
  const first = changed.find(reaches);
  const players = first ? await lockPlayersIn(tx, first.team_id) : [];
  const mine = await lockTeams(tx, changed);
  const turn = mine.filter((each) => each === first || !reaches(each));
  for (const each of turn) await refresh(tx, each, { chatAddress, at });
  if (first && turn.includes(first)) await rewardTeam(tx, { ...teamRow(first), players, at });
  return turn.length;
}

/** Teams whose sums are others by now, and who were not told of for a while. */
async function listChanged(tx: Tx, at: Date): Promise<Changed[]> {
  const rested = new Date(at.getTime() - REST_MS);
  return await tx.execute<Changed>(sql`
    with now as materialized (
      select t.team_id, coalesce(sum(p.score), 0)::integer as score, count(p.player_id)::integer as players
      from quest q join quest_team t using (quest_id) left join quest_player p using (team_id)
      where q.status in ('live', 'paused') group by t.team_id)
    select t.team_id, t.quest_id, t.title, n.score, n.players, t.reached_at, t.told_at, t.meter_message_id, t.identity_id, i.language,
      q.terms, exists (select from quest_prize z where z.quest_id = q.quest_id and z.qualifies @> '{"team": true}') as has_prize
    from now n join quest_team t using (team_id) join quest q using (quest_id)
      left join identity i on i.identity_id = t.identity_id
    where (t.score <> n.score or t.players <> n.players) and t.told_at <= ${rested}::timestamptz
    order by t.team_id limit ${AT_ONCE}::integer`);
}

async function lockPlayersIn(tx: Tx, teamId: TeamId): Promise<Player[]> {
  const players = await tx
    .select({ playerId: questPlayer.playerId })
    .from(questPlayer)
    .where(eq(questPlayer.teamId, teamId));
  return await lockPlayers(
    tx,
    players.map(({ playerId }) => playerId),
  );
}

/** Those of them that nobody else counts at the moment, or has told of meanwhile. */
async function lockTeams(tx: Tx, changed: readonly Changed[]): Promise<Changed[]> {
  if (changed.length === 0) return [];
  const ids = changed.map(({ team_id }) => team_id);
  const rows = await tx.execute<Pick<Changed, 'team_id' | 'told_at'>>(sql`
    select team_id, told_at from quest_team where team_id in ${ids} order by team_id for no key update skip locked`);
  const toldAt = new Map(rows.map(({ team_id, told_at }) => [team_id, told_at.getTime()]));
  return changed.filter(({ team_id, told_at }) => toldAt.get(team_id) === told_at.getTime());
}

/** Its goal, since it was counted last. */
const reaches = ({ reached_at, score, terms }: Changed): boolean =>
  reached_at === null && (terms.team?.goal ?? 0) > 0 && score >= (terms.team?.goal ?? 0);

const teamRow = ({ team_id: teamId, quest_id: questId, identity_id }: Changed) => ({
  teamId,
  questId,
  isGroup: identity_id !== null,
});

async function refresh(
  tx: Tx,
  row: Changed,
  { chatAddress, at }: { chatAddress: (payload: string) => string; at: Date },
): Promise<void> {
  const { team_id: teamId, quest_id: questId, title, score, players, identity_id: identityId, terms } = row;
  const goal = terms.team?.goal ?? 0;
  const reachedAt = reaches(row) ? at : row.reached_at;
  await tx.execute(sql`
    update quest_team set score = ${score}::integer, players = ${players}::integer, told_at = ${at}::timestamptz,
      reached_at = ${reachedAt}::timestamptz
    where team_id = ${teamId}`);
  if (identityId && terms.team) {
    const { titles } = terms.team;
    const team: Team = { teamId, questId, title, score, players, goal, titles, reachedAt, isGroup: true };
    await tellGroup(tx, team, { ...row, identityId, reaches: reaches(row), chatAddress, at });
  }
}

async function tellGroup(
  tx: Tx,
  team: Team,
  told: Pick<Changed, 'meter_message_id' | 'language' | 'terms' | 'has_prize'> & {
    identityId: IdentityId;
    reaches: boolean;
    chatAddress: (payload: string) => string;
    at: Date;
  },
): Promise<void> {
  const { identityId, meter_message_id: meterId, terms, reaches, chatAddress, at } = told;
  const language = told.language ?? 'uk';
  const to = { identityId, lane: 'notice', at } as const;
  const meter = composeMeter(team, { quest: terms.titles, language, chatAddress });
  const messages: QueueDelivery[] = meterId
    ? [{ ...to, prompt: { say: 'edit', of: { deliveryId: meterId }, ...meter, orSend: false } }]
    : [];
  if (reaches) {
    const goal = escapeRich(textIn(team.titles, language));
    const text = lines(
      botSentence(language, 'quests.team.reached', { goal, count: team.players }),
      told.has_prize && botSentence(language, 'quests.team.prize'),
    );
    messages.push({ ...to, prompt: { say: 'message', text }, onceKey: `team:${team.teamId}:reached` });
  }
  await queueDeliveries(tx, messages);
}
