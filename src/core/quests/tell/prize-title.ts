// A prize as players read it: what staff called it, and what one gets.
import { prizeWords } from '../../prizes/prize-words.ts';
import type { QuestPrize } from '../read-quest.ts';
import { type Telling, written } from './telling.ts';

/** `Приз команди (20 балів)`; once where the title itself says what it is, as `Кава для двох` of a coupon of that name. */
export function prizeTitle(
  { titles, prize, names }: Pick<QuestPrize, 'titles' | 'prize' | 'names'>,
  telling: Pick<Telling, 'language' | 'fallback'>,
): string {
  const title = written(titles, telling);
  const name = written(names, telling);
  const what = prizeWords(prize, name, telling.language);
  if (prize.kind !== 'points' && name === '') return title;
  if (title === '') return what;
  if (same(title).includes(same(prize.kind === 'points' ? what : name)))
    return prize.kind === 'badge' && !title.includes(prize.sign) ? `${title} ${prize.sign}` : title;
  return `${title} (${what})`;
}

/** Without what the eye passes over: case, and spaces that hold a number and its unit together. */
const same = (words: string): string => words.toLowerCase().replace(/\s+/gu, ' ').trim();
