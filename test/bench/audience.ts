// Writing down the audience of a campaign to everybody: our path with its condition, control groups, variants, versions
// and runs, a stretch in each transaction and two at once, beside one bare INSERT ... SELECT of the same rows into a table with the same
// indexes. And the memory of the process, which must not grow with the audience.
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { FIRST_POLICY, startContactPolicy } from '#src/core/contacts/contact-policy.ts';
import { type Database, transaction } from '#src/db/client.ts';
import { benchShop } from './bench-shop.ts';
import { makeReaders } from './many-readers.ts';
import { alternate, ratioLine } from './rounds.ts';
import { watched } from './watch-memory.ts';

const MEMBERS = 1_000_000;
const ROUNDS = 2;
/** Of one process that write audiences down: see start-workers.ts. */
const LOOPS = 2;
const CONTROL_PERCENT = 10;
const HOLDOUT_PERCENT = 2;
const VARIANTS = [
  { key: 'A', share: 50 },
  { key: 'B', share: 50 },
];

export async function run(members = String(MEMBERS), rounds = String(ROUNDS)): Promise<void> {
  const count = Number(members);
  const shop = await benchShop(1);
  try {
    const { database } = shop;
    await makeMembers(database, count);
    await transaction(database.db, (tx) =>
      startContactPolicy(tx, { ...FIRST_POLICY, controlPercent: HOLDOUT_PERCENT }),
    );
    const memory: number[] = [];
    const measured = await alternate(Number(rounds), {
      floor: () => writeBare(database, count),
      ours: () => writeAudience(database, { count, memory }),
    });
    for (const side of ['ours', 'floor'] as const)
      console.log(
        `${side} ${measured[side].map((rate) => (count / rate).toFixed(1)).join(' ')} s for ${count}`,
      );
    console.log(`memory of the process by the quarters of each audience, MB: ${memory.join(' ')}`);
    console.log(ratioLine(measured));
  } finally {
    await shop.stop();
  }
}

/** Without the one of the shop. */
async function makeMembers({ sql }: Database, count: number): Promise<void> {
  await sql`
    insert into member (member_id, name, tier_key, registered_at)
    select 'mem_m' || lpad(n::text, 19, '0'), 'Олена', 'base', '2026-01-01' from generate_series(2, ${count}::integer) n`;
  // As in a shop that has counted its members: in which RFM cell they are is written with their row.
  await sql`
    insert into member_stats (member_id, due_on, r, f, m)
    select member_id, '2030-01-01', 3, 2, 1 from member order by member_id on conflict do nothing`;
  await makeReaders(sql);
}

/** In rows a second. Throws unless everybody has one. */
export async function writeAudience(
  { db, sql }: Pick<Database, 'db' | 'sql'>,
  { count, memory }: { count: number; memory: number[] },
): Promise<number> {
  const at = new Date();
  const campaignId = await transaction(db, (tx) =>
    createCampaign(tx, {
      name: 'a',
      texts: { uk: 'a' },
      controlPercent: CONTROL_PERCENT,
      createdBy: 'bench',
      at,
    }),
  );
  await sql`update campaign set variants = ${sql.json(VARIANTS)} where campaign_id = ${campaignId}`;
  await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
  const began = performance.now();
  await watched(memory, async () => {
    await Promise.all(
      Array.from({ length: LOOPS }, async () => {
        while ((await transaction(db, (tx) => expandAudience(tx, { at }))) !== null);
      }),
    );
  });
  const seconds = (performance.now() - began) / 1_000;
  const [row] = await sql<{ rows: number }[]>`
    select count(*)::integer as rows from campaign_delivery where campaign_id = ${campaignId}`;
  if (row?.rows !== count) throw new Error(`${row?.rows} of ${count} were written`);
  await sql`drop table if exists audience_written`;
  await sql`create table audience_written as select * from campaign_delivery where campaign_id = ${campaignId}`;
  await sql`truncate campaign_delivery, campaign_chunk`;
  await sql`checkpoint`;
  return count / seconds;
}

/** The rows of the last round as they are; in the very first round, which is not counted, plain ones. */
export async function writeBare({ sql }: Pick<Database, 'sql'>, count: number): Promise<number> {
  await sql`drop table if exists audience_floor`;
  await sql`create table audience_floor (like campaign_delivery including all)`;
  const [written] = await sql`select to_regclass('audience_written') as name`;
  const began = performance.now();
  const rows = written?.name
    ? await sql`insert into audience_floor select * from audience_written order by delivery_seq`
    : await sql`
        insert into audience_floor (campaign_id, delivery_seq, member_id, identity_id)
        select 'cmp_00000000000000000001', row_number() over (order by member_id), member_id, identity_id from identity`;
  const seconds = (performance.now() - began) / 1_000;
  if (rows.count !== count) throw new Error(`the floor wrote ${rows.count} of ${count}`);
  await sql`checkpoint`;
  return count / seconds;
}
