// What a game is given to play on.
import type { GameOver, GameTold } from '#src/contract/games.ts';

export interface Stage {
  /** Where it draws itself. */
  board: HTMLElement;
  /** Read out, and seen where it says more than the picture does. */
  said: (sentence: string) => void;
  /** Tells how it went. Resolves with what it brought; waits for as long as there is no connection. */
  tell: (told: GameTold) => Promise<GameOver>;
  /** Shows what it brought in place of the game. */
  end: (over: GameOver) => void;
}

/** Whether things should keep still. */
export const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
