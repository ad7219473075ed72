// An event as other systems read it: identifiers and figures, never a name, a phone or words that somebody has typed
// about a member. Points and money are JSON numbers.
import type { RecordedEvent } from '../events/follow-events.ts';
import type { WebhookType } from './webhook-types.ts';

export interface Told {
  type: WebhookType;
  data: Record<string, string | number | string[] | object[] | null>;
}

const OWN_POINTS = 'points';

/** `externalIds`: the stores' own keys of receipts. Null for what stays inside: a new chat, a burn that waits for the member, how challenges go, and what was told to us or to them. */
export function tellEvent(event: RecordedEvent, externalIds: ReadonlyMap<string, string>): Told | null {
  const { memberId } = event;
  switch (event.kind) {
    case 'member.registered':
      return told(event.kind, { memberId, welcomePoints: Number(event.data.welcomePoints) });
    case 'receipt.accepted': {
      const { receiptId, storeId, number, amountMinor, earned, burnt, balance } = event.data;
      const figures = { amountMinor, earned, burnt, balance };
      const externalId = externalIds.get(receiptId) ?? null;
      return told(event.kind, { memberId, receiptId, storeId, externalId, number, ...figures });
    }
    case 'receipt.returned': {
      const { receiptId, returnId, storeId, returnedIn = storeId, coupons = [], ...figures } = event.data;
      const { amountMinor, takenBack, givenBack, owed } = figures;
      return told(event.kind, {
        memberId,
        receiptId,
        returnId,
        storeId,
        returnedIn,
        externalId: externalIds.get(receiptId) ?? null,
        ...numbers({ amountMinor, takenBack, givenBack, owed }),
        coupons,
      });
    }
    case 'receipt.rated': {
      const { receiptId, rating } = event.data;
      return told(event.kind, { memberId, receiptId, rating });
    }
    case 'points.activated': {
      const { currency, amount, receiptIds, balance } = event.data;
      return told(event.kind, { memberId, currency, ...numbers({ amount, balance }), receiptIds });
    }
    case 'points.expiring': {
      const { currency, amount, expiresOn, daysBefore } = event.data;
      return told(event.kind, { memberId, currency, ...numbers({ amount, daysBefore }), expiresOn });
    }
    case 'points.expired': {
      const { currency = OWN_POINTS, amount, balance, transferId } = event.data;
      return told(event.kind, { memberId, currency, ...numbers({ amount, balance }), transferId });
    }
    case 'points.adjusted': {
      const { currency = OWN_POINTS, amount, balance } = event.data;
      return told(event.kind, { memberId, currency, ...numbers({ amount, balance }) });
    }
    case 'partner.points': {
      const { by, what, currency, amount, balance } = event.data;
      return told(event.kind, { memberId, by, what, currency, ...numbers({ amount, balance }) });
    }
    case 'tier.changed': {
      const { from, to } = event.data;
      return told(event.kind, { memberId, from, to });
    }
    case 'tier.at_risk': {
      const { tierKey, missingMinor, keptUntil } = event.data;
      return told(event.kind, { memberId, tierKey, ...numbers({ missingMinor }), keptUntil });
    }
    case 'gift.given':
    case 'gift.accepted':
    case 'gift.returned': {
      const { giftId, amount, currency } = event.data;
      return told(event.kind, { memberId, giftId, currency, ...numbers({ amount }) });
    }
    case 'reward.ordered':
    case 'reward.undone':
    case 'reward.kept':
    case 'reward.ready':
    case 'reward.handed_over':
    case 'reward.cancelled':
    case 'reward.expiring':
    case 'reward.expired': {
      const { orderId, rewardId } = event.data;
      return told(event.kind, { memberId, orderId, rewardId });
    }
    case 'friend.joined':
      return told(event.kind, { memberId, friendId: event.data.friendId });
    case 'friend.rewarded':
    case 'friend.taken_back': {
      const { friendId, role, points: amount, activeAt } = event.data;
      return told(event.kind, { memberId, friendId, role, ...numbers({ amount }), activeAt });
    }
    case 'coupon.issued':
    case 'coupon.taken': {
      const { couponId, offerId } = event.data;
      return told(event.kind, { memberId, couponId, offerId });
    }
    case 'coupon.expiring': {
      const { couponId, offerId, expiresAt } = event.data;
      return told(event.kind, { memberId, couponId, offerId, expiresAt });
    }
    case 'card.blocked': {
      const { cardId, reason } = event.data;
      return told(event.kind, { memberId, cardId, reason });
    }
    case 'rule.points': {
      const { currency, amount, balance, rules, activeAt, trimmed = [] } = event.data;
      const ruleIds = rules.flatMap(({ ruleId }) => ruleId ?? []);
      const caps = trimmed.map(({ kind, ...each }) => ({ cap: kind, ...each }));
      return told(event.kind, {
        memberId,
        currency,
        ...numbers({ amount, balance }),
        ruleIds,
        activeAt,
        trimmed: caps,
      });
    }
    case 'rule.event': {
      const { ruleId, name, receiptId } = event.data;
      return told(event.kind, { memberId, ruleId, name, receiptId });
    }
    case 'segment.entered':
    case 'segment.left':
      return told(event.kind, { memberId, segmentId: event.data.segmentId });
    case 'phone.proven':
    case 'identity.linked':
    case 'member.merged':
    case 'member.parted':
    case 'burn.requested':
    case 'burn.settled':
    case 'coupon.announced':
    case 'rule.message':
    case 'member.event':
    case 'challenge.invited':
    case 'challenge.progressed':
    case 'challenge.reached':
    case 'challenge.given':
    case 'challenge.missed':
    case 'challenge.lost':
    case 'challenge.taken_back':
    case 'challenge.kept':
    case 'challenge.ending':
    case 'challenge.ended':
      return null;
  }
}

function told(type: WebhookType, data: Told['data']): Told {
  return { type, data };
}

function numbers<Name extends string>(figures: Record<Name, string | number>): Record<string, number> {
  return Object.fromEntries(Object.entries<string | number>(figures).map(([name, n]) => [name, Number(n)]));
}
