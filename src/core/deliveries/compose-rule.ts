// What members are told of rules that no receipt asks: in the shop's own words, or that points have come.
import { formatNumber, formatStart } from '#src/lib/format.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import type { RecordedEvent } from '../events/follow-events.ts';
import { ruleNameIn } from '../rules/rule-name-in.ts';
import { formatAmount } from '../stores/format-amount.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { noticeWords } from './notice-words.ts';
import { escapeRich, type RichText } from './prompt.ts';
import { caps, waits } from './receipt-points.ts';

type RuleEvent = Extract<RecordedEvent, { kind: 'rule.message' | 'rule.points' }>;
type Points = Extract<RuleEvent, { kind: 'rule.points' }>['data'];

/** Null where there is nothing to say, or the rules have said it themselves; that a limit took something off, they do not know. */
export function composeRule(event: RuleEvent, facts: NoticeFacts): RichText | null {
  if (event.kind === 'rule.points')
    return event.data.told && !event.data.trimmed ? null : came(event.data, facts);
  const { text } = event.data;
  const wanted = [facts.language, facts.programme.defaultLanguage, ...LANGUAGES];
  const found = wanted.map((each) => text[each]?.trim()).find(Boolean);
  return found ? escapeRich(found) : null;
}

function came(data: Points, facts: NoticeFacts): RichText {
  const { language, now, programme } = facts;
  const { currency, rules, activeAt, waitsFor, trimmed = [] } = data;
  const points = formatAmount(BigInt(data.amount), currency, facts);
  const nothing = data.amount === '0';
  const lines = [
    noticeWords(language, nothing ? 'rule.nothing' : 'rule.points', {
      rules: rules.map((rule) => ruleNameIn(rule, language)).join(', '),
      points,
      balance: formatNumber(BigInt(data.balance), language),
    }),
  ];
  lines.push(
    ...caps(
      trimmed.map((each) => ({ ...each, currency })),
      facts,
    ),
  );
  if (nothing) return lines.join('\n');
  if (waitsFor !== null) lines.push(waits(points, waitsFor, language));
  else if (activeAt !== null && new Date(activeAt) > now) {
    const day = formatStart(new Date(activeAt), { language, timeZone: programme.timeZone, now });
    lines.push(noticeWords(language, 'receipt.pending', { points, day }));
  }
  return lines.join('\n');
}
