// A quest that runs, to test in: tests name only the tasks and terms that matter.

import type { Prize } from '#src/core/prizes/prize.ts';
import { EMPTY_TERMS } from '#src/core/quests/author/quest-draft.ts';
import { joinQuest } from '#src/core/quests/join-quest.ts';
import type { Player } from '#src/core/quests/player.ts';
import type { Opens, Qualifies, QuestTerms } from '#src/core/quests/quest-terms.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { quest, questChapter, questPrize, questTask } from '#src/db/schema/quests.ts';
import { type IdentityId, type MemberId, newId, type QuestId } from '#src/lib/id.ts';
import { anIdentity, NOON } from './a-shop.ts';

export const TERMS: QuestTerms = {
  ...EMPTY_TERMS,
  titles: { uk: 'Квест вихідного дня', ru: 'Квест выходного дня', en: 'The weekend quest' },
  welcome: { uk: 'Сто завдань за вихідні.' },
};

export interface ATask extends Partial<Omit<typeof questTask.$inferInsert, 'content' | 'questId'>> {
  ask?: TaskAsk;
  hint?: string;
}

export interface AQuest {
  terms?: Partial<QuestTerms>;
  /** One open chapter when left out. */
  chapters?: Opens[];
  tasks?: ATask[];
  prizes?: {
    prize: Prize;
    goesTo?: 'everyone' | 'first' | 'top' | 'draw';
    qualifies?: Qualifies;
    stock?: number;
    delayDays?: number;
  }[];
  fields?: Partial<typeof quest.$inferInsert>;
}

const HOUR_MS = 3_600_000;
export const later = (ms: number, from = NOON) => new Date(from.getTime() + ms);

/** A live quest from an hour before noon until two and a half days later; each task brings 10 points unless told otherwise. */
export async function aQuest(
  db: Db,
  { terms, chapters = [{}], tasks = [{}], prizes = [], fields }: AQuest = {},
) {
  const questId = newId('qst');
  await transaction(db, async (tx) => {
    await tx.insert(quest).values({
      questId,
      name: 'The weekend quest',
      status: 'live',
      terms: { ...TERMS, ...terms },
      startsAt: later(-HOUR_MS),
      endsAt: later(60 * HOUR_MS),
      createdBy: 'stf_00000000000000000001',
      createdAt: later(-2 * HOUR_MS),
      launchedBy: 'stf_00000000000000000001',
      launchedAt: later(-HOUR_MS),
      ...fields,
    });
    await tx.insert(questChapter).values(
      chapters.map((opens, place) => ({
        questId,
        chapterNo: place + 1,
        titles: { uk: `Розділ ${place + 1}` },
        opens,
      })),
    );
    await tx.insert(questTask).values(
      tasks.map(({ ask = { type: 'text', answers: ['Київ'], typos: false }, hint, ...more }, place) => ({
        questId,
        taskNo: place + 1,
        taskKey: `t${place + 1}`,
        chapterNo: 1,
        place: place + 1,
        points: 10,
        type: ask.type,
        content: {
          titles: { uk: `Завдання ${place + 1}` },
          question: { uk: 'Яке місто?' },
          pictureId: null,
          hint: hint ? { uk: hint } : {},
          praise: {},
          comfort: {},
          ask,
        },
        ...more,
      })),
    );
    if (prizes.length > 0)
      await tx.insert(questPrize).values(
        prizes.map(({ goesTo = 'everyone', qualifies = { finished: true }, ...each }, place) => ({
          questId,
          prizeNo: place + 1,
          titles: { uk: `Приз ${place + 1}` },
          goesTo,
          qualifies,
          ...each,
        })),
      );
  });
  return questId;
}

/** Somebody who plays: a guest unless a member is named, in a new chat unless one is named. */
export async function aPlayer(
  db: Db,
  questId: QuestId,
  fields: { memberId?: MemberId; identityId?: IdentityId; at?: Date } = {},
): Promise<Player> {
  const { memberId = null, at = NOON } = fields;
  const identityId = fields.identityId ?? (await anIdentity(db, { memberId }));
  const identity = { identityId, memberId, messenger: 'telegram' } as const;
  return await transaction(db, (tx) => joinQuest(tx, { questId, identity, at }));
}
