// Who a quest is for: members or everybody, those of its audience, and of these not the control group, who are not shown
// it so that there is somebody to compare with.
import type { Reader } from '#src/db/client.ts';
import type { MemberId, QuestId } from '#src/lib/id.ts';
import { fitAudience } from '../segments/fit-audience.ts';
import { SHARES, shareOf } from '../segments/share-of.ts';
import type { Quest } from './read-quest.ts';

/** `members`: it would be for them if they were a member. */
export type MayJoin = 'yes' | 'members' | 'no';

/** Answers in the order asked; the member is looked up once, however many the quests are. */
export async function mayJoin(
  db: Reader,
  { quests, memberId, at }: { quests: readonly Quest[]; memberId: MemberId | null; at: Date },
): Promise<MayJoin[]> {
  if (memberId === null) return quests.map(({ terms }) => (terms.openTo === 'everyone' ? 'yes' : 'members'));
  const asked = quests.some(({ terms }) => terms.audience !== null);
  const conditions = quests.map(({ terms }) => terms.audience);
  const fits = asked ? await fitAudience(db, { memberId, conditions, at }) : quests.map(() => true);
  return quests.map((each, place) => (fits[place] && !isControl(each, memberId) ? 'yes' : 'no'));
}

/** Whether chance, which stays, has put a member into the control group of a quest. */
export function isControl(
  { questId, terms }: { questId: QuestId; terms: Quest['terms'] },
  memberId: MemberId,
): boolean {
  return shareOf(memberId, `quest:${questId}`) < (terms.controlPercent * SHARES) / 100;
}
