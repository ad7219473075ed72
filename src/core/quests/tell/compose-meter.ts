// What a group sees of its team: how far it is, and the way to play along. Never who has answered or bought what. Pure.
import { formatNumber, formatPoints } from '#src/lib/format.ts';
import { botSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import { type Button, escapeRich, type RichText } from '../../deliveries/prompt.ts';
import { type Team, teamPayload } from '../teams/team.ts';
import { bar, lines } from './telling.ts';

interface Meter {
  /** What the quest is called. */
  quest: Texts;
  language: Language;
  chatAddress: (payload: string) => string;
}

export function composeMeter(
  team: Team,
  { quest, language, chatAddress }: Meter,
): { text: RichText; buttons: Button[][] } {
  const values = {
    quest: escapeRich(textIn(quest, language)),
    goal: escapeRich(textIn(team.titles, language)),
    score: formatNumber(team.score, language),
    of: formatPoints(team.goal, language),
    count: team.players,
  };
  const say = (key: 'head' | 'goal' | 'score' | 'players' | 'nobody' | 'secret' | 'done') =>
    botSentence(language, `quests.team.${key}`, values);
  return {
    text: lines(
      say('head'),
      bar(Math.min(team.score, team.goal), team.goal),
      say('score'),
      say('goal'),
      say(team.players > 0 ? 'players' : 'nobody'),
      team.reachedAt ? say('done') : say('secret'),
    ),
    buttons: team.reachedAt
      ? []
      : [
          [
            {
              label: botSentence(language, 'quests.team.play'),
              url: chatAddress(teamPayload(team.teamId)),
            },
          ],
        ],
  };
}
