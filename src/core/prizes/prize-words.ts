import { formatPoints } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import type { Prize } from './prize.ts';

/** What one gets: `100 балів`, `«Кава за наш кошт»`, `☕ Знавець кави`. `name` is that of readPrizeName in the language. */
export function prizeWords(prize: Prize, name: string, language: Language): string {
  switch (prize.kind) {
    case 'points':
      return formatPoints(prize.points, language);
    case 'badge':
      return `${prize.sign} ${name}`;
    case 'coupon':
    case 'gift':
      return `«${name}»`;
  }
}
