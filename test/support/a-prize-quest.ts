// A quest and its players as rows, for what is given, paid and drawn: nobody has to play. A test names only what matters to it.
import type { Prize } from '#src/core/prizes/prize.ts';
import { EMPTY_TERMS } from '#src/core/quests/author/quest-draft.ts';
import type { Qualifies, QuestTerms } from '#src/core/quests/quest-terms.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { quest, questChapter, questPlayer, questPrize, questWin } from '#src/db/schema/quests.ts';
import {
  type IdentityId,
  type MemberId,
  newId,
  type PlayerId,
  type QuestId,
  type WinId,
} from '#src/lib/id.ts';
import { anIdentity, NOON } from './a-shop.ts';

export interface PrizeFields {
  prize?: Prize;
  goesTo?: 'everyone' | 'first' | 'top' | 'draw';
  qualifies?: Qualifies;
  stock?: number | null;
  delayDays?: number;
}

const TITLES = { uk: 'Квест вихідних', ru: 'Квест выходных', en: 'The weekend quest' };

/** A live quest that began an hour before NOON and is over a day after it, without tasks. */
export async function aPrizeQuest(
  db: Db,
  fields: Partial<Omit<typeof quest.$inferInsert, 'terms'>> & {
    terms?: Partial<QuestTerms>;
    prizes?: PrizeFields[];
  } = {},
): Promise<QuestId> {
  const { terms, prizes = [], ...rest } = fields;
  const questId = newId('qst', NOON.getTime());
  await transaction(db, async (tx) => {
    await tx.insert(quest).values({
      questId,
      name: 'Квест вихідних',
      status: 'live',
      terms: {
        ...EMPTY_TERMS,
        titles: TITLES,
        ...terms,
      },
      startsAt: new Date(NOON.getTime() - 3_600_000),
      endsAt: new Date(NOON.getTime() + 86_400_000),
      createdBy: 'stf_1',
      createdAt: NOON,
      launchedBy: 'stf_1',
      launchedAt: NOON,
      ...rest,
    });
    await tx.insert(questChapter).values({ questId, chapterNo: 1, titles: TITLES });
    for (const [place, { prize, goesTo = 'everyone', ...more }] of prizes.entries())
      await tx.insert(questPrize).values({
        questId,
        prizeNo: place + 1,
        titles: { uk: `Приз ${place + 1}`, en: `Prize ${place + 1}` },
        prize: prize ?? { kind: 'points', points: 100 },
        goesTo,
        qualifies: {},
        ...more,
      });
  });
  return questId;
}

/** A player; without `memberId` a guest. */
export async function aPlayer(
  db: Db,
  questId: QuestId,
  fields: Partial<typeof questPlayer.$inferInsert> & {
    memberId?: MemberId | null;
    identityId?: IdentityId;
  } = {},
): Promise<PlayerId> {
  const playerId = newId('ply', NOON.getTime());
  const { memberId = null, identityId = await anIdentity(db, { memberId }), ...rest } = fields;
  await transaction(db, (tx) =>
    tx.insert(questPlayer).values({
      playerId,
      questId,
      memberId,
      identityId,
      nickname: 'Лис',
      scoredAt: NOON,
      joinedAt: NOON,
      lastAt: NOON,
      ...rest,
    }),
  );
  return playerId;
}

/** What a player has won, ready at NOON. */
export async function aWin(
  db: Db,
  {
    questId,
    playerId,
    prizeNo = 1,
    readyAt = NOON,
  }: { questId: QuestId; playerId: PlayerId; prizeNo?: number; readyAt?: Date },
): Promise<WinId> {
  const winId = newId('win', NOON.getTime());
  await transaction(db, (tx) =>
    tx.insert(questWin).values({ winId, questId, prizeNo, playerId, wonAt: NOON, readyAt }),
  );
  return winId;
}
