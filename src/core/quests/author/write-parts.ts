// Chapters, tasks and prizes of a draft as rows. What players may have touched is never taken away: a task that leaves a
// quest which was launched is put aside, and comes back under its own number with its key.
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questChapter, questPrize, questTask } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { TaskContent } from '../task-content.ts';
import type { QuestDraft, TaskDraft } from './quest-draft.ts';

/** Writes the parts of a draft over what there is; `launched`: nothing is deleted. */
export async function writeParts(
  tx: Tx,
  { questId, draft, launched, at }: { questId: QuestId; draft: QuestDraft; launched: boolean; at: Date },
): Promise<void> {
  await writeChapters(tx, questId, draft.chapters);
  await writeTasks(tx, { questId, tasks: draft.tasks, launched, at });
  if (!launched)
    await tx
      .delete(questChapter)
      .where(and(eq(questChapter.questId, questId), gt(questChapter.chapterNo, draft.chapters.length)));
  await writePrizes(tx, { questId, prizes: draft.prizes, launched });
}

async function writeChapters(tx: Tx, questId: QuestId, chapters: QuestDraft['chapters']): Promise<void> {
  if (chapters.length === 0) return;
  await tx
    .insert(questChapter)
    .values(chapters.map((each, place) => ({ questId, chapterNo: place + 1, ...each })))
    .onConflictDoUpdate({
      target: [questChapter.questId, questChapter.chapterNo],
      set: { titles: sql`excluded.titles`, opens: sql`excluded.opens` },
    });
}

async function writeTasks(
  tx: Tx,
  { questId, tasks, launched, at }: { questId: QuestId; tasks: TaskDraft[]; launched: boolean; at: Date },
): Promise<void> {
  const before = await tx.select().from(questTask).where(eq(questTask.questId, questId));
  const keys = new Set(tasks.map(({ taskKey }) => taskKey));
  const gone = before.filter(({ taskKey, archivedAt }) => !keys.has(taskKey) && archivedAt === null);
  const goneNos = gone.map(({ taskNo }) => taskNo);
  const ofGone = and(eq(questTask.questId, questId), inArray(questTask.taskNo, goneNos));
  if (goneNos.length > 0) {
    if (launched) await tx.update(questTask).set({ archivedAt: at }).where(ofGone);
    else await tx.delete(questTask).where(ofGone);
  }
  if (tasks.length === 0) return;
  const known = new Map(before.map((row) => [row.taskKey, row]));
  let next = before.reduce((most, { taskNo }) => Math.max(most, taskNo), 0);
  const rows = tasks.map((task, place) => {
    const old = known.get(task.taskKey);
    const content = withToken(task.content, old?.content as TaskContent | undefined);
    const same = old && isDeepStrictEqual((old.content as TaskContent).ask, content.ask);
    return {
      ...task,
      questId,
      taskNo: old?.taskNo ?? ++next,
      place,
      content,
      type: content.ask.type,
      version: old ? (same || !launched ? old.version : old.version + 1) : 1,
      archivedAt: null,
    };
  });
  await tx
    .insert(questTask)
    .values(rows)
    .onConflictDoUpdate({
      target: [questTask.questId, questTask.taskNo],
      set: {
        chapterNo: sql`excluded.chapter_no`,
        place: sql`excluded.place`,
        content: sql`excluded.content`,
        type: sql`excluded.type`,
        points: sql`excluded.points`,
        mostAttempts: sql`excluded.most_attempts`,
        cooldownSeconds: sql`excluded.cooldown_seconds`,
        seconds: sql`excluded.seconds`,
        hintPrice: sql`excluded.hint_price`,
        skippable: sql`excluded.skippable`,
        version: sql`excluded.version`,
        archivedAt: null,
      },
    });
}

/** What the QR of a task says: made once, because it may hang in a store already. Sixteen letters that nobody guesses. */
function withToken(content: TaskContent, old: TaskContent | undefined): TaskContent {
  const { ask } = content;
  if (ask.type !== 'qr' || ask.token !== '') return content;
  const kept = old?.ask.type === 'qr' ? old.ask.token : '';
  return { ...content, ask: { ...ask, token: kept || randomBytes(12).toString('base64url') } };
}

async function writePrizes(
  tx: Tx,
  { questId, prizes, launched }: { questId: QuestId; prizes: QuestDraft['prizes']; launched: boolean },
): Promise<void> {
  if (!launched)
    await tx
      .delete(questPrize)
      .where(and(eq(questPrize.questId, questId), gt(questPrize.prizeNo, prizes.length)));
  if (prizes.length === 0) return;
  await tx
    .insert(questPrize)
    .values(prizes.map((each, place) => ({ questId, prizeNo: place + 1, ...each })))
    .onConflictDoUpdate({
      target: [questPrize.questId, questPrize.prizeNo],
      set: {
        titles: sql`excluded.titles`,
        prize: sql`excluded.prize`,
        goesTo: sql`excluded.goes_to`,
        qualifies: sql`excluded.qualifies`,
        stock: sql`excluded.stock`,
        delayDays: sql`excluded.delay_days`,
      },
    });
}
