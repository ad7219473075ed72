// The benches `claims`, `audience` and `broadcast` in small: what they measure does its work, and nobody is left out or
// written to twice. How fast it goes is not asked here.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_POLICY, startContactPolicy } from '#src/core/contacts/contact-policy.ts';
import { transaction } from '#src/db/client.ts';
import { writeAudience, writeBare } from '#test/bench/audience.ts';
import { broadcast, makePeople, startBoth, startStub } from '#test/bench/broadcast-run.ts';
import { claimAll, claimBare } from '#test/bench/claims.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await database.sql`delete from contact_policy`;
});

const atAnyHour = { ...FIRST_POLICY, quietFrom: null, quietTo: null };

describe('the benches of campaigns, in small,', () => {
  it('claim and mark every message of a campaign within the limits, as the bare script does', async () => {
    const { db, sql } = database;
    await makeMembers(sql, { count: 700 });
    await transaction(db, (tx) => startContactPolicy(tx, atAnyHour));
    await claimAll(database);
    const [counted] = await sql`
      select count(*)::integer as members, min(cardinality(recent)) as least, max(cardinality(recent)) as most
      from member_contact`;
    // Two were sent before, and this one.
    expect(counted).toEqual({ members: 700, least: 3, most: 3 });
    await claimBare(sql);
    const [marked] = await sql`
      select count(*)::integer as sent from floor_delivery where status = 'sent' and external_message_id is not null`;
    expect(marked?.sent).toBe(700);
  });

  it('write an audience down that is the same row by row as what the bare statement writes', async () => {
    const { db, sql } = database;
    await makeMembers(sql, { count: 900 });
    await transaction(db, (tx) => startContactPolicy(tx, { ...FIRST_POLICY, controlPercent: 10 }));
    const memory: number[] = [];
    await writeAudience(database, { count: 900, memory });
    await writeBare(database, 900);
    const rows = await sql<{ status: string; variant: number; people: number; same: number }[]>`
      select w.status, w.variant, count(*)::integer as people, count(f.member_id)::integer as same
      from audience_written w left join audience_floor f on f.delivery_seq = w.delivery_seq and f.member_id = w.member_id
      group by 1, 2`;
    expect(rows.every(({ people, same }) => people === same)).toBe(true);
    const peopleOf = (status: string) =>
      rows.reduce((sum, row) => (row.status === status ? sum + row.people : sum), 0);
    expect(peopleOf('queued') + peopleOf('control')).toBe(900);
    // A tenth in the programme's control group, a tenth of the others in the campaign's.
    expect(peopleOf('control')).toBeGreaterThan(900 * 0.12);
    expect(peopleOf('control')).toBeLessThan(900 * 0.26);
    expect(new Set(rows.map(({ variant }) => variant))).toEqual(new Set([0, 1]));
    expect(memory.length).toBeGreaterThan(0);
  });

  it.each(['telegram', 'viber'] as const)(
    'send a broadcast by two processes to each once, on %s',
    async (messenger) => {
      await using stopped = new AsyncDisposableStack();
      const stub = await startStub();
      stopped.defer(() => stub.kill());
      const workers = await startBoth(database.url, stub);
      stopped.defer(() => workers.kill());
      const people = 1_300;
      await makePeople(database, { messenger, people });
      // It throws unless everybody has got one message and it is written down.
      const told = await broadcast({ database, messenger, people, stub, workers, pace: 'free' });
      expect(told.memory).toHaveLength(2);
      const [{ open } = { open: null }] = await database.sql`
      select count(*)::integer as open from campaign_chunk where not done or worker_no is not null or flight <> '{}'`;
      expect(open).toBe(0);
    },
  );
});
