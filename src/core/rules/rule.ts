// What a rule is: when it is asked, what has to be true, and what it does. A published version never changes.
import type { RuleId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Condition, LineCondition } from './condition.ts';

export type Trigger =
  | { on: 'receipt' }
  | { on: 'return' }
  | { on: 'registration' }
  /** `daysBefore` the birthday, 0 on the day itself. */
  | { on: 'birthday'; daysBefore: number }
  /** A change of tier, up when left out. */
  | { on: 'tier'; to?: 'up' | 'down' | 'any' }
  /** An event of another system, by its name. */
  | { on: 'event'; name: string }
  | { on: 'daily' };

/** When points of an effect become active and expire, where it differs from their currency. */
export interface LotTerms {
  /** null: at once. */
  pending?: { hours: number } | { days: number } | { action: string } | null;
  /** null: never. */
  lifeMonths?: number | null;
}

export type Text = Partial<Record<Language, string>>;

/** `where` says which lines count; left out, all that are not excluded by law. Points go to `currency`. */
export type Effect =
  /** A share of what was paid, in basis points; `tier`: the share of the member's tier. */
  | { kind: 'share'; currency: string; shareBp: number | 'tier'; where?: LineCondition; terms?: LotTerms }
  /** `points` for each full `perMinor` of what was paid. */
  | {
      kind: 'per';
      currency: string;
      points: number;
      perMinor: number;
      where?: LineCondition;
      terms?: LotTerms;
    }
  /** `points` for each whole piece. */
  | { kind: 'perPiece'; currency: string; points: number; where?: LineCondition; terms?: LotTerms }
  | { kind: 'fixed'; currency: string; points: number; terms?: LotTerms }
  /** Multiplies what share, per and perPiece of the rules before it gave for the lines; `times` in hundredths: 200 doubles. */
  | { kind: 'multiply'; currency: string; times: number; where?: LineCondition; terms?: LotTerms }
  /** Off each line (`on: 'lines'`) or off the whole receipt. */
  | { kind: 'discountShare'; shareBp: number; on: 'lines' | 'receipt'; where?: LineCondition }
  | { kind: 'discountSum'; amountMinor: number; on: 'lines' | 'receipt'; where?: LineCondition }
  /** A stamp a piece; with `need` stamps on the card the next piece is free and takes them. */
  | { kind: 'stamp'; currency: string; need: number; where: LineCondition }
  /** Handed over at the till. */
  | { kind: 'gift'; name: Text }
  /** Said to the member in the chat. */
  | { kind: 'message'; text: Text }
  | { kind: 'event'; name: string };

/** Days are 1 for Monday to 7 for Sunday; times `HH:MM` in the store's time zone; `until` before `from` runs over midnight. */
export interface ValidHours {
  days: number[];
  from: string;
  until: string;
}

export interface RuleDefinition {
  trigger: Trigger;
  when: Condition | null;
  effects: Effect[];
  /** Higher goes first; among equals the older rule. */
  priority: number;
  /** Of the rules of one group only the first that applies counts. */
  group: string | null;
  /** Once it has applied, no rule of a lower priority does. */
  exclusive: boolean;
  /** ISO instants. */
  validFrom: string | null;
  validUntil: string | null;
  hours: ValidHours[];
  /** Hours that must pass before it applies to the same member again. */
  cooldownHours: number | null;
  /** How often it applies to one member. */
  limits: { perMember: number | null; perMemberDay: number | null };
  /** Points of this rule at most; what goes beyond is trimmed. */
  caps: { receipt: number | null; memberDay: number | null; member: number | null };
  /** Points it may give in all, discounts by the value of a point: an alert at 80 %, a hard stop at the end. */
  budget: number | null;
}

/** A version of a rule as it stands in the book. */
export interface Rule {
  ruleId: RuleId;
  version: number;
  /** To staff, and to members in every language that `names` lacks. */
  name: string;
  names?: Text | undefined;
  definition: RuleDefinition;
}
