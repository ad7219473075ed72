// How far a player is, in two lines that stand above everything else. Pure.
import type { RichText } from '../../deliveries/prompt.ts';
import type { Team } from '../teams/team.ts';
import type { QuestView } from '../view-quest.ts';
import { bar, lines, number, points, say, type Telling, written } from './telling.ts';

/** `chapterNo` null: of the quest alone. */
export function statusLines(view: QuestView, chapterNo: number | null, telling: Telling): RichText {
  const { quest, chapters, total, done, over, player } = view;
  const status = say(telling, 'status', {
    title: written(quest.terms.titles, telling),
    done: number(done, telling),
    total: number(total, telling),
    points: points(player.score, telling),
  });
  const chapter = chapters.find((each) => each.chapterNo === chapterNo);
  const team = view.team && teamLine(view.team, telling);
  if (!chapter || chapters.length < 2) return lines(status, bar(over, total), team);
  return lines(
    status,
    say(telling, 'chapterLine', {
      bar: bar(over, total),
      no: number(chapters.indexOf(chapter) + 1, telling),
      of: number(chapters.length, telling),
      title: written(chapter.titles, telling),
    }),
    team,
  );
}

function teamLine({ title, score, goal, reachedAt }: Team, telling: Telling): RichText {
  const values = { title, score: number(score, telling), of: points(goal, telling) };
  return say(telling, reachedAt ? 'team.lineDone' : 'team.line', values);
}
