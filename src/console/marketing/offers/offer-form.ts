// An offer while it is worked on, and back.
import type { OfferContent, OfferTold } from '#src/contract/offers.ts';
import { emptyGroup, type GroupNode, toCondition, toTree, unfinished } from '../rules/condition-tree.ts';
import { type EffectNode, newEffect, toEffect, toEffectNode } from '../rules/effect-node.ts';
import { NO_BOUNDS, type RuleBounds } from '../rules/rule-form.ts';

export type Words = OfferContent['words'];

export interface OfferForm extends Omit<OfferContent, 'audience' | 'stores' | 'gives'> {
  name: string;
  audience: GroupNode;
  /** None: everywhere. */
  stores: string[];
  /** Its code is used somewhere else: it gives nothing at the till. */
  elsewhere: boolean;
  when: GroupNode;
  effects: EffectNode[];
  bounds: RuleBounds;
}

/** Of offers of which only the best works on a receipt. */
export const ALONE = 'offers';

export function newForm(currency: string): OfferForm {
  return {
    name: '',
    words: {},
    pictureId: null,
    reach: 'public',
    mustTake: false,
    audience: emptyGroup(),
    stores: [],
    elsewhere: false,
    when: emptyGroup(),
    effects: [newEffect('discountShare', currency)],
    bounds: NO_BOUNDS,
    codes: 'made',
    stock: null,
    perMember: 1,
    lifeDays: null,
    reviveDays: null,
    budgetMinor: null,
  };
}

export function formOf(offer: OfferTold, currency: string): OfferForm {
  const fresh = newForm(currency);
  const content = offer.draft ?? offer.content;
  if (!content) return { ...fresh, name: offer.name };
  const { audience, stores, gives, ...rest } = content;
  const form = {
    ...fresh,
    ...rest,
    name: offer.name,
    audience: toTree(audience),
    stores: stores ?? [],
    elsewhere: gives === null,
  };
  if (!gives) return form;
  const { trigger: _trigger, when, effects, ...bounds } = gives;
  return { ...form, when: toTree(when), effects: effects.map((one) => toEffectNode(one, currency)), bounds };
}

/** What is sent of the form; null while something in it is missing. */
export function contentOf(form: OfferForm): Record<string, unknown> | null {
  const { name: _name, audience, stores, elsewhere, when, effects, bounds, words, ...rest } = form;
  const [who, condition] = [toCondition(audience), toCondition(when)];
  const titled = Object.entries(words).filter(([, text]) => text && text.title.trim() !== '');
  if (who === unfinished || condition === unfinished || titled.length === 0) return null;
  const done = effects.flatMap((node) => {
    const effect = toEffect(node);
    return effect === unfinished ? [] : [effect];
  });
  if (!elsewhere && (done.length === 0 || done.length < effects.length)) return null;
  return {
    ...rest,
    words: Object.fromEntries(titled),
    audience: rest.reach === 'public' ? who : null,
    mustTake: rest.reach === 'personal' && rest.mustTake,
    stores: stores.length === 0 ? null : stores,
    codes: elsewhere ? 'pool' : rest.codes,
    gives: elsewhere ? null : { ...bounds, trigger: { on: 'receipt' }, when: condition, effects: done },
  };
}
