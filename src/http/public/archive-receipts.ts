// The receipts of an archive, each with its lines behind a tap.
import type { Archive } from '#src/core/members/export-member.ts';
import { formatNumber } from '#src/lib/format.ts';
import type { ArchiveWords } from './archive-page.ts';
import { type Html, html } from './html.ts';

export function archiveReceipts(receipts: Archive['receipts'], words: ArchiveWords): Html[] {
  return receipts.toReversed().map((each) => receipt(each, words));
}

function receipt(told: Archive['receipts'][number], words: ArchiveWords): Html {
  const { say, moment, money, language } = words;
  const points = [
    ...(told.earned > 0 ? [`+${formatNumber(told.earned, language)}`] : []),
    ...(told.burnt > 0 ? [`−${formatNumber(told.burnt, language)}`] : []),
  ].join(' ');
  const state = told.state === 'closed' ? '' : ` · ${say(`receipt.${told.state}`)}`;
  const rating = told.rating === null ? '' : ` · ${'★'.repeat(told.rating)}`;
  const head = html`<b>${money(told.amountMinor, told.currency)}</b> ${points}${state}${rating}<br>
<span class="soft">${moment(told.occurredAt)} · ${told.store ?? ''} · ${told.number}</span>`;
  if (told.lines.length === 0) return html`<p>${head}</p>`;
  return html`<details style="margin:0 0 12px"><summary>${head}</summary>
<ul style="margin:8px 0 0">${told.lines.map((line) => lineOf(line, told.currency, words))}</ul></details>`;
}

function lineOf(
  { name, quantityMilli, amountMinor }: Archive['receipts'][number]['lines'][number],
  currency: string,
  { money, language }: ArchiveWords,
): Html {
  const quantity = formatNumber(quantityMilli / 1_000, language);
  return html`<li style="overflow-wrap:anywhere">${name}, ${quantity} · ${money(amountMinor, currency)}</li>`;
}
