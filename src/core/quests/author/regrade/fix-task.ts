import type { Reader, Tx } from '#src/db/client.ts';
import { questRegrade } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';
import { invalidField, invalidFields, Refusal } from '../../../refusal.ts';
import { recordAudit } from '../../../staff/record-audit.ts';
import { readWholeQuest, type WholeQuest } from '../../read-quest.ts';
import { writeDraft } from '../change-quest.ts';
import { draftOf, sentOf } from '../draft-of.ts';
import { findProblems } from '../find-problems.ts';
import { lockVersion, type QuestChange } from '../lock-version.ts';
import type { QuestDraft } from '../quest-draft.ts';
import { readDraft } from '../read-draft.ts';
import { readKnown } from '../read-known.ts';
import { type FixableAsk, isFixable } from './judge-anew.ts';

export interface Fix {
  questId: QuestId;
  taskKey: string;
  /** What the task is to ask: of the same type, and no option is taken away, because answers name them. */
  ask: unknown;
}

/**
 * Mends what is right in a task of a quest that was launched; a worker judges anew what was answered (regrade-task.ts).
 * `takesBack`: whoever was right only by the old answer loses its points. Throws Refusal invalid_input {field: 'ask…'},
 * not_found {what: 'task'}, quest_not_found, quest_changed, quest_state.
 */
export async function fixTask(tx: Tx, fix: Fix & QuestChange & { takesBack: boolean }): Promise<void> {
  const { questId, taskKey, takesBack, actor, at } = fix;
  const { version } = await lockVersion(tx, fix, ['live', 'paused']);
  const { draft, taskNo } = await draftFixed(tx, fix);
  await writeDraft(tx, { questId, draft, launched: true, version: version + 1, at });
  const task = (await readWholeQuest(tx, questId)).tasks.find((each) => each.taskNo === taskNo);
  if (!task) throw new Error('a task that was fixed is gone');
  await tx
    .insert(questRegrade)
    .values({ questId, taskNo, taskVersion: task.version, takesBack, askedBy: actor, askedAt: at })
    // Nothing about what is right has changed: there is nothing to judge.
    .onConflictDoNothing();
  const detail = { task: taskKey, takesBack };
  await recordAudit(tx, { actor, action: 'quest.fix', subject: questId, detail, at });
}

/** The quest with that task mended, checked as it would be stored. Throws as fixTask. */
export async function draftFixed(
  db: Reader,
  { questId, taskKey, ask }: Fix,
): Promise<{ draft: QuestDraft; taskNo: number; before: FixableAsk; ask: FixableAsk }> {
  const whole = await readWholeQuest(db, questId);
  const task = findTask(whole, taskKey);
  const before = task.content.ask;
  if (!isFixable(before)) throw invalidField('ask.type', 'quest.notFixable');
  const written = sentOf(draftOf(whole));
  const tasks = written.tasks.map((each) =>
    each.taskKey === taskKey ? { ...each, content: { ...each.content, ask } } : each,
  );
  const draft = readDraft({ ...written, tasks });
  const fixed = draft.tasks.find((each) => each.taskKey === taskKey)?.content.ask;
  if (!fixed || fixed.type !== before.type || !isFixable(fixed))
    throw invalidField('ask.type', 'exactly', { value: before.type });
  if (fixed.type === 'quiz' && before.type === 'quiz' && fixed.options.length < before.options.length)
    throw invalidField('ask.options', 'quest.optionGone');
  const place = draft.tasks.findIndex((each) => each.taskKey === taskKey);
  const prefix = `tasks.${place}.content.`;
  const problems = findProblems(draft, await readKnown(db, draft)).flatMap((each) =>
    each.field.startsWith(prefix) ? [{ ...each, field: each.field.slice(prefix.length) }] : [],
  );
  if (problems.length > 0) throw invalidFields(problems);
  return { draft, taskNo: task.taskNo, before, ask: fixed };
}

function findTask({ tasks }: WholeQuest, taskKey: string) {
  const task = tasks.find((each) => each.taskKey === taskKey);
  if (!task) throw new Refusal('not_found', { what: 'task' });
  return task;
}
