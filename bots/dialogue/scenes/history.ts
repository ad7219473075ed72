// Receipts, returns and points, page by page in one message, and what explains each line.
import type { Button } from '#src/core/deliveries/prompt.ts';
import { signedAmounts } from '#src/core/deliveries/receipt-points.ts';
import { formatDay, formatMoney, formatNumber } from '#src/lib/format.ts';
import type { Outcome } from '../command.ts';
import { entryKind } from '../entry-kind.ts';
import type { HistoryAsk, HistoryLine } from '../history-line.ts';
import { HISTORY_PLACE } from '../history-place.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';

const PAGE = new RegExp(`^history(?:\\.(why|open))?(?::(${HISTORY_PLACE}))?$`);
/** As many buttons as a row holds. */
const IN_ROW = { telegram: 7, viber: 3 };

export const history: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    const page = PAGE.exec(event.action);
    if (!page) return null;
    const [, ask, before] = page;
    const from = before ? { before } : {};
    return {
      commands: [{ do: 'readHistory', ...from, ...(ask === 'why' || ask === 'open' ? { ask } : {}) }],
    };
  }
  if (event.kind !== 'did' || event.did !== 'readHistory') return null;
  return { say: [page(event, view)] };
};

type Read = Extract<Outcome, { did: 'readHistory'; kind: 'did' }>;

function page(event: Read, view: View): Say {
  const { language } = view;
  if (event.lines.length === 0) return { text: words(language, 'history.empty'), inPlace: true };
  const lines = event.lines.map((line) => lineText(line, view));
  return event.ask ? choose(event.ask, { event, texts: lines }, view) : overview(event, lines, view);
}

function overview({ before, more, lines: read }: Read, lines: string[], { language }: View): Say {
  const turn = [
    ...(before === null ? [] : [{ label: label(language, 'history.newest'), action: 'history' }]),
    ...(more === null ? [] : [{ label: label(language, 'history.more'), action: `history:${more}` }]),
  ];
  const at = before === null ? '' : `:${before}`;
  const why = { label: label(language, 'history.why'), action: `history.why${at}` };
  const open = { label: label(language, 'history.open'), action: `history.open${at}` };
  const favourites = { label: label(language, 'history.favourites'), action: 'favourites' };
  const ofPurchases = read.some(({ line }) => line !== 'transfer') ? [[open, favourites]] : [];
  return {
    text: `<b>${words(language, 'history.head')}</b>\n${lines.join('\n')}`,
    buttons: [...(turn.length > 0 ? [turn] : []), ...ofPurchases, [why]],
    inPlace: true,
  };
}

/** The same lines with their numbers, and a button for each. */
function choose(
  ask: HistoryAsk,
  { event: { before, lines }, texts }: { event: Read; texts: string[] },
  { language, identity }: View,
): Say {
  const inRow = IN_ROW[identity.messenger];
  const numbers = lines.flatMap((line, place) => {
    const action = ask === 'why' ? whyOf(line) : openingOf(line, before);
    return action ? [{ label: `${place + 1}`, action }] : [];
  });
  const rows: Button[][] = [];
  for (let from = 0; from < numbers.length; from += inRow) rows.push(numbers.slice(from, from + inRow));
  const back = {
    label: label(language, 'cancel'),
    action: before === null ? 'history' : `history:${before}`,
  };
  return {
    text: [
      `<b>${words(language, ask === 'why' ? 'history.askWhy' : 'history.askOpen')}</b>`,
      ...texts.map((text, place) => `${place + 1}. ${text}`),
    ].join('\n'),
    buttons: [...rows, [back]],
    inPlace: true,
  };
}

function whyOf(line: HistoryLine): string {
  switch (line.line) {
    case 'receipt':
      return `why:${line.receipt.receiptId}`;
    case 'return':
      return `why:${line.returned.receiptId}`;
    case 'transfer':
      return `why.transfer:${line.transfer.transferId}`;
  }
}

/** Only purchases can be opened; a return opens the purchase that it is of. */
function openingOf(line: HistoryLine, before: string | null): string | null {
  if (line.line === 'transfer') return null;
  const { receiptId } = line.line === 'receipt' ? line.receipt : line.returned;
  return before === null ? `purchase:${receiptId}` : `purchase:${receiptId}:${before}`;
}

function lineText(line: HistoryLine, view: View): string {
  switch (line.line) {
    case 'receipt':
      return receipt(line, view);
    case 'return':
      return returned(line, view);
    case 'transfer':
      return transfer(line, view);
  }
}

function receipt({ receipt: of, at }: Extract<HistoryLine, { line: 'receipt' }>, view: View): string {
  const { language } = view;
  const changes = [
    ...(of.burnt > 0n ? [signed(-of.burnt, view)] : []),
    ...(of.earned > 0n ? [signed(of.earned, view)] : []),
    ...signedAmounts(
      Object.entries(of.moved ?? {}).map(([currency, { amount }]) => ({ currency, amount: BigInt(amount) })),
      view,
    ),
  ];
  return words(language, 'history.receipt', {
    day: day(at, view),
    store: of.storeName ?? '',
    amount: formatMoney(of.amountMinor, language, of.moneyCurrency),
    change: changes.length > 0 ? changes.join(', ') : label(language, 'history.noChange'),
  });
}

function returned({ returned: of, back, at }: Extract<HistoryLine, { line: 'return' }>, view: View): string {
  const { language } = view;
  const changes = [
    ...(of.takenBack > 0n ? [signed(-of.takenBack, view)] : []),
    ...(of.givenBack > 0n ? [signed(of.givenBack, view)] : []),
    ...back
      .filter(({ currency }) => currency !== 'points')
      .flatMap(({ currency, takenBack, givenBack }) =>
        [-takenBack, givenBack].flatMap((amount) => signedAmounts([{ currency, amount }], view)),
      ),
  ];
  return words(language, 'history.return', {
    day: day(at, view),
    number: of.number,
    amount: formatMoney(of.amountMinor, language, of.moneyCurrency),
    change: changes.length > 0 ? changes.join(', ') : label(language, 'history.noChange'),
  });
}

function transfer({ transfer: of, at }: Extract<HistoryLine, { line: 'transfer' }>, view: View): string {
  return words(view.language, 'history.line', {
    day: day(at, view),
    what: label(view.language, `history.kinds.${entryKind(of)}`),
    change: of.currency === 'points' ? signed(of.amount, view) : signedAmounts([of], view).join(''),
  });
}

function day(date: Date, { language, programme, at: now }: View): string {
  return formatDay(date, { language, timeZone: programme.timeZone, now });
}

function signed(amount: bigint, { language }: View): string {
  return amount > 0n ? `+${formatNumber(amount, language)}` : `−${formatNumber(-amount, language)}`;
}
