import type { Language } from '#src/lib/language.ts';
import type { ToldChallenge } from '../challenges/list-told-challenges.ts';
import type { ToldProgress } from '../challenges/told-progress.ts';
import type { StampCards } from '../rules/read-stamp-cards.ts';
import type { NamedCurrency } from '../stores/format-amount.ts';

/** What the message of a receipt is made with, besides the receipt. */
export interface ReceiptFacts {
  language: Language;
  timeZone: string;
  now: Date;
  currencies: readonly NamedCurrency[];
  /** Stamps that a card needs, by currency. */
  stampCards: StampCards;
  /** What a balance below zero is shown as. */
  returnPolicy: 'debt' | 'negative';
  /** How far challenges have come, by receipt, and what they are; nothing is told of them when left out. */
  progress?: ReadonlyMap<string, ToldProgress[]>;
  challenges?: ReadonlyMap<string, ToldChallenge>;
}
