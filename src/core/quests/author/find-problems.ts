// What a quest lacks before it can be launched, field by field, in the order in which it is written.
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import type { Problem } from '#src/lib/problem.ts';
import { findTaskProblems } from './find-task-problems.ts';
import type { QuestDraft } from './quest-draft.ts';
import { hasWords } from './read-draft.ts';
import type { Known } from './read-known.ts';

export type Tell = (field: string, problem: ProblemKey, values?: Values) => void;

/** Empty: it can be launched. */
export function findProblems(draft: QuestDraft, known: Known): Problem[] {
  const problems: Problem[] = [];
  const tell: Tell = (field, problem, values = {}) => problems.push({ field, problem, values });
  findWordProblems(draft, known, tell);
  findTimeProblems(draft, tell);
  for (const [place, chapter] of draft.chapters.entries()) findChapterProblems(draft, chapter, place, tell);
  if (draft.tasks.length === 0) tell('tasks', 'quest.noTasks');
  for (const [place, task] of draft.tasks.entries()) {
    if (!draft.chapters[task.chapterNo - 1]) tell(`tasks.${place}.chapterNo`, 'quest.noChapter');
    findTaskProblems(task, `tasks.${place}`, known, tell);
  }
  for (const place of draft.prizes.keys()) findPrizeProblems(draft, place, known, tell);
  return problems;
}

function findWordProblems({ terms, chapters }: QuestDraft, known: Known, tell: Tell): void {
  if (!hasWords(terms.titles)) tell('terms.titles', 'oneLanguage');
  if (!hasWords(terms.welcome)) tell('terms.welcome', 'oneLanguage');
  if (terms.pictureId && known.missingPictures.has(terms.pictureId)) tell('terms.pictureId', 'picture');
  if (terms.hours && terms.hours.from === terms.hours.until) tell('terms.hours.until', 'sameTimes');
  if (terms.team && !hasWords(terms.team.titles)) tell('terms.team.titles', 'oneLanguage');
  if (chapters.length === 0) tell('chapters', 'quest.noChapters');
}

function findTimeProblems({ startsAt, endsAt, chapters }: QuestDraft, tell: Tell): void {
  if (!startsAt) tell('startsAt', 'missing');
  if (!endsAt) tell('endsAt', 'missing');
  if (startsAt && endsAt && startsAt >= endsAt) tell('endsAt', 'quest.endBeforeStart');
  for (const [place, { opens }] of chapters.entries())
    if (opens.at && endsAt && new Date(opens.at) >= endsAt)
      tell(`chapters.${place}.opens.at`, 'quest.opensTooLate');
}

function findChapterProblems(
  { tasks, chapters }: QuestDraft,
  { titles, opens }: QuestDraft['chapters'][number],
  place: number,
  tell: Tell,
): void {
  const path = `chapters.${place}`;
  if (!hasWords(titles)) tell(`${path}.titles`, 'oneLanguage');
  const countIn = (chapterNo: number) => tasks.filter((task) => task.chapterNo === chapterNo).length;
  if (countIn(place + 1) === 0) tell(`${path}.tasks`, 'quest.chapterEmpty');
  const { chapter, task } = opens;
  if (chapter && (chapter.chapterNo > place || !chapters[chapter.chapterNo - 1]))
    tell(`${path}.opens.chapter`, 'quest.chapterLater');
  else if (chapter && typeof chapter.need === 'number' && chapter.need > countIn(chapter.chapterNo))
    tell(`${path}.opens.chapter`, 'quest.needTooMany', { count: countIn(chapter.chapterNo) });
  if (task === undefined) return;
  const opener = tasks.find(({ taskKey }) => taskKey === task);
  if (!opener) tell(`${path}.opens.task`, 'quest.noSuchTask', { key: task });
  else if (opener.chapterNo > place) tell(`${path}.opens.task`, 'quest.chapterLater');
}

function findPrizeProblems(draft: QuestDraft, place: number, known: Known, tell: Tell): void {
  const each = draft.prizes[place];
  if (!each) return;
  const path = `prizes.${place}`;
  const { prize, goesTo, qualifies } = each;
  if (!hasWords(each.titles)) tell(`${path}.titles`, 'oneLanguage');
  if (prize.kind === 'coupon' && !known.offers.has(prize.offerId))
    tell(`${path}.prize.offerId`, 'quest.offerNotLive');
  if (prize.kind === 'gift' && !known.rewards.has(prize.rewardId))
    tell(`${path}.prize.rewardId`, 'quest.rewardNotShown');
  if (prize.kind === 'badge' && !hasWords(prize.titles)) tell(`${path}.prize.titles`, 'oneLanguage');
  if (goesTo !== 'top' && Object.keys(qualifies).length === 0)
    tell(`${path}.qualifies`, 'quest.qualifiesNothing');
  if (qualifies.team && !draft.terms.team) tell(`${path}.qualifies.team`, 'quest.noTeamGoal');
  if (qualifies.chapterNo && !draft.chapters[qualifies.chapterNo - 1])
    tell(`${path}.qualifies.chapterNo`, 'quest.noChapter');
  if (qualifies.tasks && qualifies.tasks > draft.tasks.length)
    tell(`${path}.qualifies.tasks`, 'quest.needTooMany', { count: draft.tasks.length });
  const most = draft.tasks.reduce((sum, task) => sum + mostPoints(task), 0);
  if (qualifies.score && qualifies.score > most)
    tell(`${path}.qualifies.score`, 'quest.scoreTooHigh', { limit: most });
}

/** What a task brings at most, in points of the quest. */
export function mostPoints({ points, content: { ask } }: QuestDraft['tasks'][number]): number {
  if (ask.type !== 'game' || ask.game !== 'wheel') return points;
  return points + Math.max(0, ...ask.odds.map((each) => each.points));
}
