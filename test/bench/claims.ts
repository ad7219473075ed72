// Taking the messages of a broadcast and writing down what became of them, without sending any: our path with every
// check (consent, reachability, control, limits, the member's own wishes, hours), beside a bare script that leases runs of a
// thousand, reads whom to write to and marks them in hundreds, with no check at all.

import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { advanceChunk, type CampaignResult } from '#src/core/campaigns/sending/advance-chunk.ts';
import { leaseChunk, releaseChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { FIRST_POLICY, startContactPolicy } from '#src/core/contacts/contact-policy.ts';
import { type Database, type Sql, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { benchShop } from './bench-shop.ts';
import { makeReaders } from './many-readers.ts';
import { alternate, median, ratioLine } from './rounds.ts';

const MEMBERS = 100_000;
const WORKERS = 2;
/** Messages in a handful, on both sides. */
const HANDFUL = 250;
const ROUNDS = 5;

export async function run(members = String(MEMBERS), rounds = String(ROUNDS)): Promise<void> {
  const shop = await benchShop(Number(members));
  try {
    await makeReaders(shop.database.sql);
    await transaction(shop.database.db, (tx) =>
      startContactPolicy(tx, { ...FIRST_POLICY, quietFrom: null, quietTo: null }),
    );
    const measured = await alternate(Number(rounds), {
      floor: () => claimBare(shop.database.sql),
      ours: () => claimAll(shop.database),
    });
    for (const side of ['ours', 'floor'] as const)
      console.log(`${side} ${median(measured[side]).toFixed(0)} messages a second`);
    console.log(ratioLine(measured));
  } finally {
    await shop.stop();
  }
}

/** Claims and marks a whole campaign, in messages a second. Throws unless all are marked as sent. */
export async function claimAll({ db, sql }: Pick<Database, 'db' | 'sql'>): Promise<number> {
  const at = new Date();
  await rest(sql, at);
  const campaignId = await transaction(db, (tx) =>
    createCampaign(tx, { name: 'a', texts: { uk: 'a' }, controlPercent: 0, createdBy: 'bench', at }),
  );
  await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
  while ((await transaction(db, (tx) => expandAudience(tx, { at }))) !== null);
  await sql`vacuum analyze campaign_delivery, campaign_chunk`;
  const rate = await timed(async () => {
    const counts = await Promise.all(Array.from({ length: WORKERS }, (_, n) => work(sql, n + 1)));
    return counts.reduce((sum, count) => sum + count, 0);
  });
  await checkSent(sql, campaignId);
  return rate;
}

/** Everybody has had a message before, three days ago, so that the limits are near and hold nobody back. */
async function rest(sql: Sql, at: Date): Promise<void> {
  await sql`truncate member_contact`;
  await sql`
    insert into member_contact (member_id, recent)
    select member_id, array[${at}::timestamptz - interval '9 days', ${at}::timestamptz - interval '3 days']
    from member order by member_id`;
  await sql`vacuum analyze member_contact`;
}

async function work(sql: Sql, workerNo: number): Promise<number> {
  let count = 0;
  const at = new Date();
  for (;;) {
    const lease = await leaseChunk(sql, { messenger: 'telegram', workerNo, at });
    if (!lease) return count;
    let results: CampaignResult[] = [];
    for (;;) {
      const { taken, messages } = await advanceChunk(sql, { lease, results, limit: HANDFUL, at });
      if (taken === 0) break;
      count += messages.length;
      results = messages.map(({ seq, identityId }) => ({
        seq,
        identityId,
        status: 'sent',
        reason: null,
        externalMessageId: String(seq),
        delayMs: null,
        attempted: true,
        unreachable: false,
      }));
    }
    await releaseChunk(sql, { ...lease, at });
  }
}

async function checkSent(sql: Sql, campaignId: CampaignId): Promise<void> {
  const [row] = await sql<{ left: number }[]>`
    select count(*)::integer as left from campaign_delivery where campaign_id = ${campaignId} and status <> 'sent'`;
  if (row?.left !== 0) throw new Error(`${row?.left} messages were not marked as sent`);
  await sql`delete from campaign_chunk where campaign_id = ${campaignId}`;
  await sql`delete from campaign_delivery where campaign_id = ${campaignId}`;
}

/** The same messages, taken and marked by a script that asks nothing. Throws unless it has marked what it took. */
export async function claimBare(sql: Sql): Promise<number> {
  await sql.unsafe(`
    drop table if exists floor_delivery, floor_chunk;
    create table floor_delivery (campaign_id text, seq integer, member_id text, identity_id text, status text default 'queued',
      external_message_id text, settled_at timestamptz, primary key (campaign_id, seq)) with (fillfactor = 60);
    create table floor_chunk (chunk_no integer primary key, first_seq integer, last_seq integer, worker_no integer,
      done boolean default false);
    insert into floor_delivery (campaign_id, seq, member_id, identity_id)
      select 'cmp_00000000000000000001', row_number() over (order by member_id), member_id, identity_id
      from identity order by 2;
    insert into floor_chunk select n, n * 1000 + 1, n * 1000 + 1000 from generate_series(0, (select (count(*) - 1) / 1000
      from floor_delivery)) n`);
  await sql`vacuum analyze floor_delivery, floor_chunk`;
  return await timed(async () => {
    const counts = await Promise.all(Array.from({ length: WORKERS }, (_, n) => floorWork(sql, n + 1)));
    const [row] = await sql`select count(*)::integer as marked from floor_delivery where status = 'sent'`;
    const count = counts.reduce((sum, each) => sum + each, 0);
    if (row?.marked !== count) throw new Error(`the floor marked ${row?.marked} of ${count}`);
    return count;
  });
}

async function floorWork(sql: Sql, workerNo: number): Promise<number> {
  const campaign = 'cmp_00000000000000000001';
  let count = 0;
  for (;;) {
    const [run] = await sql<{ chunk_no: number; first_seq: number; last_seq: number }[]>`
      update floor_chunk set worker_no = ${workerNo} where chunk_no = (select chunk_no from floor_chunk
        where not done and worker_no is null order by chunk_no limit 1 for update skip locked)
      returning chunk_no, first_seq, last_seq`;
    if (!run) return count;
    for (let from = run.first_seq; from <= run.last_seq; from += HANDFUL) {
      const taken = await sql<{ seq: number; external_id: string; name: string; language: string }[]>`
        select d.seq, i.external_id, m.name, m.language
        from floor_delivery d join identity i using (identity_id) join member m on m.member_id = d.member_id
        where d.campaign_id = ${campaign} and d.seq between ${from} and ${from + HANDFUL - 1} order by d.seq`;
      const seqs = taken.map(({ seq }) => seq);
      await sql`
        update floor_delivery d set status = 'sent', external_message_id = r.id, settled_at = ${new Date()}
        from unnest(${seqs}::integer[], ${seqs.map(String)}::text[]) as r(seq, id)
        where d.campaign_id = ${campaign} and d.seq = r.seq`;
      count += taken.length;
    }
    await sql`update floor_chunk set done = true where chunk_no = ${run.chunk_no}`;
  }
}

/** Messages a second of `work`, which answers with how many it did. */
async function timed(work: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const count = await work();
  return count / ((performance.now() - began) / 1_000);
}
