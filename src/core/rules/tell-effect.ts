// An effect as a clause in the reader's language.
import { LANGUAGES } from '#src/lib/language.ts';
import type { LineCondition } from './condition.ts';
import type { Effect, LotTerms, Text } from './rule.ts';
import { type RuleTeller, tellMoney, tellPoints, tellShare, tellUnit } from './rule-teller.ts';
import { tellLineCondition } from './tell-condition.ts';

export function tellEffect(effect: Effect, teller: RuleTeller): string {
  const terms = 'terms' in effect ? tellTerms(effect.terms, teller) : '';
  return `${tellWithoutTerms(effect, teller)}${terms}`;
}

function tellWithoutTerms(effect: Effect, teller: RuleTeller): string {
  const { say, language } = teller;
  const goods = 'where' in effect ? tellGoods(effect.where, teller) : '';
  switch (effect.kind) {
    case 'share': {
      const unit = tellUnit(effect.currency, teller, 'unit');
      return effect.shareBp === 'tier'
        ? say('effect.shareOfTier', { goods, unit })
        : say('effect.share', { share: tellShare(effect.shareBp, language), goods, unit });
    }
    case 'per':
      return say('effect.per', {
        points: tellPoints(effect.points, effect.currency, teller),
        amount: tellMoney(effect.perMinor, teller),
        goods,
      });
    case 'perPiece':
      return say('effect.perPiece', { points: tellPoints(effect.points, effect.currency, teller), goods });
    case 'fixed':
      return say('effect.fixed', { points: tellPoints(effect.points, effect.currency, teller) });
    case 'multiply':
      return say('effect.multiply', {
        goods,
        unit: tellUnit(effect.currency, teller, 'earned'),
        times: new Intl.NumberFormat(language).format(effect.times / 100),
      });
    case 'discountShare':
      return say(effect.on === 'lines' ? 'effect.discountLines' : 'effect.discountReceipt', {
        off: tellShare(effect.shareBp, language),
        goods,
      });
    case 'discountSum':
      return say(effect.on === 'lines' ? 'effect.discountLines' : 'effect.discountReceipt', {
        off: tellMoney(effect.amountMinor, teller),
        goods,
      });
    case 'stamp':
      return say('effect.stamp', { goods, count: effect.need });
    case 'gift':
      return say('effect.gift', { name: say('join.quoted', { text: wordsIn(effect.name, teller) }) });
    case 'message':
      return say('effect.message', { text: say('join.quoted', { text: wordsIn(effect.text, teller) }) });
    case 'event':
      return say('effect.event', { name: effect.name });
  }
}

/** The words of a text in the reader's language, else in the first that it has. */
export function wordsIn(text: Text, { language }: Pick<RuleTeller, 'language'>): string {
  const other = LANGUAGES.find((each) => text[each] !== undefined);
  return text[language] ?? (other && text[other]) ?? '';
}

function tellGoods(where: LineCondition | undefined, teller: RuleTeller): string {
  return where ? teller.say('goods.suffix', { where: tellLineCondition(where, teller) }) : '';
}

function tellTerms(terms: LotTerms | undefined, { say }: RuleTeller): string {
  const told: string[] = [];
  const pending = terms?.pending;
  if (pending === null) told.push(say('terms.atOnce'));
  else if (pending !== undefined) {
    if ('hours' in pending) told.push(say('terms.hours', { count: pending.hours }));
    else if ('days' in pending) told.push(say('terms.days', { count: pending.days }));
    else told.push(say('terms.action', { action: pending.action }));
  }
  const life = terms?.lifeMonths;
  if (life === null) told.push(say('terms.never'));
  else if (life !== undefined) told.push(say('terms.months', { count: life }));
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}
