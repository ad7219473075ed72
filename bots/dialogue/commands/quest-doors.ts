// The ways into quests: the list, a link, a QR code.
import { keepLink } from '#src/core/members/keep-link.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { findPlayer } from '#src/core/quests/find-player.ts';
import { findTaskByToken } from '#src/core/quests/find-task-by-token.ts';
import { letGo } from '#src/core/quests/held-plays.ts';
import { joinQuest } from '#src/core/quests/join-quest.ts';
import { readKnownQuest } from '#src/core/quests/known-quests.ts';
import { opennessOf } from '#src/core/quests/limits.ts';
import { listQuestsFor } from '#src/core/quests/list-quests-for.ts';
import { mayJoin } from '#src/core/quests/may-join.ts';
import type { Player } from '#src/core/quests/player.ts';
import { readQuest, type WholeQuest } from '#src/core/quests/read-quest.ts';
import { joinTeam } from '#src/core/quests/teams/join-team.ts';
import { findTeam } from '#src/core/quests/teams/team.ts';
import { questPayload, readQuestLink } from '#src/core/quests/tell/quest-action.ts';
import type { AnsweredTask } from '#src/core/quests/tell/tell-answered.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { QuestId, TeamId } from '#src/lib/id.ts';
import type { QuestShown } from '../quest-asked.ts';
import type { Doing } from './doing.ts';
import { answer } from './quest-answers.ts';
import { playOn, type Said, speakerOf } from './quest-play.ts';

/** Every quest for whoever speaks; where there is one alone that can be played, that one at once. */
export async function listFor(doing: Doing): Promise<QuestShown> {
  const { tx, event, view } = doing;
  const { timeZone } = view.programme;
  const all = await listQuestsFor(tx, { ...speakerOf(doing), at: event.at });
  const playable = all.filter(({ quest }) => opennessOf(quest, event.at, timeZone) !== 'over');
  const [only] = playable;
  if (only && playable.length === 1)
    return only.player ? await playOn(doing, only.player, {}) : await welcomeTo(doing, only.quest.questId);
  const quests = await Promise.all(
    all.map(async (each) => {
      const { whole } = await readKnownQuest(tx, each.quest);
      return { ...each, total: whole.tasks.length };
    }),
  );
  return { show: 'list', quests };
}

/** A link to a quest opens it; the QR of a task joins its quest, where that is still to be done, and answers the task. */
export async function followLink(doing: Doing, payload: string): Promise<QuestShown> {
  const { tx } = doing;
  const link = readQuestLink(payload);
  if (!link) return await listFor(doing);
  if (link.link === 'team') return await playInTeam(doing, link.teamId);
  const task = link.link === 'task' ? await findTaskByToken(tx, link.token) : null;
  const questId = link.link === 'quest' ? link.questId : task?.questId;
  if (!questId) throw new Refusal('quest_not_found');
  const player = await findPlayer(tx, { questId, ...speakerOf(doing) });
  if (link.link === 'quest' || !task)
    return player ? await playOn(doing, player, {}) : await welcomeTo(doing, questId);
  const { taskNo } = task;
  const given = { kind: 'token', token: link.token } as const;
  return await playAs(doing, { player, questId }, (now, said) => answer(doing, now, { taskNo, given }, said));
}

/** The link of a team: whoever does not play yet joins its quest too. */
async function playInTeam(doing: Doing, teamId: TeamId): Promise<QuestShown> {
  const { tx } = doing;
  const team = await findTeam(tx, teamId);
  if (!team) throw new Refusal('quest_team_gone');
  const { questId } = team;
  const before = await findPlayer(tx, { questId, ...speakerOf(doing) });
  return await playAs(doing, { player: before, questId }, async (player, said) => {
    try {
      await joinTeam(tx, { player, teamId });
      await letGo(tx, doing.held, player.playerId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return await playOn(doing, player, { ...said, refusal: error });
    }
    return await playOn(doing, player, said);
  });
}

export async function join(doing: Doing, questId: QuestId): Promise<QuestShown> {
  return await playAs(doing, { player: null, questId }, (player, said) => playOn(doing, player, said));
}

/**
 * Whoever does not play yet takes part first: what is to be said of that goes before what they came for. Where they cannot,
 * what the quest is about and why not.
 */
async function playAs(
  doing: Doing,
  { player, questId }: { player: Player | null; questId: QuestId },
  go: (player: Player, said: Said) => Promise<QuestShown>,
): Promise<QuestShown> {
  if (player) return await go(player, {});
  const { tx, view, event } = doing;
  const { messenger, waitingLink } = view.identity;
  const speaker = speakerOf(doing);
  try {
    const joined = await joinQuest(tx, { questId, identity: { ...speaker, messenger }, at: event.at });
    await letGo(tx, doing.held, joined.playerId);
    // As soon as they are a member, the quest goes on by itself.
    if (speaker.memberId === null && waitingLink === null)
      await keepLink(tx, { identityId: speaker.identityId, link: questPayload(questId) });
    return await go(joined, { joined: true, told: await countCard(doing, joined) });
  } catch (error) {
    if (error instanceof Refusal) return await welcomeTo(doing, questId, error);
    throw error;
  }
}

/** Whoever has a card already has done what asks for one: nothing will happen any more that would count it. */
async function countCard(
  { tx, held, event: { at } }: Doing,
  { playerId, questId, memberId: ref }: Player,
): Promise<AnsweredTask[]> {
  if (ref === null) return [];
  const { whole } = await readKnownQuest(tx, await readQuest(tx, questId));
  const told: AnsweredTask[] = [];
  for (const { taskNo, content } of whole.tasks) {
    if (content.ask.type !== 'register') continue;
    const given = { kind: 'counted', ref, count: 1 } as const;
    const key = `joined:${taskNo}`;
    told.push({ taskNo, answered: await answerTask(tx, { playerId, taskNo, given, key, at }, held) });
  }
  return told;
}

/** What a quest is about, for somebody who has not joined; and why they cannot, where that is so. */
export async function welcomeTo(
  doing: Doing,
  questId: QuestId,
  refusal: Refusal | null = null,
): Promise<QuestShown> {
  const { tx, event } = doing;
  const quest = await readQuest(tx, questId);
  if (quest.status === 'draft') throw new Refusal('quest_not_found');
  const { whole: known } = await readKnownQuest(tx, quest);
  const whole: WholeQuest = { ...known, quest };
  if (refusal) return { show: 'welcome', whole, mayJoin: false, refusal };
  const { memberId } = speakerOf(doing);
  const [may] = await mayJoin(tx, { quests: [quest], memberId, at: event.at });
  return { show: 'welcome', whole, ...joining(quest, may, event.at) };
}

function joining(
  quest: WholeQuest['quest'],
  may: 'yes' | 'members' | 'no' | undefined,
  at: Date,
): { mayJoin: boolean; refusal: Refusal | null } {
  const openness = opennessOf({ ...quest, terms: { ...quest.terms, hours: null } }, at, 'UTC');
  if (openness === 'over') return { mayJoin: false, refusal: new Refusal('quest_over') };
  if (openness === 'paused') return { mayJoin: false, refusal: new Refusal('quest_paused') };
  if (may === 'members') return { mayJoin: false, refusal: new Refusal('quest_for_members') };
  if (may !== 'yes') return { mayJoin: false, refusal: new Refusal('quest_not_for_you') };
  // One that begins later says so itself.
  return { mayJoin: openness === 'open', refusal: null };
}
