// Members with everything that a condition may ask about, made from a seed: purchases with lines and returns, points,
// coupons, messengers, messages, figures. Written straight into the tables, since only what stands there matters.
import type { Sql } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { NOON, STORE } from './a-shop.ts';

export const FAR_STORE = 'str_00000000000000000002';
export const OFFERS = ['off_1', 'off_2'] as const;
export const CAMPAIGNS = ['cmp_1', 'cmp_2'] as const;
export const LIST = 'seg_00000000000000000001';
export const CATEGORIES = ['кава', 'хліб', 'milk'] as const;
const DAY_MS = 86_400_000;

/** Numbers that look random and are the same for one seed (mulberry32). */
export function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    chance: (share: number) => next() < share,
    one: <T>(of: readonly [T, ...T[]]): T => of[whole(0, of.length - 1)] ?? of[0],
  };
}
type Random = ReturnType<typeof randomOf>;

/** A second store in another time zone, two campaigns, a list and that many members. */
export async function randomPeople(
  sql: Sql,
  { count, seed }: { count: number; seed: number },
): Promise<MemberId[]> {
  const random = randomOf(seed);
  await sql`insert into store (store_id, name, city, address, time_zone)
    values (${FAR_STORE}, 'Далекий', 'Токіо', '-', 'Asia/Tokyo')`;
  for (const [place, campaignId] of CAMPAIGNS.entries()) {
    await sql`insert into campaign (campaign_id, name, content, status, created_by, created_at, launched_at)
      values (${campaignId}, 'C', '{}', 'finished', 'x', ${ago(50 - 40 * place)}, ${ago(50 - 40 * place)})`;
  }
  await sql`insert into segment (segment_id, name, kind, created_by, created_at, changed_at)
    values (${LIST}, 'L', 'list', 'x', ${NOON}, ${NOON})`;
  await sql`insert into reward (reward_id, names, price, status, tier_keys, created_by, created_at, changed_at) values
    ('rwd_1', '{"uk": "Чашка"}', 120, 'on', '{}', 'x', ${NOON}, ${NOON}),
    ('rwd_2', '{"uk": "Ложка"}', 40, 'on', '{gold}', 'x', ${NOON}, ${NOON})`;
  for (const offerId of OFFERS) {
    await sql`insert into offer (offer_id, name, created_by, created_at, changed_at)
      values (${offerId}, 'O', 'x', ${NOON}, ${NOON})`;
    await sql`insert into offer_version (offer_id, version, name, content, published_by, published_at)
      values (${offerId}, 1, 'O', '{}', 'x', ${NOON})`;
  }
  const made: MemberId[] = [];
  for (let n = 0; n < count; n++) {
    const memberId: MemberId = `mem_${String(n).padStart(20, '0')}`;
    await person(sql, { memberId, absorbedInto: null, random });
    made.push(memberId);
    if (random.chance(0.15)) {
      await person(sql, { memberId: `mem_x${String(n).padStart(19, '0')}`, absorbedInto: memberId, random });
    }
  }
  return made;
}

interface Person {
  memberId: MemberId;
  absorbedInto: MemberId | null;
  random: Random;
}

async function person(sql: Sql, { memberId, absorbedInto, random }: Person): Promise<void> {
  const { one, whole, chance } = random;
  const birthday = one([null, '0004-02-29', '1990-03-02', '1991-03-05', '0004-12-31', '1980-01-01']);
  await sql`insert into member (member_id, name, tier_key, language, marketing_consent, source, registered_at, birthday,
      absorbed_into, status)
    values (${memberId}, 'Олена', ${one(['base', 'silver', 'gold'])}, ${one(['uk', 'ru', 'en'])}, ${chance(0.5)},
      ${one([null, STORE, 'Блогер-Їжак', 'poster'])}, ${ago(whole(0, 400) + 0.3)}, ${birthday}, ${absorbedInto},
      ${absorbedInto === null ? 'active' : 'erased'})`;
  await figures(sql, { memberId, random });
  await points(sql, { memberId, random });
  for (let n = whole(0, 5); n > 0; n--) await purchase(sql, { memberId, n, random });
  await talks(sql, { memberId, random });
  if (chance(0.3)) {
    await sql`insert into segment_member (segment_id, member_id, entered_at) values (${LIST}, ${memberId}, ${NOON})`;
  }
}

type Of = Omit<Person, 'absorbedInto'>;

async function figures(sql: Sql, { memberId, random: { one, whole, chance } }: Of): Promise<void> {
  if (chance(0.8)) {
    const last = one([null, ago(3), ago(40.2), ago(200)]);
    await sql`insert into standing (member_id, receipts, turnover_minor, last_receipt_at)
      values (${memberId}, ${last === null ? 0 : whole(1, 9)}, ${last === null ? 0 : whole(1, 900_000)}, ${last})`;
  }
  if (chance(0.8)) {
    const [r, f, m] = chance(0.7) ? [whole(1, 3), whole(1, 3), whole(1, 3)] : [0, 0, 0];
    await sql`insert into member_stats (member_id, r, f, m, life_cycle, receipt_size, favourite_category)
      values (${memberId}, ${r}, ${f}, ${m}, ${one(['registered', 'new', 'regular', 'lost'])},
        ${one([null, 'S1', 'M2'])}, ${one([null, ...CATEGORIES])})`;
  }
}

async function points(sql: Sql, { memberId, random: { one, whole, chance } }: Of): Promise<void> {
  await sql`insert into account (member_id, balance, owed) values (${memberId}, 0, ${one([0, 0, 0, 15])})`;
  for (let n = whole(0, 3); n > 0; n--) {
    const amount = whole(10, 90);
    await sql`insert into lot (member_id, lot_id, amount, remaining, active_at, expires_at, held)
      values (${memberId}, ${`lot_${n}`}, ${amount}, ${chance(0.8) ? amount : 0}, ${one([ago(10), ago(-2)])},
        ${one([null, ago(-5), ago(-20.5), ago(1)])}, 0)`;
  }
}

async function purchase(sql: Sql, { memberId, n, random }: Of & { n: number }): Promise<void> {
  const { one, whole, chance } = random;
  const receiptId = `rcp_${n}`;
  const lines = Array.from({ length: whole(0, 3) }, (_, place) => {
    const quantity = whole(1, 4) * 500;
    const amount = whole(100, 40_000);
    return {
      place,
      quantity,
      amount,
      returned: one([0, 0, 500, quantity]),
      discount: one([0, 0, whole(0, amount)]),
    };
  });
  const amount = lines.reduce((sum, line) => sum + line.amount, 0) + one([0, 5_000]);
  const occurredAt = ago(one([0.1, 1, 29.99, 30, 31, 90, 400]) + one([0, whole(0, 23) / 24]));
  await sql`insert into receipt (member_id, receipt_id, store_id, till_id, external_id, number, amount_minor, earned, burnt,
      balance_after, accepted_by, occurred_at, recorded_at, state, returned_minor)
    values (${memberId}, ${receiptId}, ${one([STORE, STORE, FAR_STORE])}, ${one([null, 'til_1'])}, ${receiptId}, ${String(n)},
      ${amount}, 0, 0, 0, 'x', ${occurredAt}, ${occurredAt}, ${one(['closed', 'closed', 'partly_returned', 'returned', 'cancelled'])},
      ${chance(0.3) ? Math.floor(amount / 3) : 0})`;
  for (const { place, quantity, amount: ofLine, returned, discount } of lines) {
    await sql`insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, brand, quantity_milli,
        price_minor, amount_minor, excluded, our_discount_minor, returned_milli)
      values (${memberId}, ${receiptId}, ${place + 1}, ${one(['s-1', 'S-2'])}, ${one(['Кава ЇЖАК', 'Хліб'])},
        ${one(CATEGORIES)}, ${one(['', 'Ферма'])}, ${quantity}, ${whole(100, 9_000)}, ${ofLine}, ${chance(0.15)},
        ${discount}, ${Math.min(returned, quantity)})`;
  }
}

async function talks(sql: Sql, { memberId, random: { one, whole, chance } }: Of): Promise<void> {
  for (const [place, offerId] of OFFERS.entries()) {
    if (chance(0.5)) continue;
    const status = one(['issued', 'taken', 'used', 'expired']);
    await sql`insert into coupon (member_id, coupon_id, offer_id, version, code, status, issued_at, taken_at, used_at,
        receipt_id, expires_at, ended_at, issued_by)
      values (${memberId}, ${`cpn_${place}`}, ${offerId}, 1, ${`${memberId}-${place}`}, ${status}, ${ago(60)},
        ${status === 'issued' ? null : ago(55)}, ${status === 'used' ? ago(whole(1, 50)) : null},
        ${status === 'used' ? 'rcp_1' : null}, ${one([null, ago(-3), ago(1)])}, ${status === 'expired' ? ago(1) : null}, 'x')`;
  }
  for (const messenger of ['telegram', 'viber'] as const) {
    if (chance(0.5)) continue;
    const identityId = `idn_${memberId}_${messenger}`;
    await sql`insert into identity (identity_id, messenger, external_id, member_id, reachable, first_seen_at, last_seen_at)
      values (${identityId}, ${messenger}, ${memberId}, ${memberId}, ${chance(0.6)}, ${ago(80)}, ${ago(80)})`;
    const sentAt = ago(whole(0, 60) + 0.5);
    await sql`insert into delivery (delivery_id, identity_id, messenger, member_id, lane, status, prompt, not_before,
        created_at, settled_at)
      values (${`dlv_${identityId}`}, ${identityId}, ${messenger}, ${memberId}, 'notice', ${one(['sent', 'failed'])}, '{}',
        ${sentAt}, ${sentAt}, ${sentAt})`;
    const campaignId = messenger === 'telegram' ? CAMPAIGNS[0] : CAMPAIGNS[1];
    await sql`insert into campaign_delivery (campaign_id, delivery_seq, member_id, identity_id, status, settled_at, clicked_at)
      values (${campaignId}, (select coalesce(max(delivery_seq), 0) + 1 from campaign_delivery where campaign_id = ${campaignId}),
        ${memberId}, ${identityId}, ${one(['sent', 'sent', 'skipped'])}, ${ago(whole(1, 45))}, ${one([null, ago(2), ago(35)])})`;
  }
}

function ago(days: number): Date {
  return new Date(NOON.getTime() - Math.round(days * DAY_MS));
}
