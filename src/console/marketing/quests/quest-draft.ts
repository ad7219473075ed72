// A quest while it is being written, and how its new pieces begin.
import type {
  ChapterDraft,
  PrizeDraft,
  QuestDraft,
  TaskAsk,
  TaskDraft,
  TaskType,
} from '#src/contract/quest-draft.ts';

export type { ChapterDraft, PrizeDraft, QuestDraft, TaskAsk, TaskDraft, TaskType };
export type Texts = TaskDraft['content']['titles'];

export const EMPTY_DRAFT: QuestDraft = {
  name: '',
  terms: {
    titles: {},
    welcome: {},
    pictureId: null,
    openTo: 'everyone',
    audience: null,
    controlPercent: 0,
    hours: null,
    paysAfter: 'registration',
    storeBoards: false,
    team: null,
  },
  startsAt: null,
  endsAt: null,
  budget: null,
  chapters: [],
  tasks: [],
  prizes: [],
};

/** What each type begins with. */
export function emptyAsk(type: TaskType): TaskAsk {
  switch (type) {
    case 'quiz':
      return { type, options: [{}, {}], right: [0] };
    case 'poll':
      return { type, options: [{}, {}], several: false };
    case 'text':
      return { type, answers: [], typos: true };
    case 'code':
      return { type, answers: [] };
    case 'qr':
      return { type, token: '', storeId: null };
    case 'place':
      return { type, storeIds: [], metres: 150 };
    case 'purchase':
      return { type, where: null, count: 1 };
    case 'friend':
      return { type, count: 1 };
    case 'subscribe':
      return { type, url: '', channel: null };
    case 'visit':
    case 'check':
      return { type, url: '' };
    case 'game':
      return { type, game: 'memory', goal: 6 };
    default:
      return { type };
  }
}

const FIRST_POINTS: Partial<Record<TaskType, number>> = {
  poll: 5,
  purchase: 50,
  friend: 50,
  photo: 40,
  qr: 30,
};

export function newTask(draft: QuestDraft, chapterNo: number, type: TaskType, question: Texts): TaskDraft {
  return {
    taskKey: freeKey(draft),
    chapterNo,
    content: {
      titles: shortened(question),
      question,
      pictureId: null,
      hint: {},
      praise: {},
      comfort: {},
      ask: emptyAsk(type),
    },
    points: FIRST_POINTS[type] ?? 10,
    mostAttempts: type === 'quiz' ? 2 : null,
    cooldownSeconds: 0,
    seconds: null,
    hintPrice: null,
    skippable: true,
  };
}

function freeKey({ tasks }: QuestDraft): string {
  const keys = new Set(tasks.map(({ taskKey }) => taskKey));
  let number = tasks.length + 1;
  while (keys.has(`t${number}`)) number++;
  return `t${number}`;
}

const LONGEST_TITLE = 40;

/** The first words of a question, for the map. */
export function shortened(question: Texts): Texts {
  return Object.fromEntries(
    Object.entries(question).map(([language, text]) => [
      language,
      text.length <= LONGEST_TITLE ? text : `${text.slice(0, text.lastIndexOf(' ', LONGEST_TITLE))}…`,
    ]),
  );
}

export const newChapter = (): ChapterDraft => ({ titles: {}, opens: {} });

export const newPrize = (): PrizeDraft => ({
  titles: {},
  prize: { kind: 'points', points: 100 },
  goesTo: 'first',
  qualifies: { finished: true },
  stock: 100,
  delayDays: 0,
});

/** Moves a task by one place among those of its chapter, or into the chapter next to it. */
export function moveTask(draft: QuestDraft, taskKey: string, by: -1 | 1): QuestDraft {
  const ordered = inOrder(draft.tasks);
  const place = ordered.findIndex((task) => task.taskKey === taskKey);
  const task = ordered[place];
  const other = ordered[place + by];
  if (!task) return draft;
  if (other?.chapterNo === task.chapterNo) {
    ordered[place] = other;
    ordered[place + by] = task;
    return { ...draft, tasks: ordered };
  }
  const chapterNo = task.chapterNo + by;
  if (chapterNo < 1 || chapterNo > draft.chapters.length) return draft;
  ordered[place] = { ...task, chapterNo };
  return { ...draft, tasks: inOrder(ordered) };
}

/** Puts a task before another one, or at the end of a chapter. */
export function placeTask(
  draft: QuestDraft,
  taskKey: string,
  to: { chapterNo: number; before: string | null },
): QuestDraft {
  const task = draft.tasks.find((one) => one.taskKey === taskKey);
  if (!task || to.before === taskKey) return draft;
  const others = inOrder(draft.tasks.filter((one) => one.taskKey !== taskKey));
  const at = to.before === null ? others.length : others.findIndex((one) => one.taskKey === to.before);
  others.splice(at, 0, { ...task, chapterNo: to.chapterNo });
  return { ...draft, tasks: inOrder(others) };
}

/** Swaps a chapter with its neighbour; everything that names them follows. */
export function moveChapter(draft: QuestDraft, chapterNo: number, by: -1 | 1): QuestDraft {
  const other = chapterNo + by;
  if (other < 1 || other > draft.chapters.length) return draft;
  const swapped = (no: number) => (no === chapterNo ? other : no === other ? chapterNo : no);
  const chapters = draft.chapters.map((_, place) => draft.chapters[swapped(place + 1) - 1] ?? newChapter());
  return renumbered({ ...draft, chapters }, swapped);
}

/** Takes a chapter out, its tasks with it. */
export function removeChapter(draft: QuestDraft, chapterNo: number): QuestDraft {
  const chapters = draft.chapters.filter((_, place) => place !== chapterNo - 1);
  const tasks = draft.tasks.filter((task) => task.chapterNo !== chapterNo);
  return renumbered({ ...draft, chapters, tasks }, (no) => (no > chapterNo ? no - 1 : no), chapterNo);
}

function renumbered(draft: QuestDraft, of: (no: number) => number, gone?: number): QuestDraft {
  return {
    ...draft,
    tasks: inOrder(draft.tasks.map((task) => ({ ...task, chapterNo: of(task.chapterNo) }))),
    chapters: draft.chapters.map(({ titles, opens: { chapter, ...opens } }) => ({
      titles,
      opens:
        chapter && chapter.chapterNo !== gone
          ? { ...opens, chapter: { ...chapter, chapterNo: of(chapter.chapterNo) } }
          : opens,
    })),
    prizes: draft.prizes.map(({ qualifies: { chapterNo, ...qualifies }, ...prize }) => ({
      ...prize,
      qualifies:
        chapterNo !== undefined && chapterNo !== gone
          ? { ...qualifies, chapterNo: of(chapterNo) }
          : qualifies,
    })),
  };
}

function inOrder(tasks: readonly TaskDraft[]): TaskDraft[] {
  return [...tasks].sort((a, b) => a.chapterNo - b.chapterNo);
}
