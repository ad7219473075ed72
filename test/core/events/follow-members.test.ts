import { beforeAll, expect, it } from 'vitest';
import { followMembers } from '#src/core/events/follow-members.ts';
import type { Happened } from '#src/core/events/happened.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';

const database = useDatabase();
const KINDS = ['member.merged', 'member.parted', 'receipt.rated'] as const;

beforeAll(async () => {
  await aShop(database.db);
});

const told = (memberId: MemberId, happened: Happened) =>
  transaction(database.db, (tx) => recordEvent(tx, { memberId, happened, at: NOON }));

async function read(limit: number) {
  await eventsSettled(database.sql);
  const { members, ...rest } = await transaction(database.db, (tx) =>
    followMembers(tx, { reader: 'a reader', limit, kinds: KINDS }),
  );
  return { members: members.toSorted(), ...rest };
}

it('tells whom the events concern, each once and both of those who became one or parted, and moves its place behind all', async () => {
  const member = async () => (await aMember(database.db)).memberId;
  const [rates, into, from] = [await member(), await member(), await member()];
  const [parted, other] = [await member(), await member()];
  await read(1_000);
  const rated = { kind: 'receipt.rated', data: { receiptId: 'rcp_1', rating: 5 } } as const;
  await told(rates, rated);
  await told(rates, rated);
  await told(into, { kind: 'member.merged', data: { from } });
  await told(into, { kind: 'member.parted', data: { from: parted } });
  // Of a kind that it does not listen to, though it has a "from" as well.
  await told(other, { kind: 'tier.changed', data: { from: 'base', to: 'gold' } });
  expect(await read(3)).toEqual({ members: [rates, into, from].toSorted(), merged: [from], seen: 3 });
  expect(await read(3)).toEqual({ members: [into, parted].toSorted(), merged: [], seen: 2 });
  expect(await read(3)).toEqual({ members: [], merged: [], seen: 0 });
});
