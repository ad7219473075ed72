// A game and what it has brought, in words of the player's language.
import type { GameDealt, GameOver, GamePage } from '#src/contract/games.ts';
import { readIdentity } from '#src/core/members/ensure-identity.ts';
import type { GameAsk } from '#src/core/quests/games/deal-game.ts';
import type { OpenedGame } from '#src/core/quests/games/open-game.ts';
import type { ToldGame } from '#src/core/quests/games/tell-game.ts';
import { formatPercent, formatPoints, formatTime } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import type { HttpDeps } from '../deps.ts';
import { webSentence } from '../sentences.ts';
import { gameWords } from './game-words.ts';

type Deps = Pick<HttpDeps, 'database' | 'known'>;

/** `shown`: the language that the page speaks already. */
export async function describeGame(
  { database }: Deps,
  { player, task, ask, opened, state }: OpenedGame,
  shown?: Language,
): Promise<Omit<GamePage, 'opening'>> {
  const { language } = await readIdentity(database.db, player.identityId);
  const over = state === 'open' ? null : settled(state, language);
  return {
    language,
    title: textIn(task.content.titles, language),
    question: textIn(task.content.question, language),
    dealt: opened && describeDealt(opened.dealt, ask, language),
    over,
    words: language === shown ? null : gameWords(language),
  };
}

type Ended = Pick<ToldGame, 'player' | 'ask' | 'result' | 'answered'>;

export async function describeOver(deps: Deps, { player, ask, result, answered }: Ended): Promise<GameOver> {
  const [{ language }, { programme }] = await Promise.all([
    readIdentity(deps.database.db, player.identityId),
    deps.known(),
  ]);
  const { outcome, points, attemptsLeft, againAt } = answered;
  const say = (key: string, values: Record<string, string | number> = {}) =>
    webSentence(`games.over.${key}`, language, values);
  if (outcome === 'again') return settled('done', language);
  if (outcome === 'late') return over({ title: say('late'), text: say('chat') });
  if (outcome === 'right') {
    const brought = points > 0 ? say('points', { points: formatPoints(BigInt(points), language) }) : '';
    const drawn = ask.game === 'wheel' ? ask.odds[result] : undefined;
    return over({
      good: true,
      place: drawn ? result : null,
      title: drawn ? textIn(drawn.titles, language) : say('done'),
      text: [brought, say('chat')].filter(Boolean).join(' '),
    });
  }
  const lost = attemptsLeft === 0;
  const short = ask.game === 'catch' ? say('short', { n: result, of: ask.goal }) : '';
  const next = lost
    ? say('lost')
    : againAt
      ? say('later', { time: formatTime(againAt, { language, timeZone: programme.timeZone }) })
      : attemptsLeft === null
        ? ''
        : say('left', { count: attemptsLeft });
  return over({
    title: say('wrong'),
    text: [short, next].filter(Boolean).join(' '),
    again: !lost && againAt === null,
  });
}

function settled(state: 'done' | 'lost', language: Language): GameOver {
  const say = (key: string) => webSentence(`games.over.${key}`, language);
  if (state === 'lost') return over({ title: say('wrong'), text: say('lost') });
  return over({ good: true, title: say('before'), text: say('chat') });
}

const over = (told: Partial<GameOver> & Pick<GameOver, 'title' | 'text'>): GameOver => ({
  good: false,
  place: null,
  again: false,
  ...told,
});

function describeDealt(
  dealt: NonNullable<OpenedGame['opened']>['dealt'],
  ask: GameAsk,
  language: Language,
): GameDealt {
  if (dealt.game !== 'wheel') return dealt;
  const odds = ask.game === 'wheel' ? ask.odds : [];
  const all = odds.reduce((sum, { share }) => sum + share, 0);
  return {
    game: 'wheel',
    places: odds.map(({ share, points, titles }) => ({
      title: textIn(titles, language),
      share,
      percent: formatPercent(share / all, language),
      // Where the title says it, it is not said again.
      points:
        points > 0 && !textIn(titles, language).includes(String(points))
          ? `+${formatPoints(BigInt(points), language)}`
          : '',
      brief: points > 0 ? `+${points}` : '0',
    })),
  };
}
