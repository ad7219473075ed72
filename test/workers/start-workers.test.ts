import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign, resumeCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { connect, type Tx, transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { IdentityId } from '#src/lib/id.ts';
import { startWorkers, type Workers } from '#src/workers/start-workers.ts';
import type { TraceStep } from '#src/workers/worker-deps.ts';
import { aReceipt, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { lossyWay } from '#test/support/lossy-way.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';
import { type StubMessenger, stubMessenger } from '#test/support/stub-messenger.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** A conversation that says back what it hears; `boom` is a fault of ours. */
interface Heard {
  externalId: string;
  text: string;
}
const readUpdate = (payload: unknown) => payload as Heard;
const keyboard = () => [[{ label: 'Картка', action: 'card' }]];
async function converse(tx: Tx, { externalId, text }: Heard) {
  if (text === 'boom') throw new Error('a fault of ours');
  const [to] = await database.sql<{ identity_id: IdentityId }[]>`
    select identity_id from identity where external_id = ${externalId}`;
  if (!to) return;
  const prompt: MessagePrompt = { say: 'message', text };
  await queueDelivery(tx, { identityId: to.identity_id, lane: 'reply', prompt, at: new Date() });
  return { scene: 'menu' };
}

let running: (() => Promise<void>)[] = [];
function start(
  stub: StubMessenger,
  {
    url = database.url,
    ...options
  }: { trace?: (line: TraceStep) => void; stopWithinMs?: number; url?: string } = {},
): Workers {
  const pools = connect(url, { max: 5, applicationName: 'test workers' });
  const { messenger } = stub;
  const workers = startWorkers<Heard>({
    database: pools,
    databaseUrl: database.url,
    clock: systemClock,
    log,
    messengers: [messenger],
    readUpdate: { telegram: readUpdate, viber: readUpdate },
    converse: async (tx, updates) => {
      const outcomes = [];
      for (const update of updates) outcomes.push((await converse(tx, update)) ?? {});
      return outcomes;
    },
    keyboard,
    name: 'test workers',
    ...options,
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= workers.stop().then(() => pools.close());
    return stopping;
  };
  running.push(stop);
  return { ...workers, stop };
}

let updates = 0;
const write = (externalId: string, text: string) => database.sql`
  insert into inbox (messenger, update_key, external_id, payload, received_at)
  values ('telegram', ${String(++updates)}, ${externalId}, ${database.sql.json({ externalId, text })}, now())`;
const count = async (status: string) => {
  const [row] = await database.sql<{ n: number }[]>`
    select count(*)::integer as n from delivery where status = ${status}`;
  return row?.n ?? 0;
};

beforeAll(() => aShop(database.db));
beforeEach(() => forgetMembers(database.sql));
afterEach(async () => {
  await Promise.all(running.map((stop) => stop()));
  running = [];
});

it('answers everybody, each in the order in which they wrote, when two processes do the work', async () => {
  await makeMembers(database.sql, { count: 10 });
  await using stub = await stubMessenger();
  start(stub);
  start(stub);
  for (let n = 0; n < 5; n++) {
    for (let person = 0; person < 10; person++) await write(`p${person}`, String(n));
  }
  await until('all answers', async () => (await count('sent')) === 50);
  for (let person = 0; person < 10; person++) {
    expect(stub.textsTo(`p${person}`)).toEqual(['0', '1', '2', '3', '4']);
  }
});

it('apologises with a number after three attempts, and goes on with what the person wrote next', async () => {
  await makeMembers(database.sql, { count: 1 });
  await using stub = await stubMessenger();
  start(stub);
  await write('p0', 'boom');
  await write('p0', 'and now?');
  await until('both answers', () => stub.received.length === 2);
  const [apology, answer] = stub.textsTo('p0');
  const [row] = await database.sql`select inbox_no, attempts from inbox where status = 'failed'`;
  expect(apology).toContain(`номер ${row?.inbox_no}`);
  expect(row?.attempts).toBe(3);
  expect(answer).toBe('and now?');
});

it('tells a member about a receipt and traces it without naming anybody', async () => {
  const [member] = await makeMembers(database.sql, { count: 1, name: 'Секретна' });
  if (!member) throw new Error('no member');
  const traces: TraceStep[] = [];
  await using stub = await stubMessenger();
  const workers = start(stub, { trace: (line) => traces.push(line) });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock: systemClock });
  await desk.accept(aReceipt({ occurredAt: new Date() }), member);
  workers.poke('announce');
  await until('the notice', () => stub.received.length === 1);
  expect(stub.received[0]?.prompt).toMatchObject({ say: 'message', text: expect.stringContaining('Чек') });
  await until('the trace', () => traces.some(({ step }) => step === 'delivery sent'));
  expect(JSON.stringify(traces)).not.toContain('Секретна');
});

it('answers people at once while a broadcast is under way and hangs', async () => {
  await makeMembers(database.sql, { count: 60 });
  await using stub = await stubMessenger();
  stub.answerWith(({ bulk }) => (bulk ? 'hang' : undefined));
  const workers = start(stub);
  const campaignId = await transaction(database.db, (tx) =>
    createCampaign(tx, {
      name: 'a',
      texts: { uk: 'Новина' },
      controlPercent: 0,
      createdBy: 'stf_1',
      at: new Date(),
    }),
  );
  await transaction(database.db, (tx) => launchCampaign(tx, { campaignId, at: new Date() }));
  await until('the broadcast to hang', () => stub.received.length >= 30);
  await write('p59', 'hello');
  workers.poke('converse');
  await until('the answer', () => stub.textsTo('p59').includes('hello'));
  stub.answerWith(() => undefined);
  stub.release();
  await until(
    'the end',
    async () => (await readCampaignProgress(database.db, campaignId)).status === 'finished',
  );
  expect(await readCampaignProgress(database.db, campaignId)).toMatchObject({ sent: 60, unknown: 0 });
});

it('ends a broadcast that was paused on its last messages, once it is resumed', async () => {
  await makeMembers(database.sql, { count: 3 });
  await using stub = await stubMessenger();
  stub.answerWith(() => 'hang');
  start(stub);
  const campaignId = await transaction(database.db, (tx) =>
    createCampaign(tx, {
      name: 'a',
      texts: { uk: 'Новина' },
      controlPercent: 0,
      createdBy: 'stf_1',
      at: new Date(),
    }),
  );
  await transaction(database.db, (tx) => launchCampaign(tx, { campaignId, at: new Date() }));
  const read = () => readCampaignProgress(database.db, campaignId);
  await until('all to be under way', () => stub.received.length === 3);
  await transaction(database.db, (tx) => pauseCampaign(tx, { campaignId }));
  stub.release();
  await until('the run to be given back', async () => {
    const [row] = await database.sql`select 1 from campaign_chunk where campaign_id = ${campaignId} and done`;
    return row !== undefined;
  });
  expect(await read()).toMatchObject({ status: 'paused', sent: 3 });
  await transaction(database.db, (tx) => resumeCampaign(tx, { campaignId }));
  await until('the end', async () => (await read()).status === 'finished');
});

it('sends at once, and once, what a claim took whose answer was lost', async () => {
  await makeMembers(database.sql, { count: 2 });
  await using way = await lossyWay(database.url);
  await using stub = await stubMessenger();
  // Only the pools go the lossy way: the worker itself stays known as alive.
  const workers = start(stub, { url: way.url });
  await write('p0', 'hello');
  await until('the answer', () => stub.received.length === 1);
  await until('it to be settled', async () => (await count('sent')) === 1);
  way.swallow('swallow me');
  const [to] = await database.sql<{ identity_id: IdentityId }[]>`
    select identity_id from identity where external_id = 'p1'`;
  if (!to) throw new Error('nobody is there');
  const prompt: MessagePrompt = { say: 'message', text: 'swallow me' };
  await transaction(database.db, (tx) =>
    queueDelivery(tx, { identityId: to.identity_id, lane: 'reply', prompt, at: new Date() }),
  );
  workers.poke('send');
  await until('the message', async () => (await count('sent')) === 2);
  expect(way.swallowed()).toBe(true);
  expect(stub.textsTo('p1')).toEqual(['swallow me']);
  expect((await database.sql`select attempts from delivery where prompt->>'text' = 'swallow me'`)[0]).toEqual(
    {
      attempts: 1,
    },
  );
  await workers.stop();
});

it('goes on when every connection to the database is cut, and sends nothing twice', async () => {
  await makeMembers(database.sql, { count: 20 });
  await using stub = await stubMessenger();
  start(stub);
  for (let n = 0; n < 6; n++) {
    for (let person = 0; person < 20; person++) await write(`p${person}`, String(n));
    await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'test workers%' and datname = current_database()`;
  }
  const open = async () => {
    const [row] = await database.sql<{ n: number }[]>`
      select (select count(*) from inbox where status = 'new')::integer
        + (select count(*) from delivery where status in ('queued', 'sending'))::integer as n`;
    return row?.n;
  };
  await until('everything to be settled', async () => (await open()) === 0);
  for (let person = 0; person < 20; person++) {
    const texts = stub.textsTo(`p${person}`);
    expect(texts).toEqual([...new Set(texts)]);
  }
  // An answer that came while the database was away was kept and written down.
  expect((await count('sent')) + (await count('unknown'))).toBe(120);
  expect(stub.received.length).toBeGreaterThanOrEqual(await count('sent'));
});

it('finishes what is in flight when it is told to stop', async () => {
  await makeMembers(database.sql, { count: 1 });
  await using stub = await stubMessenger();
  stub.answerWith(() => 'hang');
  const workers = start(stub);
  await write('p0', 'slow');
  await until('the call', () => stub.received.length === 1);
  const stopped = workers.stop();
  stub.release();
  await stopped;
  expect(await count('sent')).toBe(1);
});
