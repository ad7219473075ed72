// What a game is played with. It is dealt here when the page opens and kept, so that what the page tells can be counted.
import type { TaskAsk } from '../task-content.ts';
import { dropThings } from './catch-game.ts';
import { type Drop, GAME_GOALS, type Thing } from './game-rules.ts';
import { dealCards } from './memory-game.ts';

export type GameAsk = Extract<TaskAsk, { type: 'game' }>;

export type Dealt =
  | { game: 'memory'; deck: Thing[] }
  | { game: 'catch'; goal: number; drops: Drop[] }
  | { game: 'wheel' };

export function dealGame(ask: GameAsk): Dealt {
  switch (ask.game) {
    case 'memory':
      return { game: 'memory', deck: dealCards(within('memory', ask.goal)) };
    case 'catch': {
      const goal = within('catch', ask.goal);
      return { game: 'catch', goal, drops: dropThings(goal) };
    }
    case 'wheel':
      return { game: 'wheel' };
  }
}

/** A goal that nobody could reach is checked for when the task is written; here it must break nothing. */
function within(game: keyof typeof GAME_GOALS, goal: number): number {
  const { least, most } = GAME_GOALS[game];
  return Math.min(most, Math.max(least, goal));
}
