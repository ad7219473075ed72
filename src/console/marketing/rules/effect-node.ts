// An effect while it is being built: every field that any kind of effect has, so that choosing another kind loses
// nothing that was typed.
import type { Effect, LotTerms, Text } from '#src/contract/rules.ts';
import { emptyGroup, type GroupNode, nodeId, toLineCondition, toTree, unfinished } from './condition-tree.ts';

/** In the order of the picker: points first, then money, then words. */
export const EFFECT_GROUPS = [
  { name: 'points', kinds: ['share', 'per', 'fixed', 'perPiece', 'multiply'] },
  { name: 'discounts', kinds: ['discountShare', 'discountSum'] },
  { name: 'more', kinds: ['stamp', 'gift', 'message', 'event'] },
] as const;
export type EffectKind = Effect['kind'];

export interface EffectNode {
  id: string;
  kind: EffectKind;
  currency: string;
  points: number | null;
  perMinor: number | null;
  /** `share` may follow the member's tier. */
  shareBp: number | 'tier' | null;
  times: number | null;
  amountMinor: number | null;
  on: 'lines' | 'receipt';
  need: number | null;
  text: Text;
  eventName: string;
  /** Which lines count; empty: all. */
  where: GroupNode;
  terms: LotTerms | undefined;
}

export function newEffect(kind: EffectKind, currency: string): EffectNode {
  return {
    id: nodeId(),
    kind,
    currency,
    points: null,
    perMinor: null,
    shareBp: null,
    times: 200,
    amountMinor: null,
    on: 'receipt',
    need: 5,
    text: {},
    eventName: '',
    where: emptyGroup(),
    terms: undefined,
  };
}

/** Whether an effect of that kind gives points, asks for lines, or both. */
export const GIVES_POINTS: readonly EffectKind[] = ['share', 'per', 'fixed', 'perPiece', 'multiply', 'stamp'];
export const HAS_TERMS: readonly EffectKind[] = ['share', 'per', 'fixed', 'perPiece', 'multiply'];
export const HAS_LINES: readonly EffectKind[] = [
  'share',
  'per',
  'perPiece',
  'multiply',
  'discountShare',
  'discountSum',
  'stamp',
];

/** The node of a stored effect. */
export function toEffectNode(effect: Effect, currency: string): EffectNode {
  const node = newEffect(effect.kind, 'currency' in effect ? effect.currency : currency);
  return {
    ...node,
    ...('points' in effect && { points: effect.points }),
    ...('perMinor' in effect && { perMinor: effect.perMinor }),
    ...('shareBp' in effect && { shareBp: effect.shareBp }),
    ...('times' in effect && { times: effect.times }),
    ...('amountMinor' in effect && { amountMinor: effect.amountMinor }),
    ...('on' in effect && { on: effect.on }),
    ...('need' in effect && { need: effect.need }),
    ...(effect.kind === 'gift' && { text: effect.name }),
    ...(effect.kind === 'message' && { text: effect.text }),
    ...(effect.kind === 'event' && { eventName: effect.name }),
    ...('where' in effect && { where: toTree(effect.where) }),
    ...('terms' in effect && { terms: effect.terms }),
  };
}

/** The effect of a node, or that it lacks something. */
export function toEffect(node: EffectNode): Effect | typeof unfinished {
  const { kind, currency, points, perMinor, shareBp, times, amountMinor, on, need, eventName } = node;
  const lines = toLineCondition(node.where);
  if (lines === unfinished) return unfinished;
  const where = lines === null ? {} : { where: lines };
  const terms = node.terms === undefined ? {} : { terms: node.terms };
  switch (kind) {
    case 'share':
      return shareBp === null ? unfinished : { kind, currency, shareBp, ...where, ...terms };
    case 'per':
      if (points === null || perMinor === null) return unfinished;
      return { kind, currency, points, perMinor, ...where, ...terms };
    case 'perPiece':
      return points === null ? unfinished : { kind, currency, points, ...where, ...terms };
    case 'fixed':
      return points === null ? unfinished : { kind, currency, points, ...terms };
    case 'multiply':
      return times === null ? unfinished : { kind, currency, times, ...where, ...terms };
    case 'discountShare':
      return typeof shareBp !== 'number' ? unfinished : { kind, shareBp, on, ...where };
    case 'discountSum':
      return amountMinor === null ? unfinished : { kind, amountMinor, on, ...where };
    case 'stamp':
      return need === null || lines === null ? unfinished : { kind, currency, need, where: lines };
    case 'gift':
      return isSaid(node.text) ? { kind, name: said(node.text) } : unfinished;
    case 'message':
      return isSaid(node.text) ? { kind, text: said(node.text) } : unfinished;
    case 'event':
      return eventName.trim() === '' ? unfinished : { kind, name: eventName.trim() };
  }
}

function isSaid(text: Text): boolean {
  return Object.keys(said(text)).length > 0;
}

/** Without the languages in which nothing is written. */
function said(text: Text): Text {
  return Object.fromEntries(Object.entries(text).filter(([, words]) => words.trim() !== ''));
}
