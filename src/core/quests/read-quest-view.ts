// A quest as one player stands in it, with its message in their chat.
import type { Reader } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { type Play, readPlay } from './open-play.ts';
import type { FoundMessage } from './read-standing.ts';
import { findTeamOf } from './teams/team.ts';
import { type QuestView, viewQuest } from './view-quest.ts';

/** `message`: null, there is none. */
export type PlayView = QuestView & { message: FoundMessage | null };

/** To be shown. Throws Refusal `quest_not_joined`. */
export async function readQuestView(
  db: Reader,
  { playerId, at }: { playerId: PlayerId; at: Date },
): Promise<PlayView> {
  return await viewOf(db, await readPlay(db, playerId), at);
}

/** The same of somebody who was looked at before. */
export async function viewOf(
  db: Reader,
  { known, quest, player, seen, message }: Play,
  at: Date,
): Promise<PlayView> {
  const { timeZone } = known;
  const whole = { ...known.whole, quest };
  const team = await findTeamOf(db, player);
  return { ...viewQuest({ whole, player, team, progress: [...seen.values()], timeZone, at }), message };
}
