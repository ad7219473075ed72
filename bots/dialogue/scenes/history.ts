// Receipts and points, page by page in one message.
import { formatDay, formatMoney, formatNumber } from '#src/lib/format.ts';
import type { HistoryLine, Outcome } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';

const MORE = /^history:(\d{1,15})$/;

export const history: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    if (event.action === 'history') return { commands: [{ do: 'readHistory' }] };
    const [, before] = MORE.exec(event.action) ?? [];
    return before ? { commands: [{ do: 'readHistory', before: Number(before) }] } : null;
  }
  if (event.kind !== 'did' || event.did !== 'readHistory') return null;
  return { say: [page(event, view)] };
};

function page(event: Extract<Outcome, { did: 'readHistory'; kind: 'did' }>, view: View): Say {
  const { language } = view;
  if (event.lines.length === 0) return { text: words(language, 'history.empty'), inPlace: true };
  const lines = event.lines.map((line) =>
    line.line === 'receipt' ? receipt(line, view) : transfer(line, view),
  );
  const buttons = [
    ...(event.firstPage ? [] : [{ label: label(language, 'history.newest'), action: 'history' }]),
    ...(event.more === null
      ? []
      : [{ label: label(language, 'history.more'), action: `history:${event.more}` }]),
  ];
  return {
    text: `<b>${words(language, 'history.head')}</b>\n${lines.join('\n')}`,
    ...(buttons.length > 0 ? { buttons: [buttons] } : {}),
    inPlace: true,
  };
}

function receipt({ receipt: of, at }: Extract<HistoryLine, { line: 'receipt' }>, view: View): string {
  const { language } = view;
  const changes = [
    ...(of.burnt > 0n ? [signed(-of.burnt, view)] : []),
    ...(of.earned > 0n ? [signed(of.earned, view)] : []),
  ];
  return words(language, 'history.receipt', {
    day: day(at, view),
    store: of.storeName ?? '',
    amount: formatMoney(of.amountMinor, language, of.moneyCurrency),
    change: changes.length > 0 ? changes.join(', ') : label(language, 'history.noChange'),
  });
}

function transfer({ transfer: of, at }: Extract<HistoryLine, { line: 'transfer' }>, view: View): string {
  return words(view.language, 'history.line', {
    day: day(at, view),
    what: label(view.language, `history.kinds.${of.kind}`),
    change: signed(of.amount, view),
  });
}

function day(date: Date, { language, programme, at: now }: View): string {
  return formatDay(date, { language, timeZone: programme.timeZone, now });
}

function signed(amount: bigint, { language }: View): string {
  return amount > 0n ? `+${formatNumber(amount, language)}` : `−${formatNumber(-amount, language)}`;
}
