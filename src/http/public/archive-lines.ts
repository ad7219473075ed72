// Friends, cards in wallets and the shopping list, as the archive of a member says them.
import type { Archive } from '#src/core/members/export-member.ts';
import { formatNumber, formatPoints } from '#src/lib/format.ts';
import type { ArchiveWords } from './archive-page.ts';
import { type Html, html } from './html.ts';

/** Whom the member has brought, and by whose invitation they came. */
export function friendLines({ friends, invited }: Archive, words: ArchiveWords): Html[] {
  const { say, moment } = words;
  const line = (who: string, of: Archive['friends'][number] | Archive['invited'][number]) =>
    html`<b>${who}</b> · ${became(of, words)} <span class="soft">· ${moment(of.joinedAt)}</span>`;
  return [
    ...invited.map((each) => line(say('friend.invited'), each)),
    ...friends.map((each) => line(each.name || say('friend.nameless'), each)),
  ];
}

function became(
  { status, points }: Pick<Archive['friends'][number], 'status' | 'points'>,
  { say, language }: ArchiveWords,
): string {
  return points > 0 ? `+${formatPoints(points, language)}` : say(`friend.${status}`);
}

export function passLine(pass: Archive['passes'][number], { say, moment }: ArchiveWords): Html {
  const { cardNumber, inGoogle, applePhones, madeAt } = pass;
  const where = [
    ...(inGoogle ? ['Google Wallet'] : []),
    ...(applePhones > 0 ? [say('pass.apple', { count: applePhones })] : []),
  ];
  return html`<b>${cardNumber}</b> · ${where.join(', ') || say('pass.nowhere')}
<span class="soft">· ${moment(madeAt)}</span>`;
}

export function shoppingLine(item: Archive['shoppingList'][number], words: ArchiveWords): Html {
  const { name, quantityMilli, unit, tickedAt } = item;
  const { language, say } = words;
  const quantity =
    quantityMilli === null ? '' : ` · ${formatNumber(quantityMilli / 1_000, language)} ${unit}`;
  return html`${name}${quantity}${tickedAt ? ` · ${say('bought')}` : ''}`;
}
