// What members are told of points that a partner, or another system of the shop, has given or taken.
import type { RecordedEvent } from '../events/follow-events.ts';
import { shownBalance } from '../ledger/shown-balance.ts';
import { formatAmount } from '../stores/format-amount.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { noticeWords } from './notice-words.ts';
import type { RichText } from './prompt.ts';
import { signed } from './receipt-points.ts';

type PartnerEvent = Extract<RecordedEvent, { kind: 'partner.points' }>;

export function partnerWords({ data }: PartnerEvent, facts: NoticeFacts): RichText {
  const { language, names, programme } = facts;
  const { balance, debt } = shownBalance(BigInt(data.balance), programme);
  const moved = noticeWords(language, `partner.${data.what}`, {
    // A system of the shop itself has no other name than the shop's.
    by: names.get(data.by) ?? programme.shopName,
    points: formatAmount(BigInt(data.amount), data.currency, facts),
  });
  const has =
    debt > 0n && balance === 0n
      ? noticeWords(language, 'receipt.debt', { debt: formatAmount(debt, data.currency, facts) })
      : noticeWords(language, 'receipt.balance', { balance: signed(balance, language) });
  return `${moved} ${has}`;
}
