// The team of somebody, in their own chat: how far it is, and the link that brings others into it. Pure.
import type { QuestView } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { navigation } from './tell-task.ts';
import {
  bar,
  label,
  lines,
  number,
  paragraphs,
  points,
  type Screen,
  say,
  type Telling,
  written,
} from './telling.ts';

/** `teamUrl` joins the team; null where there is no address to be shown. */
export function tellTeam(
  view: QuestView,
  { teamUrl = null }: { teamUrl?: string | null },
  telling: Telling,
): Screen {
  const { team, quest } = view;
  if (!team)
    return { text: say(telling, 'team.none'), buttons: [navigation(view, telling)], pictureId: null };
  const values = {
    title: team.title,
    goal: written(team.titles, telling),
    score: number(team.score, telling),
    of: points(team.goal, telling),
    count: team.players,
  };
  const text = paragraphs(
    lines(
      say(telling, 'team.own', values),
      bar(Math.min(team.score, team.goal), team.goal),
      say(telling, 'team.score', values),
      say(telling, 'team.goal', values),
      say(telling, 'team.players', values),
    ),
    team.reachedAt && say(telling, 'team.done'),
    !team.reachedAt && teamUrl && say(telling, 'team.link', { url: teamUrl }),
    !team.reachedAt && say(telling, 'team.secret'),
  );
  const refresh = { label: label(telling, 'team.refresh'), action: questAction(quest.questId, 'team') };
  return { text, buttons: [[refresh], navigation(view, telling)], pictureId: null };
}
