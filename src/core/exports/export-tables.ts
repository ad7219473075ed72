// What a shop can take out, table by table. Column names are those that imports know, so that a file goes back in as it
// came out. Like a report, an export reads across the rooms' tables, in one statement each.

export interface ExportTable {
  /** Who may take it. */
  roles: readonly ('admin' | 'marketer')[];
  /** Its columns in order; `phone` is masked unless whole phones are allowed. */
  columns: readonly string[];
  /** Of the rows' time, when they have one: exports can be bounded by it. */
  time?: string;
  /** Everything between `select` and the bounds. */
  from: string;
  order: string;
}

const EVERYBODY = ['admin', 'marketer'] as const;
const ADMINS = ['admin'] as const;

const columns = (text: string) => text.split(',').map((column) => column.trim());

export const EXPORT_TABLES = {
  members: {
    roles: EVERYBODY,
    columns: columns(
      'm.member_id as "memberId", m.external_id as "externalId", m.name as name, m.phone as phone, m.card as card, m.day as birthday, m.language as language, m.tier_key as tier, m.marketing_consent as marketing, m.registered_at as "registeredAt", m.status as status, m.balance as balance, m.receipts as receipts, m.turnover_minor as "turnoverMinor", m.last_receipt_at as "lastReceiptAt"',
    ),
    time: 'm.registered_at',
    from: `(
      select m.*, to_char(m.birthday, 'YYYY-MM-DD') as day, a.balance, s.receipts, s.turnover_minor, s.last_receipt_at,
        (select x.external_id from member_external_id x where x.member_id = m.member_id order by x.external_id limit 1) as external_id,
        (select c.card_number from card c where c.member_id = m.member_id order by c.status, c.issued_at limit 1) as card
      from member m left join account a on a.member_id = m.member_id and a.currency = 'points'
        left join standing s on s.member_id = m.member_id) m`,
    order: 'm.member_id',
  },
  cards: {
    roles: EVERYBODY,
    columns: columns(
      'c.card_number as card, c.member_id as "memberId", c.kind as kind, c.status as status, c.issued_at as "issuedAt", c.blocked_at as "blockedAt", c.blocked_reason as "blockedReason"',
    ),
    time: 'c.issued_at',
    from: 'card c',
    order: 'c.member_id, c.card_id',
  },
  receipts: {
    roles: EVERYBODY,
    columns: columns(
      'r.receipt_id as "receiptId", r.member_id as "memberId", r.store_id as store, r.external_id as receipt, r.number as number, r.till_id as till, r.occurred_at as at, r.amount_minor as "amountMinor", r.discount_minor as "discountMinor", r.returned_minor as "returnedMinor", r.money_currency as "moneyCurrency", r.earned as earned, r.burnt as burnt, r.state as state, r.rating as rating, r.accepted_by as "acceptedBy", r.recorded_at as "recordedAt"',
    ),
    time: 'r.occurred_at',
    from: 'receipt r',
    order: 'r.member_id, r.receipt_id',
  },
  lines: {
    roles: EVERYBODY,
    columns: columns(
      'l.receipt_id as "receiptId", l.member_id as "memberId", r.store_id as store, r.external_id as receipt, r.occurred_at as at, l.line_no as "lineNo", l.sku as sku, l.name as name, l.category as category, l.brand as brand, l.quantity_milli as "quantityMilli", l.price_minor as "priceMinor", l.discount_minor as "discountMinor", l.our_discount_minor as "ourDiscountMinor", l.amount_minor as "amountMinor", l.returned_milli as "returnedMilli"',
    ),
    time: 'r.occurred_at',
    from: 'receipt_line l join receipt r on r.member_id = l.member_id and r.receipt_id = l.receipt_id',
    order: 'l.member_id, l.receipt_id, l.line_no',
  },
  returns: {
    roles: EVERYBODY,
    columns: columns(
      'r.return_id as "returnId", r.receipt_id as "receiptId", r.member_id as "memberId", r.store_id as store, r.external_id as return, r.occurred_at as at, r.amount_minor as "amountMinor", r.taken_back as "takenBack", r.given_back as "givenBack", r.owed as owed, r.cancels as "wholeReceipt", r.accepted_by as "acceptedBy", r.recorded_at as "recordedAt"',
    ),
    time: 'r.occurred_at',
    from: 'receipt_return r',
    order: 'r.member_id, r.return_id',
  },
  returnLines: {
    roles: EVERYBODY,
    columns: columns(
      'l.return_id as "returnId", r.receipt_id as "receiptId", l.member_id as "memberId", r.occurred_at as at, l.line_no as "lineNo", l.quantity_milli as "quantityMilli", l.amount_minor as "amountMinor"',
    ),
    time: 'r.occurred_at',
    from: 'receipt_return_line l join receipt_return r on r.member_id = l.member_id and r.return_id = l.return_id',
    order: 'l.member_id, l.return_id, l.line_no',
  },
  transfers: {
    roles: EVERYBODY,
    columns: columns(
      't.transfer_id as "transferId", t.member_id as "memberId", t.currency as currency, t.kind as kind, t.amount as amount, e.balance_after as "balanceAfter", t.receipt_id as "receiptId", t.reverses as reverses, t.occurred_at as "occurredAt", t.recorded_at as "recordedAt"',
    ),
    time: 't.occurred_at',
    from: "transfer t join entry e on e.member_id = t.member_id and e.transfer_id = t.transfer_id and e.account = 'member'",
    order: 't.member_id, t.transfer_id',
  },
  lots: {
    roles: EVERYBODY,
    columns: columns(
      'l.lot_id as "lotId", l.member_id as "memberId", l.currency as currency, l.amount as amount, l.remaining as remaining, l.held as held, l.active as "activeAt", l.expires_at as "expiresAt", l.waits_for as "waitsFor"',
    ),
    from: "(select l.*, nullif(l.active_at, 'infinity') as active from lot l) l",
    order: 'l.member_id, l.lot_id',
  },
  products: {
    roles: EVERYBODY,
    columns: columns(
      'p.sku as sku, p.name as name, p.category as category, p.brand as brand, p.price_minor as "priceMinor"',
    ),
    from: 'product p',
    order: 'p.sku',
  },
  stores: {
    roles: EVERYBODY,
    columns: columns(
      's.store_id as code, s.name as name, s.city as city, s.address as address, s.time_zone as "timeZone", s.lat as lat, s.lon as lon, s.tills as tills, s.closed_at as "closedAt"',
    ),
    from: '(select s.*, (select count(*) from till t where t.store_id = s.store_id) as tills from store s) s',
    order: 's.store_id',
  },
  rules: {
    roles: EVERYBODY,
    columns: columns(
      'v.rule_id as "ruleId", v.version as version, v.name as name, r.status as status, v.live_from as "liveFrom", v.live_until as "liveUntil", v.published_by as "publishedBy", v.definition::text as definition',
    ),
    time: 'v.live_from',
    from: 'rule_version v join rule r on r.rule_id = v.rule_id',
    order: 'v.rule_id, v.version',
  },
  offers: {
    roles: EVERYBODY,
    columns: columns(
      'o.offer_id as "offerId", o.name as name, o.status as status, o.version as version, o.stock as stock, o.taken as taken, o.used as used, o.saved_minor as "savedMinor", o.earned as earned, o.created_by as "createdBy", o.created_at as "createdAt", o.changed_at as "changedAt", o.content as content',
    ),
    time: 'o.created_at',
    from: `(
      select o.*, v.content::text as content, c.used, c.saved_minor, c.earned from offer o
        left join offer_version v on v.offer_id = o.offer_id and v.version = o.version
        left join (
          select offer_id, count(*) filter (where status = 'used') as used, sum(saved_minor)::bigint as saved_minor,
            sum(earned)::bigint as earned
          from coupon group by offer_id) c on c.offer_id = o.offer_id) o`,
    order: 'o.offer_id',
  },
  coupons: {
    roles: EVERYBODY,
    columns: columns(
      'c.coupon_id as "couponId", c.member_id as "memberId", c.offer_id as "offerId", o.name as offer, c.version as version, c.tail as "codeTail", c.status as status, c.issued_at as "issuedAt", c.taken_at as "takenAt", c.used_at as "usedAt", c.receipt_id as "receiptId", c.saved_minor as "savedMinor", c.earned as earned, c.returned_at as "returnedAt", c.expires_at as "expiresAt", c.ended_at as "endedAt", c.issued_by as "issuedBy"',
    ),
    time: 'c.issued_at',
    // A whole code works for whoever types it: those are in `codes`.
    from: `(
      select c.*, right(c.code, least(4, length(c.code) / 2)) as tail from coupon c) c
        join offer o on o.offer_id = c.offer_id`,
    order: 'c.member_id, c.coupon_id',
  },
  codes: {
    roles: ADMINS,
    columns: columns(
      'c.offer_id as "offerId", o.name as offer, c.code as code, c.member_id as "memberId", c.coupon_id as "couponId"',
    ),
    from: 'coupon_code c join offer o on o.offer_id = c.offer_id',
    order: 'c.offer_id, c.place',
  },
  rewards: {
    roles: EVERYBODY,
    columns: columns(
      'r.reward_id as "rewardId", r.uk as "nameUk", r.ru as "nameRu", r.en as "nameEn", r.status as status, r.currency as currency, r.price as price, r.stock as stock, r.member_limit as "memberLimit", r.tiers as tiers, r.stores as stores, r.preparation as preparation, r.orders_from as "ordersFrom", r.orders_until as "ordersUntil"',
    ),
    from: `(
      select r.*, r.names->>'uk' as uk, r.names->>'ru' as ru, r.names->>'en' as en, array_to_string(r.tier_keys, ' ') as tiers,
        array_to_string(r.store_ids, ' ') as stores
      from reward r) r`,
    order: 'r.reward_id',
  },
  orders: {
    roles: EVERYBODY,
    columns: columns(
      'o.order_id as "orderId", o.member_id as "memberId", o.reward_id as "rewardId", o.currency as currency, o.price as price, o.store_id as store, o.status as status, o.ordered_at as "orderedAt", o.ready_at as "readyAt", o.settled_at as "settledAt"',
    ),
    time: 'o.ordered_at',
    from: 'reward_order o',
    order: 'o.member_id, o.order_id',
  },
  friends: {
    roles: EVERYBODY,
    columns: columns(
      'f.member_id as "memberId", f.inviter_id as "inviterId", f.status as status, f.refusal as refusal, f.joined_at as "joinedAt", f.receipt_id as "receiptId", f.rewarded_at as "rewardedAt", f.active_at as "activeAt", f.inviter_points as "inviterPoints", f.friend_points as "friendPoints"',
    ),
    time: 'f.joined_at',
    from: 'friendship f',
    order: 'f.member_id',
  },
  gifts: {
    roles: EVERYBODY,
    columns: columns(
      'g.gift_id as "giftId", g.member_id as "memberId", g.to_member_id as "toMemberId", g.currency as currency, g.amount as amount, g.status as status, g.given_at as "givenAt", g.expires_at as "expiresAt", g.settled_at as "settledAt"',
    ),
    time: 'g.given_at',
    from: 'gift g',
    order: 'g.member_id, g.gift_id',
  },
  campaigns: {
    roles: EVERYBODY,
    columns: columns(
      'c.campaign_id as "campaignId", c.name as name, c.status as status, c.audience as audience, c.created_by as "createdBy", c.created_at as "createdAt", c.launched_at as "launchedAt", c.finished_at as "finishedAt"',
    ),
    time: 'c.created_at',
    from: 'campaign c',
    order: 'c.campaign_id',
  },
  messages: {
    roles: EVERYBODY,
    columns: columns(
      'd.delivery_id as "deliveryId", d.member_id as "memberId", d.messenger as messenger, d.lane as lane, d.status as status, d.attempts as attempts, d.error as error, d.created_at as "createdAt", d.settled_at as "settledAt", d.seen_at as "seenAt"',
    ),
    time: 'd.created_at',
    from: 'delivery d',
    order: 'd.delivery_id',
  },
  consents: {
    roles: ADMINS,
    columns: columns(
      'c.member_id as "memberId", c.kind as kind, c.given as given, c.text_version as "textVersion", c.channel as channel, c.carried_by as "carriedBy", c.recorded_at as "recordedAt"',
    ),
    time: 'c.recorded_at',
    from: 'consent c',
    order: 'c.member_id, c.consent_id',
  },
  audit: {
    roles: ADMINS,
    columns: columns(
      'a.recorded_at as at, a.actor as actor, a.action as action, a.subject as subject, a.detail::text as detail',
    ),
    time: 'a.recorded_at',
    from: 'audit_log a',
    order: 'a.audit_id',
  },
} as const satisfies Record<string, ExportTable>;

export type ExportName = keyof typeof EXPORT_TABLES;
export const EXPORT_NAMES = Object.keys(EXPORT_TABLES) as ExportName[];

/** The names that a table's columns have in its file. */
export function columnNames(name: ExportName): string[] {
  return EXPORT_TABLES[name].columns.map((column) =>
    column.slice(column.lastIndexOf(' as ') + 4).replaceAll('"', ''),
  );
}
