// The map of a quest: its chapters, open ones and locked ones with the reason, and the tasks of one chapter. Pure.
import type { Button, RichText } from '../../deliveries/prompt.ts';
import { cutText } from '../../deliveries/rich-text.ts';
import type { QuestView, ViewedChapter, ViewedTask } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { navigation } from './tell-task.ts';
import {
  bar,
  inRows,
  label,
  lines,
  momentOf,
  number,
  paragraphs,
  points,
  quoted,
  type Screen,
  say,
  type Telling,
  written,
} from './telling.ts';

/** Tasks on one page of a chapter, in two columns. */
const PAGE = 8;
const LABEL = { telegram: 26, viber: 20 };

export function tellMap(view: QuestView, telling: Telling, head: RichText = ''): Screen {
  const { quest, chapters, total, over, done, player } = view;
  const here = chapterOf(view, view.next);
  const text = paragraphs(
    head,
    lines(
      say(telling, 'mapHead', { title: written(quest.terms.titles, telling) }),
      say(telling, 'mapBar', {
        bar: bar(over, total),
        done: number(done, telling),
        total: number(total, telling),
        points: points(player.score, telling),
      }),
    ),
    chapters.map((each, at) => chapterLine(view, each, { no: at + 1, here, telling })).join('\n'),
  );
  const open = chapters.filter(({ isOpen }) => isOpen);
  const numbers = open.map((each): Button => {
    const no = chapters.indexOf(each) + 1;
    return { label: String(no), action: questAction(quest.questId, 'chapter', each.chapterNo) };
  });
  return {
    text,
    pictureId: null,
    buttons: [
      onward(view, telling),
      ...inRows(numbers, telling.messenger === 'viber' ? 3 : 6),
      teamButton(view, telling),
      aside(view, telling),
    ].filter((row) => row.length > 0),
  };
}

export function tellChapter(
  view: QuestView,
  { chapterNo, page }: { chapterNo: number; page: number },
  telling: Telling,
): Screen {
  const { quest, chapters } = view;
  const chapter = chapters.find((each) => each.chapterNo === chapterNo);
  if (!chapter) return tellMap(view, telling);
  const { questId } = quest;
  const tasks = view.tasks.filter(({ task }) => task.chapterNo === chapterNo);
  const pages = Math.max(1, Math.ceil(tasks.length / PAGE));
  const at = Math.min(page, pages - 1);
  const shown = tasks.slice(at * PAGE, (at + 1) * PAGE);
  const head = say(telling, 'chapterHead', {
    no: number(chapters.indexOf(chapter) + 1, telling),
    title: written(chapter.titles, telling),
    done: number(chapter.done, telling),
    total: number(chapter.total, telling),
  });
  const turn = (to: number, key: 'earlier' | 'further'): Button => ({
    label: label(telling, key),
    action: questAction(questId, 'chapter', chapterNo, to),
  });
  const buttons = chapter.isOpen ? shown.map((each) => taskButton(view, each, telling)) : [];
  return {
    text: lines(
      head,
      chapter.isOpen
        ? say(telling, 'chapterHint')
        : say(telling, 'chapterClosed', { why: whyClosed(view, chapter, telling) }),
    ),
    pictureId: null,
    buttons: [
      ...inRows(buttons, 2),
      [...(at > 0 ? [turn(at - 1, 'earlier')] : []), ...(at < pages - 1 ? [turn(at + 1, 'further')] : [])],
      [{ label: label(telling, 'toMap'), action: questAction(questId, 'map') }],
    ].filter((row) => row.length > 0),
  };
}

/** What a closed chapter waits for, as the end of a sentence. */
export function whyClosed(view: QuestView, { missing }: ViewedChapter, telling: Telling): string {
  const [first] = missing;
  switch (first?.because) {
    case 'chapter': {
      const before = view.chapters.find((each) => each.chapterNo === first.chapterNo);
      const no = number(before ? view.chapters.indexOf(before) + 1 : first.chapterNo, telling);
      const all = before !== undefined && before.total - before.over <= first.left;
      return all ? label(telling, 'why.all', { no }) : label(telling, 'why.left', { no, count: first.left });
    }
    case 'task': {
      const task = view.tasks.find((each) => each.task.taskNo === first.taskNo);
      return label(telling, 'why.task', { title: task ? quoted(task.task.content.titles, telling) : '' });
    }
    case 'time': {
      const [day = '', time = ''] = momentOf(first.at, telling).split(', ');
      return label(telling, 'why.at', { day, time });
    }
    case undefined:
      return label(telling, 'why.none');
  }
}

/** To the next task; where there is none, nothing. */
export function onward({ next, tasks, quest }: QuestView, telling: Telling): Button[] {
  if (next === null) return [];
  const no = tasks.findIndex(({ task }) => task.taskNo === next) + 1;
  return [
    {
      label: label(telling, 'nextTask', { no: number(no, telling) }),
      action: questAction(quest.questId, 'next'),
      tone: 'primary',
    },
  ];
}

/** Where a quest has teams: one's own, or one to be made for friends. */
function teamButton({ quest, team }: QuestView, telling: Telling): Button[] {
  if (!quest.terms.team) return [];
  const text = label(telling, team ? 'team.mine' : 'team.make');
  return [{ label: text, action: questAction(quest.questId, 'team') }];
}

/** The ways to everything else but the map. */
export function aside(view: QuestView, telling: Telling): Button[] {
  return navigation(view, telling).slice(1);
}

function chapterOf({ tasks }: QuestView, taskNo: number | null): number | null {
  return tasks.find(({ task }) => task.taskNo === taskNo)?.task.chapterNo ?? null;
}

function chapterLine(
  view: QuestView,
  chapter: ViewedChapter,
  { no, here, telling }: { no: number; here: number | null; telling: Telling },
): RichText {
  const title = written(chapter.titles, telling);
  if (!chapter.isOpen)
    return say(telling, 'chapterLocked', { no, title, why: whyClosed(view, chapter, telling) });
  const [done, total] = [number(chapter.done, telling), number(chapter.total, telling)];
  const values = { no, title, done, total };
  if (chapter.over === chapter.total) return say(telling, 'chapterDone', values);
  return say(telling, chapter.chapterNo === here ? 'chapterHere' : 'chapterOpen', values);
}

const SIGNS: Record<ViewedTask['state'], string> = {
  new: '▫️',
  shown: '▫️',
  waiting: '⏳',
  done: '✅',
  skipped: '⏭',
  lost: '✖️',
};

function taskButton({ quest, tasks }: QuestView, viewed: ViewedTask, telling: Telling): Button {
  const { taskNo, content } = viewed.task;
  const no = tasks.indexOf(viewed) + 1;
  const title = cutText(written(content.titles, telling), LABEL[telling.messenger]);
  return {
    label: `${SIGNS[viewed.state]} ${no}. ${title}`,
    action: questAction(quest.questId, 'task', taskNo),
  };
}
