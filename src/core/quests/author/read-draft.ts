import type { Problem } from '#src/lib/problem.ts';
import { readIssues } from '#src/lib/problem.ts';
import type { Texts } from '#src/lib/texts.ts';
import { invalidFields, Refusal } from '../../refusal.ts';
import { checkCondition } from '../../rules/check-condition.ts';
import type { Condition } from '../../rules/condition.ts';
import { refuseUnfit } from '../../rules/refuse-rule.ts';
import { checkAudience } from '../../segments/check-audience.ts';
import { draftSchema } from './draft-schema.ts';
import type { QuestDraft, TaskDraft } from './quest-draft.ts';

/**
 * The draft that `input` describes, with what was left out filled in; it need not be finished. Throws Refusal
 * invalid_input with each field whose shape is wrong, such as `tasks.3.content.ask.options`.
 */
export function readDraft(input: unknown): QuestDraft {
  const parsed = draftSchema.safeParse(input);
  if (!parsed.success) throw invalidFields(readIssues(parsed.error.issues, input));
  const { terms, startsAt, endsAt, budget, tasks, ...rest } = parsed.data;
  const draft: QuestDraft = {
    ...rest,
    chapters: rest.chapters.map(({ titles, opens }) => ({ titles, opens: withoutGaps(opens) })),
    prizes: rest.prizes.map((each) => ({ ...each, qualifies: withoutGaps(each.qualifies) })),
    terms: {
      ...terms,
      audience: readCondition(terms.audience, 'terms.audience', checkAudience),
    },
    startsAt: startsAt === null ? null : new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
    budget: budget === null ? null : BigInt(budget),
    tasks: tasks.map((task, place) => readTask(task, `tasks.${place}`)),
  };
  refuseTwins(draft.tasks);
  return draft;
}

type ParsedTask = ReturnType<typeof draftSchema.parse>['tasks'][number];

function readTask(task: ParsedTask, path: string): TaskDraft {
  const { ask } = task.content;
  if (ask.type !== 'purchase') return { ...task, content: { ...task.content, ask } };
  const at = `${path}.content.ask.where`;
  const where = readCondition(ask.where, at, (input) => checkCondition(input, at, ['receipt', 'line']));
  return { ...task, content: { ...task.content, ask: { ...ask, where } } };
}

/** A condition has a refusal of its own; here it is one field among others. */
function readCondition(
  input: unknown,
  path: string,
  check: (input: unknown, path: string) => Condition,
): Condition | null {
  if (input === null || input === undefined) return null;
  try {
    refuseUnfit(input, path);
    return check(input, path);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'rule_not_valid') throw invalidFields(error.problems);
    throw error;
  }
}

/** A row of a spreadsheet finds its task by its key, and so does what was done already. */
function refuseTwins(tasks: readonly TaskDraft[]): void {
  const seen = new Map<string, number>();
  const twins: Problem[] = [];
  for (const [place, { taskKey }] of tasks.entries()) {
    const first = seen.get(taskKey);
    if (first === undefined) seen.set(taskKey, place);
    else
      twins.push({
        field: `tasks.${place}.taskKey`,
        problem: 'quest.keyTwice',
        values: { key: taskKey, place: first + 1 },
      });
  }
  if (twins.length > 0) throw invalidFields(twins);
}

/** What is undefined is not there: it is compared with what comes from the database. */
function withoutGaps<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Whether there are words in any language. */
export function hasWords(texts: Texts): boolean {
  return Object.values(texts).some((text) => text?.trim());
}
