// A sheet of tasks brought into a quest: all of it or nothing. Everything that is wrong is told at its row.
import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import type { Problem } from '#src/lib/problem.ts';
import { readSheet } from '../../../imports/read-sheet.ts';
import { invalidField, Refusal } from '../../../refusal.ts';
import { recordAudit } from '../../../staff/record-audit.ts';
import { listStores } from '../../../stores/read-store.ts';
import { readWholeQuest } from '../../read-quest.ts';
import { writeDraft } from '../change-quest.ts';
import { draftOf, sentOf } from '../draft-of.ts';
import { MOST_TASKS } from '../draft-schema.ts';
import { findFrozen } from '../find-frozen.ts';
import { findProblems } from '../find-problems.ts';
import { lockVersion, type QuestChange } from '../lock-version.ts';
import type { QuestDraft, TaskDraft } from '../quest-draft.ts';
import { readDraft } from '../read-draft.ts';
import { readKnown } from '../read-known.ts';
import { columnOfPath } from './place-of-problem.ts';
import { readRows } from './read-rows.ts';
import { type CellProblem, type ReadTasks, readTasks } from './read-tasks.ts';

export interface TakeSheet extends QuestChange {
  bytes: Uint8Array<ArrayBuffer>;
  /** In which language headings that say nothing else are read. */
  reader: Language;
  /** Tasks that the sheet does not name go. */
  onlyThese: boolean;
  /** Look only. */
  dryRun: boolean;
}

export interface TakenSheet {
  /** False: something is wrong, or it was only looked at, and nothing was written. */
  taken: boolean;
  added: number;
  changed: number;
  same: number;
  removed: number;
  newChapters: number;
  problems: CellProblem[];
}

const MOST_PROBLEMS = 200;

/** Throws Refusal invalid_input {field: 'file'} for what is no sheet of tasks, quest_not_found, quest_changed, quest_state. */
export async function takeSheet(tx: Tx, asked: TakeSheet): Promise<TakenSheet> {
  const { questId, bytes, reader, onlyThese, dryRun, actor, at } = asked;
  const rows = readRows(await readSheet(bytes), reader);
  const now = await lockVersion(tx, asked, ['draft', 'live', 'paused']);
  const whole = await readWholeQuest(tx, questId);
  const before = draftOf(whole);
  const read = readTasks(rows, before, { stores: await listStores(tx), reader });
  const draft = { ...before, chapters: read.chapters, tasks: joined(before.tasks, read, onlyThese) };
  const launched = now.status !== 'draft';
  const problems = [...read.problems];
  // What could not be understood is not judged as well.
  if (problems.length === 0) {
    const found = shapeProblems(draft);
    if (found.length === 0) {
      found.push(...findProblems(draft, await readKnown(tx, draft)));
      if (launched) found.push(...findFrozen(whole, draft, at));
    }
    problems.push(...atRows(found, draft, read));
  }
  const taken = problems.length === 0 && !dryRun;
  if (taken) {
    await writeDraft(tx, { questId, draft, launched, version: now.version + 1, at });
    const detail = { rows: rows.length };
    await recordAudit(tx, { actor, action: 'quest.sheet', subject: questId, detail, at });
  }
  return {
    taken,
    ...compared(before.tasks, draft.tasks),
    newChapters: draft.chapters.length - before.chapters.length,
    problems: problems.slice(0, MOST_PROBLEMS),
  };
}

/** Those of the sheet in its order; of others, those that stay, behind them. */
function joined(before: readonly TaskDraft[], { tasks }: ReadTasks, onlyThese: boolean): TaskDraft[] {
  const named = new Set(tasks.map(({ task }) => task.taskKey));
  const others = onlyThese ? [] : before.filter(({ taskKey }) => !named.has(taskKey));
  const all = [...tasks.map(({ task }) => task), ...others];
  if (all.length > MOST_TASKS) throw invalidField('file', 'mostRows', { count: MOST_TASKS });
  return all.toSorted((a, b) => a.chapterNo - b.chapterNo);
}

function shapeProblems(draft: QuestDraft): Problem[] {
  try {
    readDraft(sentOf(draft));
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [...error.problems];
    throw error;
  }
}

/** What is wrong elsewhere in the draft is no matter of the sheet: the check-list of the launch tells it. */
function atRows(found: readonly Problem[], draft: QuestDraft, { tasks }: ReadTasks): CellProblem[] {
  const rows = new Map(tasks.map(({ row, task }) => [task.taskKey, row]));
  return found.flatMap(({ field, problem, values }) => {
    const [, place = '', path = ''] = /^tasks\.(\d+)\.?(.*)$/.exec(field) ?? [];
    const task = place === '' ? undefined : draft.tasks[Number(place)];
    const row = task && rows.get(task.taskKey);
    if (row === undefined) return [];
    return [{ row, column: columnOfPath(path), value: '', problem, values }];
  });
}

function compared(before: readonly TaskDraft[], after: readonly TaskDraft[]) {
  const old = new Map(before.map((task) => [task.taskKey, task]));
  const counts = { added: 0, changed: 0, same: 0, removed: 0 };
  for (const task of after) {
    const was = old.get(task.taskKey);
    if (!was) counts.added++;
    else counts[isDeepStrictEqual(was, task) ? 'same' : 'changed']++;
  }
  const kept = new Set(after.map(({ taskKey }) => taskKey));
  counts.removed = before.filter(({ taskKey }) => !kept.has(taskKey)).length;
  return counts;
}
