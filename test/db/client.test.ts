import { sql as query } from 'drizzle-orm';
import { bigint, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConnectOptions,
  connect,
  type Database,
  type Db,
  type Reader,
  type Tx,
  transaction,
  within,
} from '#src/db/client.ts';
import { databaseError } from '#src/db/client-error.ts';
import { useDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const note = pgTable('note', {
  id: text().primaryKey(),
  amount: bigint({ mode: 'bigint' }).notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  data: jsonb(),
});
const at = new Date('2026-03-29T00:59:59.123Z');
const amount = 9_007_199_254_740_993n;

const database = useDatabase({ template: false });
const extra: Database[] = [];

beforeAll(async () => {
  await database.sql`create table note (id text primary key, amount bigint not null, at timestamptz not null, data jsonb)`;
});
afterEach(async () => {
  await Promise.all(extra.splice(0).map((pool) => pool.close()));
});

describe('the types of a connection', () => {
  it('when a writer is handed a plain Db, then it does not compile', () => {
    // Never called: what is tested is that tsc finds an error where one is expected, and none elsewhere.
    const write = async (tx: Tx) => tx.insert(note).values({ id: 'a', amount: 1n, at });
    const read = async (reader: Reader) => reader.select().from(note);
    const types = async (db: Db, tx: Tx) => {
      // @ts-expect-error a Db is no Tx
      await write(db);
      // @ts-expect-error a Tx opens no transaction
      await transaction(tx, write);
      // @ts-expect-error what drizzle opens by itself is no Tx
      await db.transaction((own) => write(own));
      await write(tx);
      await read(db);
      await read(tx);
    };
    expect(types).toBeTypeOf('function');
  });
});

describe('values on their way', () => {
  it('when they go through drizzle, then bigint, time and JSON come back as they went', async () => {
    const row = { id: 'drizzle', amount, at, data: { list: [1, 'two'] } };
    await transaction(database.db, (tx) => tx.insert(note).values(row));
    expect(await database.db.select().from(note).where(query`id = 'drizzle'`)).toEqual([row]);
  });

  it('when they go through raw SQL in a transaction, then parameters and results are bigint and Date too', async () => {
    const data = JSON.stringify({ a: 1 });
    const rows = await transaction(database.db, async (tx) => {
      await tx.execute(query`insert into note values ('raw', ${amount}, ${at}, ${data}::jsonb)`);
      return tx.execute(
        query`select amount, at, data, ${at}::timestamptz as echo, null::timestamptz as never from note where id = ${'raw'}`,
      );
    });
    expect([...rows]).toEqual([{ amount, at, data: { a: 1 }, echo: at, never: null }]);
  });

  it('when they go through the bare pool, then they are the same', async () => {
    const { sql } = database;
    await sql`insert into note values ('bare', ${amount}, ${at}, ${sql.json({ a: [true, null] })})`;
    expect([...(await sql`select amount, at, data from note where id = 'bare'`)]).toEqual([
      { amount, at, data: { a: [true, null] } },
    ]);
  });

  it('when one text is run again, then drizzle sends it prepared', async () => {
    const { db } = pool({ max: 1 });
    const count = () =>
      db.execute(query`select count(*) from pg_prepared_statements where statement like ${'%"note"."id"%'}`);
    for (const id of ['a', 'b', 'c']) await db.select().from(note).where(query`${note.id} = ${id}`);
    expect([...(await count())]).toEqual([{ count: 1n }]);
  });
});

describe('a transaction', () => {
  it('when its work throws, then nothing of it stays', async () => {
    const work = transaction(database.db, async (tx) => {
      await tx.insert(note).values({ id: 'undone', amount, at });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await database.sql`select 1 from note where id = 'undone'`).toHaveLength(0);
  });

  it('when every place is taken, then it gives up in time and says unavailable, and goes on afterwards', async () => {
    const { db } = pool({ max: 2, acquireTimeoutMs: 50 });
    const held = Promise.withResolvers<void>();
    const first = transaction(db, () => held.promise);
    const second = await transaction(db, async () => 'in').catch((error: unknown) => databaseError(error));
    expect(second).toBe('unavailable');
    // One connection is left for reads.
    expect(await db.select().from(note).where(query`id = 'none'`)).toEqual([]);
    held.resolve();
    await first;
    expect(await transaction(db, async () => 'in')).toBe('in');
  });
});

describe('a failed query', () => {
  const kindOf = async (work: Promise<unknown>) =>
    work.then(
      () => 'it worked',
      (error: unknown) => databaseError(error),
    );

  it('when a key is there already, then it is a conflict, through either pool', async () => {
    await database.sql`insert into note values ('twice', 1, now())`;
    expect(await kindOf(database.sql`insert into note values ('twice', 1, now())`)).toBe('conflict');
    expect(
      await kindOf(transaction(database.db, (tx) => tx.insert(note).values({ id: 'twice', amount, at }))),
    ).toBe('conflict');
  });

  it('when the SQL is wrong, then it is neither', async () => {
    expect(await kindOf(database.db.execute(query`select nothing from nowhere`))).toBe('other');
    expect(databaseError(new Error('no code'))).toBe('other');
    expect(databaseError('not even an error')).toBe('other');
  });

  it('when nobody listens, then it is unavailable at once', async () => {
    const { sql, db } = track(connect('postgres://kartka:x@127.0.0.1:1/kartka'));
    expect(await kindOf(sql`select 1`)).toBe('unavailable');
    expect(await kindOf(db.execute(query`select 1`))).toBe('unavailable');
  });

  it('when the server ends the connection, then it is unavailable and the next query works', async () => {
    const { sql } = pool({ max: 1 });
    const [me] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const slow = kindOf(sql`select pg_sleep(60)`);
    const end = () => database.sql<{ ended: boolean }[]>`
      select pg_terminate_backend(pid) as ended from pg_stat_activity where pid = ${me?.pid ?? 0} and wait_event = 'PgSleep'`;
    await until('the sleeper to be ended', async () => (await end()).length > 0);
    expect(await slow).toBe('unavailable');
    // What is sent before the driver has seen the end of the connection fails alike; then it makes a new one.
    const next = () => sql`select 1 as one`.catch(() => undefined);
    expect(await until('a new connection', next)).toEqual([{ one: 1 }]);
  });

  it('when a statement fails after its first rows, then the next query has its own rows from the first on', async () => {
    const { sql } = pool({ max: 1 });
    expect(await kindOf(sql`select 1 / (3 - i) from generate_series(1, 5) as i`)).toBe('other');
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  });

  it('when a connection ends after the first rows of an answer, then the next one knows nothing of them', async () => {
    const { sql } = pool({ max: 1 });
    const ends = sql`
      select case when i = 3 then pg_terminate_backend(pg_backend_pid()) end from generate_series(1, 5) as i`;
    expect(await kindOf(ends)).toBe('unavailable');
    const next = () => sql`select 1 as one`.catch(() => undefined);
    expect([...(await until('a new connection', next))]).toEqual([{ one: 1 }]);
  });

  it('when what is asked behind another query cannot even be sent, then it alone fails', async () => {
    const { sql } = pool({ max: 1 });
    const ask = (time: Date) => sql`select ${time}::timestamptz as at`;
    await ask(at);
    const asked = [sql`select 1 as one`, ask(new Date('never')), sql`select 2 as two`, ask(at)];
    const answers = asked.map((query) => query.then((rows) => [...rows], databaseError));
    expect(await Promise.all(answers)).toEqual([[{ one: 1 }], 'other', [{ two: 2 }], [{ at }]]);
  });

  it('when a statement or a lock takes too long, then Postgres gives up and it is unavailable', async () => {
    const { sql, db } = pool({ max: 2, statementTimeoutMs: 100, lockTimeoutMs: 50 });
    expect(await kindOf(sql`select pg_sleep(60)`)).toBe('unavailable');
    await database.sql`insert into note values ('locked', 1, now())`;
    await database.sql.begin(async (other) => {
      await other`select 1 from note where id = 'locked' for update`;
      const update = transaction(db, (tx) => tx.update(note).set({ amount }).where(query`id = 'locked'`));
      expect(await kindOf(update)).toBe('unavailable');
    });
  });

  it('when a hot query outlives its limit, running or still waiting, then it is cancelled', async () => {
    const { sql } = pool({ max: 1 });
    const reserved = await sql.reserve();
    expect(await kindOf(within(50, sql`select 1`))).toBe('unavailable');
    reserved.release();
    expect(await kindOf(within(500, sql`select pg_sleep(60)`))).toBe('unavailable');
    expect([...(await within(15_000, sql`select 1 as one`))]).toEqual([{ one: 1 }]);
  });
});

function pool(options: ConnectOptions): Database {
  return track(connect(database.url, options));
}

function track(made: Database): Database {
  extra.push(made);
  return made;
}
