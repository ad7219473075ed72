// A durable database with a shop and many members, and the service beside it, for the benches.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { checkDigit } from '#src/core/cards/card-number.ts';
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import { startEmbedded } from '#src/db/embedded.ts';
import { migrate } from '#src/db/migrate.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';

/** What the service signs with. */
export const BENCH_KEY = 'a secret key that is long enough for benches';

/** What PostgreSQL's manual advises for a server of its own (its chapter 19.4.1, shared_buffers). */
const QUARTER_OF_MEMORY_MB = Math.floor(
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 4 / 2 ** 20,
);

export interface BenchShop {
  databaseUrl: string;
  database: Database;
  members: { memberId: `mem_${string}`; cardNumber: string }[];
  secret: string;
  stop(): Promise<void>;
}

/** PostgreSQL with durable defaults and `count` members with a card each, all written set-based. */
export async function benchShop(count: number): Promise<BenchShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kartka-bench-'));
  const settings = { shared_buffers: `${QUARTER_OF_MEMORY_MB}MB`, max_wal_size: '8GB' };
  const embedded = await startEmbedded({ dataDir, settings });
  await migrate(embedded.url);
  const database = connect(embedded.url, { max: 10, applicationName: 'bench', statementTimeoutMs: 0 });
  await aShop(database.db);
  const members = Array.from({ length: count }, (_, index) => {
    const twelve = `29${String(index).padStart(10, '0')}`;
    const id = String(index).padStart(20, '0');
    return { memberId: `mem_${id}` as const, cardId: `crd_${id}`, cardNumber: twelve + checkDigit(twelve) };
  });
  const rows = JSON.stringify(members);
  const { secret } = await transaction(database.db, async (tx) => {
    await tx.execute(sql`create temporary table made on commit drop as
      select * from jsonb_to_recordset(${rows}::jsonb) as m("memberId" text, "cardId" text, "cardNumber" text)`);
    await tx.execute(sql`insert into member (member_id, name, tier_key, registered_at)
      select "memberId", 'Олена', 'base', ${NOON}::timestamptz from made`);
    await tx.execute(sql`insert into account (member_id) select "memberId" from made`);
    await tx.execute(sql`insert into standing (member_id) select "memberId" from made`);
    await tx.execute(sql`insert into card_number (card_number, member_id, card_id)
      select "cardNumber", "memberId", "cardId" from made`);
    await tx.execute(sql`insert into card (member_id, card_id, card_number, kind, issued_at)
      select "memberId", "cardId", "cardNumber", 'virtual', ${NOON}::timestamptz from made`);
    const scopes = ['receipts:write', 'members:read', 'balance:read'] as const;
    return await createApiKey(tx, {
      name: 'bench',
      scopes: [...scopes],
      storeId: null,
      actor: 'bench',
      at: NOON,
    });
  });
  await database.sql`vacuum analyze`;
  return {
    databaseUrl: embedded.url,
    database,
    members,
    secret,
    async stop() {
      await database.close();
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Service {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts the service as a process of its own with these settings. */
export async function startService(env: Record<string, string>, ...args: string[]): Promise<Service> {
  return await startServing('./serve.ts', env, args);
}

/** Starts a program beside this one that tells its `url` once it listens. */
export async function startServing(
  file: string,
  env: Record<string, string>,
  args: string[] = [],
): Promise<Service> {
  const child = fork(new URL(file, import.meta.url), args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the service did not start'))),
  ]);
  return {
    url: message.url,
    pid: child.pid ?? 0,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
