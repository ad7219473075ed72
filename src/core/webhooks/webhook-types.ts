// What may be told to other systems. A type is a promise: it is never renamed, and its data only ever gain fields.
export const WEBHOOK_TYPES = [
  'member.registered',
  'receipt.accepted',
  'receipt.returned',
  'receipt.rated',
  'points.activated',
  'points.expiring',
  'points.expired',
  'points.adjusted',
  'partner.points',
  'tier.changed',
  'tier.at_risk',
  'gift.given',
  'gift.accepted',
  'gift.returned',
  'reward.ordered',
  'reward.undone',
  'reward.kept',
  'reward.ready',
  'reward.handed_over',
  'reward.cancelled',
  'reward.expiring',
  'reward.expired',
  'friend.joined',
  'friend.rewarded',
  'friend.taken_back',
  'coupon.issued',
  'coupon.taken',
  'coupon.expiring',
  'card.blocked',
  'rule.points',
  'rule.event',
  'segment.entered',
  'segment.left',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** What the button of the console sends; nobody has to ask for it. */
export const TEST_TYPE = 'webhook.test';

export function isWebhookType(text: string): text is WebhookType {
  return WEBHOOK_TYPES.some((type) => type === text);
}
