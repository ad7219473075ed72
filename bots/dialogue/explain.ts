// What explains an entry to the one it belongs to: the rules that gave it, the lines that counted and those that did
// not, the limit that was reached. Pure; everything that comes from outside is escaped.
import { escapeRich, type RichText } from '#src/core/deliveries/prompt.ts';
import { pointsBack } from '#src/core/deliveries/receipt-points.ts';
import type { ReceiptMove } from '#src/core/ledger/list-receipt-moves.ts';
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';
import { debtPaid } from '#src/core/receipts/debt-paid.ts';
import { type NettedAward, nettedAwardsOf } from '#src/core/receipts/netted-awards.ts';
import type { FullStory } from '#src/core/receipts/read-receipt-stories.ts';
import type { Part } from '#src/core/rules/basket.ts';
import { explainParts, nameOfRule } from '#src/core/rules/explain-parts.ts';
import { ruleNameIn } from '#src/core/rules/rule-name-in.ts';
import type { RuleTeller } from '#src/core/rules/rule-teller.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { formatEnd, formatMoney, formatPoints, formatStart } from '#src/lib/format.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import { entryKind } from './entry-kind.ts';
import type { View } from './scene.ts';
import { label, words } from './words.ts';

const MOST_NOT_APPLIED = 3;
const REASONS = ['apology', 'correction', 'lost_receipt', 'contest', 'fraud'] as const;

/** Paragraphs, the most important first; the first is the heading. */
export function explainReceipt(story: FullStory, view: View): RichText[] {
  const { language } = view;
  const { number, amountMinor, moneyCurrency, told, moves } = story;
  const money = (minor: bigint | number) => formatMoney(minor, language, moneyCurrency);
  const teller = tellerOf(view);
  const gains = moves.filter((move) => move.kind === 'earn' || move.kind === 'stamp');
  const lines = story.lines.map(({ lineNo, name, sku }) => ({ lineNo, name: name || sku }));
  const netted = nettedAwardsOf(told);
  const rules = [
    ...gains.flatMap((move) => [...explainReason(move.reason, lines, teller), ...terms(move, view)]),
    ...netted.flatMap((award) => explainReason({ parts: partsOf(award, told) }, lines, teller)),
  ];
  if (netted.length === 0 && !gains.some((move) => move.amount > 0n)) rules.push(nothing(story, view));
  const paid = debtPaid(story);
  if (paid > 0n) rules.push(words(language, 'why.debt', { points: formatPoints(paid, language) }));
  const rest: RichText[] = told.discounts.map((discount) =>
    words(language, 'why.discount', {
      amount: money(discount.amountMinor),
      rule: ruleNameIn(discount, language),
    }),
  );
  if (story.burnt > 0n) {
    const paid = money(story.burnt * view.programme.pointValueMinor);
    const points = formatPoints(story.burnt, language);
    rest.push(words(language, 'why.burnt', { points, money: paid }));
  }
  const { takenBack, givenBack } = pointsBack(story, view);
  if (takenBack) rest.push(words(language, 'why.taken', { points: takenBack }));
  if (givenBack) rest.push(words(language, 'why.given', { points: givenBack }));
  for (const { why, ...missed } of told.notApplied.slice(0, MOST_NOT_APPLIED)) {
    const rule = nameOfRule(missed, teller);
    rest.push(words(language, 'why.notApplied', { rule, why: teller.say(`notApplied.${why}`) }));
  }
  const head = `<b>${words(language, 'why.head', { number, amount: money(amountMinor) })}</b>`;
  return [head, ...rules, ...(rest.length > 0 ? [rest.join('\n')] : [])];
}

/** One entry that is of no receipt. */
export function explainTransfer(transfer: TransferRow, view: View): RichText {
  const { language, currencies } = view;
  const { amount, currency, kind, reason } = transfer;
  const size = formatAmount(amount < 0n ? -amount : amount, currency, { currencies, language });
  const change = `${amount < 0n ? '−' : '+'}${size}`;
  const entry = entryKind(transfer);
  if (entry === 'adjust' || entry === 'unadjust')
    return words(language, `why.kinds.${entry}`, {
      change,
      reason: label(language, `why.reasons.${adjusted(reason)}`),
    });
  if (entry === 'reward' || entry === 'rewardBack')
    return words(language, `why.kinds.${entry}`, { change, reward: rewardNamed(reason, view) });
  if (entry === 'partnerIn' || entry === 'partnerOut' || entry === 'partnerBack') {
    const { name = '' } = reason as { name?: string };
    return words(language, `why.kinds.${entry}`, { change, by: name });
  }
  const sentences = kind === 'earn' ? explainReason(reason, [], tellerOf(view)) : [];
  return sentences.length > 0 ? sentences.join('\n\n') : words(language, `why.kinds.${entry}`, { change });
}

/** A transfer keeps what the reward was called. */
function rewardNamed(reason: unknown, { language, programme }: View): string {
  const { names } = reason as { names?: Texts };
  return textIn(names ?? {}, language, programme.defaultLanguage);
}

/** Staff give one of a few reasons. */
function adjusted(reason: unknown): (typeof REASONS)[number] | 'other' {
  const told = (reason as { why?: unknown } | null)?.why;
  return REASONS.find((each) => each === told) ?? 'other';
}

/** One paragraph a rule. */
function explainReason(
  reason: unknown,
  lines: { lineNo: number; name: string }[],
  teller: RuleTeller,
): RichText[] {
  const kept = (reason as { parts?: Part[] } | null)?.parts;
  if (!Array.isArray(kept)) return [];
  const parts = kept.map((part) => ({
    ...part,
    // A receipt that came as a sum alone has no lines to speak of.
    lines: lines.length > 0 ? part.lines : [],
  }));
  return explainParts(parts, { lines }, teller).map(({ sentences }) => {
    const [gain = '', ...rest] = sentences;
    return [`<b>${escapeRich(gain)}</b>`, ...rest.map(escapeRich)].join('\n');
  });
}

/** Stamps that were given and taken alike are no transfer that would keep what explains them. */
function partsOf({ currency, parts }: NettedAward, { discounts }: FullStory['told']): Part[] {
  return parts.flatMap((part) => {
    // Of receipts from before names were kept, the free piece has the name of its rule.
    const { name, names } = part.name ? part : (discounts.find((each) => each.ruleId === part.ruleId) ?? {});
    if (name === undefined) return [];
    return [{ ...part, name, names, currency, version: 0, effect: 0, wanted: part.points, left: [] }];
  });
}

/** When points become active and until when they are good. */
function terms({ amount, lot }: ReceiptMove, view: View): RichText[] {
  if (amount <= 0n || !lot || lot.remaining <= 0n) return [];
  const { language, at: now } = view;
  const calendar = { language, timeZone: view.programme.timeZone, now };
  const said: RichText[] = [];
  if (lot.activeAt && lot.activeAt > now)
    said.push(words(language, 'why.pending', { day: formatStart(lot.activeAt, calendar) }));
  if (lot.expiresAt) said.push(words(language, 'why.expires', { day: formatEnd(lot.expiresAt, calendar) }));
  return said.length > 0 ? [said.join(' ')] : [];
}

function nothing({ lines }: FullStory, { language }: View): RichText {
  const excluded = lines.filter((line) => line.excluded).map((line) => line.name || line.sku);
  if (excluded.length === 0) return words(language, 'why.nothing');
  const named = words(language, 'why.excluded', { lines: excluded.slice(0, 5).join('; ') });
  return `${words(language, 'why.nothing')} ${named}`;
}

function tellerOf({ language, programme, currencies }: View): RuleTeller {
  const names = Object.fromEntries(
    currencies.flatMap(({ currency, names: all }) => {
      const own = all[language] ?? all.uk ?? all.en ?? all.ru;
      return own ? [[currency, own]] : [];
    }),
  );
  return ruleTeller(language, { timeZone: programme.timeZone, names: { currencies: names }, to: 'member' });
}
