import { asc, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { quest, questChapter, questPrize, questTask } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { Prize } from '../prizes/prize.ts';
import { readPrizeName } from '../prizes/read-prize-name.ts';
import { Refusal } from '../refusal.ts';
import type { Opens, Qualifies, QuestTerms } from './quest-terms.ts';
import type { TaskContent } from './task-content.ts';

export type Quest = Omit<typeof quest.$inferSelect, 'terms'> & { terms: QuestTerms };
export interface Chapter {
  chapterNo: number;
  titles: Texts;
  opens: Opens;
}
export type Task = Omit<typeof questTask.$inferSelect, 'content'> & { content: TaskContent };
export type QuestPrize = Omit<typeof questPrize.$inferSelect, 'titles' | 'prize' | 'qualifies'> & {
  titles: Texts;
  prize: Prize;
  /** What the thing is called that one gets; points need no name. */
  names: Texts;
  qualifies: Qualifies;
};

/** A quest with all that is in it, as it is read in one go. */
export interface WholeQuest {
  quest: Quest;
  chapters: Chapter[];
  /** In the order in which they are played; those taken out are left out. */
  tasks: Task[];
  prizes: QuestPrize[];
}

/** Throws Refusal `quest_not_found`. */
export async function readQuest(db: Reader, questId: QuestId): Promise<Quest> {
  const [row] = await db.select().from(quest).where(eq(quest.questId, questId));
  return asQuest(row);
}

/** The same, kept from changing until the transaction ends. */
export async function lockQuest(tx: Tx, questId: QuestId): Promise<Quest> {
  const [row] = await tx.select().from(quest).where(eq(quest.questId, questId)).for('update');
  return asQuest(row);
}

/** Throws Refusal `quest_not_found`. */
export async function readWholeQuest(db: Reader, questId: QuestId): Promise<WholeQuest> {
  const found = await readQuest(db, questId);
  const [chapters, tasks, prizes] = await Promise.all([
    db.select().from(questChapter).where(eq(questChapter.questId, questId)).orderBy(questChapter.chapterNo),
    db
      .select()
      .from(questTask)
      .where(eq(questTask.questId, questId))
      .orderBy(asc(questTask.chapterNo), asc(questTask.place), asc(questTask.taskNo)),
    db.select().from(questPrize).where(eq(questPrize.questId, questId)).orderBy(questPrize.prizeNo),
  ]);
  // Only checked quests are written, so what is stored is what its types say.
  const stored = prizes as Omit<QuestPrize, 'names'>[];
  return {
    quest: found,
    chapters: chapters as Chapter[],
    tasks: tasks.filter(({ archivedAt }) => archivedAt === null) as Task[],
    prizes: await Promise.all(
      stored.map(async (each) => ({ ...each, names: await readPrizeName(db, each.prize) })),
    ),
  };
}

function asQuest(row: typeof quest.$inferSelect | undefined): Quest {
  if (!row) throw new Refusal('quest_not_found');
  return row as Quest;
}
