// The words that the page of the card shows: locales/<language>/web.json under card.page. They come with the page and are
// read by it; nothing else is in this file, so that the page's script stays small.
export const CARD_WORDS = [
  'live',
  'liveHint',
  'static',
  'staticHint',
  'bright',
  'balance',
  'offers',
  'offline',
  'failed',
  'again',
  'blocked',
  'join',
  'opening',
  'number',
  'copied',
  'larger',
  'smaller',
  'seconds',
] as const;

export type CardWord = (typeof CARD_WORDS)[number];
