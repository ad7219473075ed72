// The data of one event of each type, as they are sent. A test reads each by its schema.
const memberId = 'mem_06bv2k3h9q4w8x0y7z1a';
const receiptId = 'rcp_06bv2k3h9q4w8x0y7z1b';
const storeId = 'str_khreshchatyk12';
const externalId = '2026-11-21/1/214';
const gift = { memberId, giftId: 'gft_06bv2k3h9q4w8x0y7z1c', currency: 'points', amount: 100 };
const order = { memberId, orderId: 'ord_06bv2k3h9q4w8x0y7z1d', rewardId: 'rwd_06bv2k3h9q4w8x0y7z1e' };
const friend = { memberId, friendId: 'mem_06bv2k3h9q4w8x0y7z1n' };
const friendly = { ...friend, role: 'inviter', amount: 100, activeAt: '2026-12-05T14:05:00.000Z' };
const coupon = { memberId, couponId: 'cpn_06bv2k3h9q4w8x0y7z1f', offerId: 'off_06bv2k3h9q4w8x0y7z1g' };
const purchase = { amountMinor: 86240, earned: 43, burnt: 0, balance: 1283 };
const sentBack = { amountMinor: 12000, takenBack: 6, givenBack: 0, owed: 0, coupons: [] };

export const WEBHOOK_EXAMPLES = {
  'member.registered': { memberId, welcomePoints: 50 },
  'receipt.accepted': { memberId, receiptId, storeId, externalId, number: '214', ...purchase },
  'receipt.returned': {
    memberId,
    receiptId,
    returnId: 'ret_06bv2k3h9q4w8x0y7z1h',
    storeId,
    returnedIn: storeId,
    externalId,
    ...sentBack,
  },
  'receipt.rated': { memberId, receiptId, rating: 5 },
  'points.activated': {
    memberId,
    currency: 'points',
    amount: 43,
    balance: 1283,
    receiptIds: [receiptId],
  },
  'points.expiring': {
    memberId,
    currency: 'points',
    amount: 120,
    daysBefore: 7,
    expiresOn: '2026-11-28',
  },
  'points.expired': {
    memberId,
    currency: 'points',
    amount: 120,
    balance: 1163,
    transferId: 'trf_06bv2k3h9q4w8x0y7z1j',
  },
  'points.adjusted': { memberId, currency: 'points', amount: 50, balance: 1213 },
  'partner.points': {
    memberId,
    by: 'prt_06bv2k3h9q4w8x0y7z1p',
    what: 'issue',
    currency: 'points',
    amount: 8,
    balance: 1221,
  },
  'tier.changed': { memberId, from: 'silver', to: 'gold' },
  'tier.at_risk': {
    memberId,
    tierKey: 'gold',
    missingMinor: 12000,
    keptUntil: '2026-12-31T22:00:00.000Z',
  },
  'gift.given': gift,
  'gift.accepted': gift,
  'gift.returned': gift,
  'reward.ordered': order,
  'reward.undone': order,
  'reward.kept': order,
  'reward.ready': order,
  'reward.handed_over': order,
  'reward.cancelled': order,
  'reward.expiring': order,
  'reward.expired': order,
  'friend.joined': friend,
  'friend.rewarded': friendly,
  'friend.taken_back': { ...friendly, activeAt: null },
  'coupon.issued': coupon,
  'coupon.taken': coupon,
  'coupon.expiring': { ...coupon, expiresAt: '2026-11-30T22:00:00.000Z' },
  'card.blocked': { memberId, cardId: 'crd_06bv2k3h9q4w8x0y7z1k', reason: 'lost' },
  'rule.points': {
    memberId,
    currency: 'points',
    amount: 30,
    balance: 1313,
    ruleIds: ['rul_06bv2k3h9q4w8x0y7z1m'],
    activeAt: null,
    trimmed: [{ cap: 'day', wanted: 50, given: 30, limit: 30 }],
  },
  'rule.event': { memberId, ruleId: 'rul_06bv2k3h9q4w8x0y7z1m', name: 'coffee_card_full', receiptId },
  'segment.entered': { memberId, segmentId: 'seg_06bv2k3h9q4w8x0y7z1n' },
  'segment.left': { memberId, segmentId: 'seg_06bv2k3h9q4w8x0y7z1n' },
};
