// The catalogue of the contract and what the core tells are written twice; here they are held together.
import { expect, it } from 'vitest';
import { WEBHOOK_TYPES as CONTRACT_TYPES, WEBHOOK_CATALOGUE } from '#src/contract/webhook-events.ts';
import { webhookError } from '#src/contract/webhooks.ts';
import type { RecordedEvent } from '#src/core/events/follow-events.ts';
import type { Happened } from '#src/core/events/happened.ts';
import { WEBHOOK_ERRORS } from '#src/core/webhooks/post-webhook.ts';
import { tellEvent } from '#src/core/webhooks/tell-event.ts';
import { WEBHOOK_TYPES } from '#src/core/webhooks/webhook-types.ts';
import { NOON } from '#test/support/a-shop.ts';
import uk from '../../../locales/uk/console.json' with { type: 'json' };

const receiptId = 'rcp_00000000000000000001';
const gift = { giftId: 'gft_1', amount: '5', currency: 'points' };
const order = { orderId: 'ord_1', rewardId: 'rwd_1' };
const coupon = { couponId: 'cpn_1', offerId: 'off_1' };
const sale = { receiptId, storeId: 'str_1', number: '7', amountMinor: 100, earned: 1, burnt: 0, balance: 1 };
const back = { amountMinor: '100', takenBack: 1, givenBack: '0', owed: '0' };

/** As they are recorded: points as decimal text or as numbers. */
const HAPPENED: Happened[] = [
  { kind: 'member.registered', data: { identityId: 'idn_1', welcomePoints: '50' } },
  { kind: 'receipt.accepted', data: sale },
  { kind: 'receipt.returned', data: { receiptId, returnId: 'ret_1', storeId: 'str_1', ...back } },
  { kind: 'receipt.rated', data: { receiptId, rating: 4 } },
  {
    kind: 'points.activated',
    data: { currency: 'points', amount: '3', receiptIds: [receiptId], balance: 3 },
  },
  {
    kind: 'points.expiring',
    data: { currency: 'points', amount: '3', expiresOn: '2026-03-09', daysBefore: 7 },
  },
  { kind: 'points.expired', data: { transferId: 'trf_1', amount: '3', balance: '0' } },
  { kind: 'points.adjusted', data: { amount: '-3', reason: 'Олена забула картку', balance: '-1' } },
  {
    kind: 'partner.points',
    data: { by: 'prt_1', what: 'redeem', amount: '3', balance: '4', currency: 'points' },
  },
  { kind: 'tier.changed', data: { from: 'base', to: 'gold' } },
  {
    kind: 'tier.at_risk',
    data: { tierKey: 'gold', missingMinor: '5', keptUntil: '2026-12-31T22:00:00.000Z' },
  },
  { kind: 'gift.given', data: gift },
  { kind: 'gift.accepted', data: gift },
  { kind: 'gift.returned', data: gift },
  ...(['ordered', 'undone', 'kept', 'ready', 'handed_over', 'cancelled', 'expiring', 'expired'] as const).map(
    (what): Happened => ({ kind: `reward.${what}`, data: order }),
  ),
  { kind: 'friend.joined', data: { friendId: 'mem_2' } },
  { kind: 'friend.rewarded', data: { friendId: 'mem_2', role: 'friend', points: '5', activeAt: null } },
  { kind: 'friend.taken_back', data: { friendId: 'mem_2', role: 'inviter', points: 5, activeAt: null } },
  { kind: 'coupon.issued', data: coupon },
  { kind: 'coupon.taken', data: coupon },
  { kind: 'coupon.expiring', data: { ...coupon, expiresAt: '2026-11-30T22:00:00.000Z', delayMs: 0 } },
  { kind: 'card.blocked', data: { cardId: 'crd_1', reason: 'lost' } },
  {
    kind: 'rule.points',
    data: {
      currency: 'points',
      amount: '30',
      balance: '80',
      rules: [{ ruleId: 'rul_1', name: 'Подарунок Олені' }, { name: 'Recorded earlier' }],
      told: false,
      activeAt: null,
      waitsFor: null,
      trimmed: [{ kind: 'day', wanted: 50, given: 30, limit: 30 }],
    },
  },
  { kind: 'rule.event', data: { ruleId: 'rul_1', name: 'full', receiptId: null } },
  { kind: 'segment.entered', data: { segmentId: 'seg_1' } },
  { kind: 'segment.left', data: { segmentId: 'seg_1' } },
];
const INNER: Happened[] = [
  { kind: 'identity.linked', data: { identityId: 'idn_1', known: [], burnAllowedFrom: null } },
  { kind: 'burn.requested', data: { burnRequestId: 'brq_1', points: '1', storeId: 's', expiresAt: '' } },
  {
    kind: 'burn.settled',
    data: { burnRequestId: 'brq_1', points: '1', status: 'accepted', by: 'idn_1' },
  },
  { kind: 'rule.message', data: { ruleId: 'rul_1', text: { uk: 'Вітаємо' } } },
  { kind: 'member.event', data: { name: 'visit', key: '1' } },
];

const recorded = (happened: Happened): RecordedEvent => ({
  ...happened,
  eventId: 'evt_1',
  memberId: 'mem_1',
  recordedAt: NOON,
});
const bodyOf = (happened: Happened) => {
  const told = tellEvent(recorded(happened), new Map([[receiptId, 'till-1/214']]));
  return told && { type: told.type, timestamp: NOON.toISOString(), data: told.data };
};

it('when the catalogue of the contract is compared, then the core knows the same types and failures', () => {
  expect(new Set<string>(CONTRACT_TYPES)).toEqual(new Set(WEBHOOK_TYPES));
  expect(webhookError.options).toEqual([...WEBHOOK_ERRORS, 'stopped']);
});

it('when anything happens, then what is told is what the catalogue says, and nothing more', () => {
  const bodies = HAPPENED.map(bodyOf);
  expect(new Set(bodies.map((body) => body?.type))).toEqual(new Set(WEBHOOK_TYPES));
  for (const { type, body: schema } of WEBHOOK_CATALOGUE) {
    const body = bodies.find((each) => each?.type === type);
    expect(schema.parse(body)).toEqual(body);
  }
});

it('when an admin chooses events in the console, then each has a name there', () => {
  const named = Object.keys(uk.webhooks.event).map((name) => name.replace('_', '.'));
  expect(named).toEqual(expect.arrayContaining([...WEBHOOK_TYPES]));
});

it('when the catalogue shows an example, then it is what its schema says', () => {
  for (const { body, example } of WEBHOOK_CATALOGUE) expect(body.parse(example)).toEqual(example);
});

it('when it is nobody else’s business, then it is not told, and no words about a member ever are', () => {
  expect(INNER.map(bodyOf)).toEqual(INNER.map(() => null));
  expect(JSON.stringify(HAPPENED.map(bodyOf))).not.toContain('Олена');
});
