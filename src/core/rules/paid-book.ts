// The rules for a receipt that is paid already: it can earn, but nothing can be taken off it or handed over any more.
import type { BookEffect, BookRule, CompiledBook } from './compile-book.ts';

const known = new WeakMap<CompiledBook, CompiledBook>();

/** The same book without discounts, gifts and free pieces; stamps are collected. Made once for each book. */
export function paidBook(book: CompiledBook): CompiledBook {
  const found = known.get(book);
  if (found) return found;
  const made = { ...book, rules: book.rules.map(paidRule).filter((rule) => rule.effects.length > 0) };
  known.set(book, made);
  return made;
}

function paidRule(rule: BookRule): BookRule {
  return { ...rule, effects: rule.effects.flatMap(paidEffect), givesMore: false };
}

function paidEffect(effect: BookEffect): BookEffect[] {
  switch (effect.kind) {
    case 'discountShare':
    case 'discountSum':
    case 'gift':
      return [];
    case 'stamp':
      return [{ ...effect, need: Number.POSITIVE_INFINITY }];
    default:
      return [effect];
  }
}
