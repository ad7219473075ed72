// Five hundred people want one of a hundred, all at once, each in their own chat: from the messenger's update in the
// inbox, through two programs' worth of conversations, to the code.
import { beforeAll, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfers } from '#src/core/ledger/post-transfer.ts';
import { connect, transaction } from '#src/db/client.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { converseInLanes, press } from '#test/support/converse-lanes.ts';
import { useDatabase } from '#test/support/database.ts';
import { type MadeMember, makeMembers } from '#test/support/many-members.ts';
import { aReward } from './a-reward.ts';

const PEOPLE = 500;
const PIECES = 100;
const database = useDatabase();
let people: MadeMember[];

beforeAll(async () => {
  await aShop(database.db);
  people = await makeMembers(database.sql, { count: PEOPLE, externalId: (n) => String(7_000 + n) });
  const input = people.map(({ memberId }) => ({
    memberId,
    kind: 'welcome' as const,
    amount: 150n,
    account: 'issued' as const,
    key: 'welcome',
    occurredAt: NOON,
    recordedAt: NOON,
  }));
  await transaction(database.db, (tx) => postTransfers(tx, input));
});

it('when 500 people press "yes" for 100 pieces at once, then 100 have an order and a code, and only they paid', {
  timeout: 300_000,
}, async () => {
  const reward = await aReward(database.db, { stock: PIECES, memberLimit: 1 });
  // Some press twice, as impatient people do.
  const action = `reward.yes:${reward.rewardId}:${reward.version}.k1`;
  await press(database.sql, people, { action, round: 1, at: NOON });
  await press(database.sql, people.slice(0, 150), { action, round: 2, at: NOON });
  const isOver = async () =>
    (await database.sql`select 1 from inbox where status = 'new' limit 1`).length === 0;
  const clock = { now: () => NOON };
  const second = connect(database.url, { max: 5, applicationName: 'another program' });
  try {
    await Promise.all([database, second].map((each) => converseInLanes(each, { clock, isOver })));
  } finally {
    await second.close();
  }

  const [told] = await database.sql`
    select count(*) filter (where status = 'ready')::int as orders, count(distinct code)::int as codes,
      count(distinct member_id)::int as people,
      (select stock from reward where reward_id = ${reward.rewardId}) as left,
      (select count(*)::int from account where balance = 50) as paid,
      (select count(*)::int from account where balance = 150) as unpaid,
      (select count(*)::int from inbox where status <> 'done') as open
    from reward_order`;
  expect(told).toEqual({
    orders: PIECES,
    codes: PIECES,
    people: PIECES,
    left: 0,
    paid: PIECES,
    unpaid: PEOPLE - PIECES,
    open: 0,
  });
  const [lone] = await database.sql<{ count: number }[]>`
    select count(*)::int from account a where balance = 50
      and not exists (select from reward_order o where o.member_id = a.member_id)`;
  expect(lone?.count).toBe(0);
  const [heard] = await database.sql`
    select count(distinct identity_id) filter (where prompt ->> 'text' like '%Останню щойно забрали%')::int as none,
      count(*) filter (where once_key like 'order:%')::int as codes
    from delivery`;
  expect(heard).toEqual({ none: PEOPLE - PIECES, codes: PIECES });
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
