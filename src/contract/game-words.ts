// The words that the page of a game shows, beside the names of what is played with: locales/<language>/web.json under
// games.page. They come with the page and are read by it; nothing else is in this file, so that the page's script stays small.
export const GAME_WORDS = [
  'opening',
  'failed',
  'again',
  'kept',
  'start',
  'playAgain',
  'close',
  'memoryHow',
  'memoryTable',
  'card',
  'cardClosed',
  'cardFound',
  'pair',
  'noPair',
  'pairs',
  'catchHow',
  'left',
  'right',
  'caught',
  'falls',
  'paused',
  'wheelHow',
  'spin',
  'turns',
  'odds',
  'fellOn',
] as const;

export type GameWord = (typeof GAME_WORDS)[number];
