import { beforeAll, expect, it } from 'vitest';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { storePicture } from '#src/core/pictures/store-picture.ts';
import { transaction } from '#src/db/client.ts';
import type { IdentityId } from '#src/lib/id.ts';
import { sweepTables } from '#src/workers/sweep-tables.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aShop, STORE } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { aPng } from '#test/support/picture-files.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(at.getTime() - days * DAY_MS);

beforeAll(() => aShop(database.db));

const sweep = async (rowsAtOnce = 100) => await sweepTables(database.db, { at, rowsAtOnce });
const left = async (column: string, table: string) =>
  (await database.sql.unsafe(`select ${column} as one from ${table} order by 1`)).map((row) => row.one);

it('takes settled messages after 90 days, a batch at a time, and never one that waits', async () => {
  const [person] = await makeMembers(database.sql, { count: 1 });
  const add = (id: string, status: string, settledAt: Date | null) => database.sql`
    insert into delivery (delivery_id, identity_id, messenger, lane, status, prompt, not_before, created_at, settled_at)
    values (${id}, ${person?.identityId ?? ''}, 'telegram', 'notice', ${status}, '{}', ${daysAgo(200)},
      ${daysAgo(200)}, ${settledAt})`;
  for (let n = 0; n < 3; n++) await add(`old ${n}`, 'sent', daysAgo(91));
  await add('young', 'failed', daysAgo(89));
  await add('waits', 'queued', null);
  expect(await sweep(2)).toBe(true);
  expect(await left('delivery_id', 'delivery')).toHaveLength(3);
  expect(await sweep(2)).toBe(false);
  expect(await left('delivery_id', 'delivery')).toEqual(['waits', 'young']);
});

it('takes events after 30 days, once every reader has passed them', async () => {
  const [person] = await makeMembers(database.sql, { count: 1, externalId: () => 'reader' });
  if (!person) throw new Error('no member');
  const record = (number: string, when: Date) => {
    const data = {
      receiptId: 'rcp_1',
      storeId: STORE,
      number,
      amountMinor: 1,
      earned: 0,
      burnt: 0,
      balance: 0,
    };
    const happened = { kind: 'receipt.accepted', data } as const;
    return transaction(database.db, (tx) =>
      recordEvent(tx, { memberId: person.memberId, happened, at: when }),
    );
  };
  await record('old', daysAgo(31));
  await record('old too', daysAgo(31));
  await record('young', daysAgo(29));
  const numbers = () => left(`data->>'number'`, 'event');
  await sweep();
  expect(await numbers()).toEqual(['old', 'old too', 'young']);
  const place = (reader: string, number: string) => database.sql`
    insert into event_reader select ${reader}, recorded_in, event_no from event where data->>'number' = ${number}`;
  // Those who read from the first day on have seen everything.
  await database.sql`update event_reader r set recorded_in = e.recorded_in, event_no = e.event_no
    from event e where e.data->>'number' = 'young'`;
  await place('fast', 'young');
  await place('slow', 'old');
  await sweep();
  expect(await numbers()).toEqual(['old too', 'young']);
  await database.sql`delete from event_reader where reader = 'slow'`;
  await sweep();
  expect(await numbers()).toEqual(['young']);
});

it('takes codes that were used, counts and sessions that are over, and leaves the rest', async () => {
  for (const [name, days] of [
    ['old', 1.1],
    ['young', 0.5],
  ] as const) {
    await database.sql`insert into used_card_code values ('mem_1', ${name}, ${daysAgo(days)})`;
    await database.sql`insert into attempt_count values (${name}, ${daysAgo(days)}, 1)`;
  }
  await database.sql`
    insert into staff (staff_id, name, login, email, role, created_at, updated_at)
    values ('stf_1', 'a', 'a', 'a@a', 'cashier', ${at}, ${at})`;
  const session = (name: string, expiresAt: Date) => database.sql`
    insert into staff_session (session_id, staff_id, token, expires_at, created_at, updated_at)
    values (${name}, 'stf_1', ${name}, ${expiresAt}, ${at}, ${at})`;
  await session('over', daysAgo(0.1));
  await session('open', daysAgo(-1));
  await sweep();
  expect(await left('nonce', 'used_card_code')).toEqual(['young']);
  expect(await left('attempt_key', 'attempt_count')).toEqual(['young']);
  expect(await left('session_id', 'staff_session')).toEqual(['open']);
});

it('takes pictures a week after they were uploaded, and none that an offer, a reward or a waiting message shows', async () => {
  const store = (bytes: Buffer, when = daysAgo(8)) =>
    transaction(database.db, (tx) => storePicture(tx, { bytes, actor: 'stf_1', at: when }));
  const [ofOffer, ofReward, ofMessage, unused] = await Promise.all(
    [65, 66, 67, 68].map((side) => store(aPng(side, side))),
  );
  const young = await store(aPng(69, 69), daysAgo(6));
  await anOffer(database.db, { pictureId: ofOffer?.pictureId });
  await aReward(database.db, { pictureId: ofReward?.pictureId ?? null });
  const [person] = await makeMembers(database.sql, { count: 1, externalId: () => 'picture' });
  const picture = { picture: 'stored' as const, pictureId: ofMessage?.pictureId ?? '' };
  const prompt = { say: 'message' as const, text: '', picture };
  const identityId = person?.identityId as IdentityId;
  await transaction(database.db, (tx) => queueDelivery(tx, { identityId, lane: 'notice', prompt, at }));
  await sweep();
  const kept = [ofOffer, ofReward, ofMessage, young].map((each) => each?.pictureId);
  expect(new Set(await left('picture_id', 'picture'))).toEqual(new Set(kept));
  // Uploaded again it has its week again.
  await store(aPng(68, 68), daysAgo(9));
  await store(aPng(68, 68), daysAgo(1));
  await sweep();
  expect(await left('picture_id', 'picture')).toContain(unused?.pictureId);
});

it('takes the phones that hold the pass of somebody erased, a week after they were, and those of nobody else', async () => {
  const people = await makeMembers(database.sql, { count: 3, externalId: (n) => `wallet-${n}` });
  for (const { memberId } of people) {
    await database.sql`
      insert into wallet_pass (member_id, card_number, made_at, changed_at)
      values (${memberId}, ${memberId}, ${at}, ${at})`;
    await database.sql`
      insert into pass_device (member_id, card_number, device_id, push_token, registered_at)
      values (${memberId}, ${memberId}, ${memberId}, 'token', ${at})`;
  }
  const [gone, going, stays] = people.map((each) => each.memberId);
  for (const [memberId, days] of [
    [gone, 8],
    [going, 6],
  ] as const)
    await database.sql`
      update member set status = 'erased', erased_at = ${daysAgo(days)} where member_id = ${memberId ?? ''}`;
  await sweep();
  expect(new Set(await left('member_id', 'pass_device'))).toEqual(new Set([going, stays]));
});
