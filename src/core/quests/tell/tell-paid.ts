// How much of the score has become points of the account, and why the rest waits. Pure.
import type { RichText } from '../../deliveries/prompt.ts';
import type { QuestView } from '../view-quest.ts';
import { points, say, type Telling } from './telling.ts';

/** Empty where there is nothing to tell. */
export function tellPaid(
  { player, unpaid }: Pick<QuestView, 'player' | 'unpaid'>,
  telling: Telling,
): RichText {
  const waits = points(unpaid.points, telling);
  if (unpaid.because !== null) return say(telling, `paid.${unpaid.because}`, { points: waits });
  if (player.score <= 0) return '';
  if (unpaid.points === 0) return say(telling, 'paid.all');
  const values = { paid: points(player.paid, telling), points: points(player.score, telling) };
  return player.paid > 0 ? say(telling, 'paid.some', values) : '';
}
