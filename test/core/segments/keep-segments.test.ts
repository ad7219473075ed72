import { beforeEach, describe, expect, test } from 'vitest';
import { recordEvent } from '#src/core/events/record-event.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { archiveSegment, changeSegment } from '#src/core/segments/change-segment.ts';
import { createSegment } from '#src/core/segments/create-segment.ts';
import { keepSegments } from '#src/core/segments/keep-segments.ts';
import { readSegment } from '#src/core/segments/list-segments.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, SegmentId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';

let database: TestDatabase;
const gold: Condition = { field: 'member.tier', is: 'in', value: ['gold'] };
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);

beforeEach(async () => {
  database = await testDatabase();
  await aShop(database.db);
  return () => database.close();
});

const follow = (where: Condition, at = NOON) =>
  transaction(database.db, (tx) =>
    createSegment(tx, { name: 'S', where, followed: true, actor: 'stf_1', at }),
  );

/** Until nothing more is to be done. */
async function keep(at = NOON): Promise<void> {
  await eventsSettled(database.sql);
  while (await transaction(database.db, (tx) => keepSegments(tx, at)));
}

async function insideOf(segmentId: SegmentId): Promise<string[]> {
  const rows = await database.sql<{ member_id: string }[]>`
    select member_id from segment_member where segment_id = ${segmentId} order by member_id`;
  return rows.map((row) => row.member_id);
}

async function told(): Promise<[kind: string, memberId: string][]> {
  const rows = await database.sql<{ kind: string; member_id: string }[]>`
    select kind, member_id from event where kind like 'segment.%' order by event_no`;
  return rows.map((row) => [row.kind, row.member_id]);
}

/** Something happens to a member, and they are in another tier. */
async function moveTo(memberId: MemberId, tierKey: string): Promise<void> {
  const { db, sql } = database;
  await sql`update member set tier_key = ${tierKey} where member_id = ${memberId}`;
  const happened = { kind: 'tier.changed' as const, data: { from: 'base', to: tierKey } };
  await transaction(db, (tx) => recordEvent(tx, { memberId, happened, at: NOON }));
}

describe('a segment that is followed', () => {
  test('is written down at first without a word, then tells who comes in and who goes out', async () => {
    const one = await aMember(database.db, { tierKey: 'gold' });
    const other = await aMember(database.db);
    const segmentId = await follow(gold);
    await keep();
    expect(await insideOf(segmentId)).toEqual([one.memberId]);
    expect(await told()).toEqual([]);
    expect((await readSegment(database.db, segmentId)).members).toBe(1);

    await moveTo(other.memberId, 'gold');
    await moveTo(one.memberId, 'silver');
    await keep();
    expect(await insideOf(segmentId)).toEqual([other.memberId]);
    expect(new Set(await told())).toEqual(
      new Set([
        ['segment.entered', other.memberId],
        ['segment.left', one.memberId],
      ]),
    );
    // The same again is nothing new.
    await moveTo(other.memberId, 'gold');
    await keep();
    expect(await told()).toHaveLength(2);
  });

  test('is looked through once a day, since time alone changes who is in it', async () => {
    const { memberId } = await aMember(database.db, { registeredAt: NOON });
    const segmentId = await follow({ field: 'member.daysRegistered', is: 'atLeast', value: 3 });
    await keep();
    expect(await insideOf(segmentId)).toEqual([]);
    await keep(days(2));
    expect(await told()).toEqual([]);
    await keep(days(4));
    expect(await told()).toEqual([['segment.entered', memberId]]);
  });

  test('is written down anew, and silently, when it means somebody else', async () => {
    const one = await aMember(database.db, { tierKey: 'gold' });
    const other = await aMember(database.db, { tierKey: 'silver' });
    const segmentId = await follow(gold);
    await keep();
    const { changedAt } = await readSegment(database.db, segmentId);
    const where: Condition = { not: gold };
    await transaction(database.db, (tx) =>
      changeSegment(tx, { segmentId, changedAt, where, actor: 'stf_1', at: NOON }),
    );
    await keep();
    expect(await insideOf(segmentId)).toEqual([other.memberId]);
    expect(one.memberId).not.toBe(other.memberId);
    expect(await told()).toEqual([]);
  });

  test('is followed no more once it was put away', async () => {
    const { memberId } = await aMember(database.db);
    const segmentId = await follow(gold);
    await keep();
    const { changedAt } = await readSegment(database.db, segmentId);
    await transaction(database.db, (tx) =>
      archiveSegment(tx, { segmentId, changedAt, actor: 'stf_1', at: NOON }),
    );
    await moveTo(memberId, 'gold');
    await keep();
    expect(await told()).toEqual([]);
    expect(await insideOf(segmentId)).toEqual([]);
  });
});
