// Quests, challenges, friends, cards in wallets and the shopping list, as the archive of a member says them.
import type { Archive } from '#src/core/members/export-member.ts';
import { formatNumber, formatPoints } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
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

/** Answers stand in the file for programs, where there is room for them. */
export function questLine(played: Archive['quests'][number], { say, moment, language }: ArchiveWords): Html {
  const { quest, nickname, score, answers, joinedAt } = played;
  return html`<b>${textIn(quest, language)}</b> · ${nickname} · ${formatPoints(score, language)} · ${say('answers', { count: answers.length })}
<span class="soft">· ${moment(joinedAt)}</span>`;
}

export function challengeLine(
  taken: Archive['challenges'][number],
  { say, moment, language }: ArchiveWords,
): Html {
  const { challenge, status, privileges, answeredAt, chosenAt } = taken;
  const given = privileges.filter((each) => each.status === 'given' || each.status === 'kept').length;
  return html`<b>${textIn(challenge, language)}</b> · ${say(`challenge.${status}`)}${given > 0 ? ` · ${say('challenge.given', { count: given })}` : ''}
<span class="soft">· ${moment(answeredAt ?? chosenAt)}</span>`;
}

export function badgeLine(
  { sign, badge, givenAt }: Archive['badges'][number],
  { moment, language }: ArchiveWords,
): Html {
  return html`${sign} <b>${textIn(badge, language)}</b> <span class="soft">· ${moment(givenAt)}</span>`;
}
