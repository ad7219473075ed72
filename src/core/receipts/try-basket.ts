// A basket that nobody buys, asked about as if it were bought: with a draft, the live rules, or both. Nothing is written.
import type { Reader } from '#src/db/client.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import type { Basket, Evaluation, MemberFacts } from '../rules/basket.ts';
import { termsOf } from '../rules/book-at.ts';
import { compileBook } from '../rules/compile-book.ts';
import type { Condition } from '../rules/condition.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import { evaluateTrigger } from '../rules/evaluate-trigger.ts';
import { findFailed } from '../rules/find-failed.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { listVersions } from '../rules/list-versions.ts';
import type { Rule, Trigger } from '../rules/rule.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { basketOf } from './basket-of.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { readReceiptMemberIn } from './receipt-member.ts';

const DAY_MS = 86_400_000;

/** Somebody who does not exist; what is left out is that of a new member of the lowest tier. */
export interface ImaginedMember {
  tierKey?: string | undefined;
  language?: string | undefined;
  receipts?: number | undefined;
  turnoverMinor?: number | undefined;
  daysRegistered?: number | undefined;
  daysSinceLast?: number | undefined;
  /** `MM-DD`. */
  birthday?: string | undefined;
  marketingConsent?: boolean | undefined;
  balances?: Record<string, number> | undefined;
}

export interface TryBasket {
  /** Null: the live rules alone. */
  draft: Rule | null;
  withLive: boolean;
  member: { memberId: MemberId } | { imagined: ImaginedMember };
  receipt: ReceiptInput;
  known: KnownProgramme;
  rules: KnownRules;
}

export interface TriedBasket extends Evaluation {
  /** The part of its condition for which a rule did not apply, where that is known. */
  failedOf: (missed: Evaluation['notApplied'][number]) => Condition | null;
}

/** What the basket brings, with the reasons why rules did not apply. Throws the Refusals of readReceiptMemberIn. */
export async function tryBasket(db: Reader, asked: TryBasket): Promise<TriedBasket> {
  const { draft, withLive, receipt, known, rules } = asked;
  const at = receipt.occurredAt;
  const live = withLive ? await liveAt(db, { at, without: draft?.ruleId ?? null }) : [];
  const book = compileBook({ ...termsOf(known).parts, rules: draft ? [...live, draft] : live });
  const member =
    'memberId' in asked.member
      ? (
          await readReceiptMemberIn(db, asked.member.memberId, {
            moments: [at],
            rules: { at: () => book },
            timeZone: book.timeZone,
            at,
          })
        ).facts
      : imagine(asked.member.imagined, { at, tierKey: known.tiers[0]?.tierKey ?? 'base' });
  const failedOf: TriedBasket['failedOf'] = (missed) => findFailed(book, missed);
  const budgets = { ...rules.budgets };
  // What a rule may still give under a new budget is not known before it is published.
  if (draft) delete budgets[draft.ruleId];
  const { trigger } = draft?.definition ?? { trigger: { on: 'receipt' as const } };
  if (trigger.on !== 'receipt') {
    const storeTimeZone = known.zones.get(receipt.storeId) ?? known.programme.timeZone;
    const told = {
      trigger,
      member,
      at: at.getTime(),
      storeTimeZone,
      returned: backOf(trigger, asked),
      budgets,
    };
    return { ...evaluateTrigger(book, told, { explain: true }), failedOf };
  }
  const basket = basketOf(receipt, { known, excluded: rules.excluded });
  return { ...evaluateReceipt(book, { basket, member, budgets }, { explain: true }), failedOf };
}

/** The basket as goods that come back, where the rule is about returns. */
function backOf({ on }: Trigger, { receipt, known, rules }: TryBasket): Basket | undefined {
  return on === 'return' ? basketOf(receipt, { known, excluded: rules.excluded }) : undefined;
}

async function liveAt(db: Reader, { at, without }: { at: Date; without: RuleId | null }): Promise<Rule[]> {
  const moment = at.getTime();
  const versions = await listVersions(db);
  return versions.filter(({ ruleId, from, until }) => ruleId !== without && from <= moment && moment < until);
}

function imagine(fields: ImaginedMember, { at, tierKey }: { at: Date; tierKey: string }): MemberFacts {
  const now = at.getTime();
  const { receipts = 0, daysRegistered = 0, daysSinceLast, balances = {} } = fields;
  const lastReceiptAt = receipts > 0 ? now - (daysSinceLast ?? 30) * DAY_MS : null;
  const turnoverMinor = fields.turnoverMinor ?? 0;
  const [month = 0, day = 0] = (fields.birthday ?? '').split('-').map(Number);
  return {
    memberId: 'mem_imagined',
    tierKey: fields.tierKey ?? tierKey,
    language: fields.language ?? 'uk',
    registeredAt: now - daysRegistered * DAY_MS,
    birthday: month > 0 && day > 0 ? { month, day } : null,
    marketingConsent: fields.marketingConsent ?? false,
    turnoverMinor,
    receipts,
    lastReceiptAt,
    balances,
    totals: balances,
    earnedToday: {},
    // As if everything had been bought in one go, the last time.
    recent:
      lastReceiptAt === null
        ? []
        : Array.from({ length: Math.min(receipts, 1_000) }, (_, n) => ({
            at: lastReceiptAt,
            amountMinor: n === 0 ? turnoverMinor : 0,
          })),
    ruleUse: {},
  };
}
