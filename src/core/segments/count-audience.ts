// How many members a condition chooses, while it is being built: exactly where that is quick, else from a sample.
import { type SQL, sql } from 'drizzle-orm';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import { databaseError } from '#src/db/client-error.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface AudienceCount {
  members: number;
  /** Of them, who has agreed to offers and can be written to. */
  reachable: number;
  /** Counted in a sample of the members and carried over to all. */
  about: boolean;
}

/** Somebody waits at the screen: no longer than this for the exact number, and then for the sample. */
const EXACT_MS = 1_500;
const SAMPLE_MS = 4_000;
/** Members of a sample: a share of 1 % is then true to about a seventh of itself. */
const SAMPLE = 20_000;
const SMALL_SAMPLE = 1_000;
const SHOWN = 8;

const REACHABLE = sql`m.marketing_consent and exists (
  select 1 from identity i where i.member_id = m.member_id and i.reachable)`;

/**
 * `where`: an expression over `m`, see readAudience, and `also`. Opens transactions of its own: one that took too long is over.
 */
export async function countAudience(db: Db, asked: SQL, also?: SQL): Promise<AudienceCount> {
  const where = also ? sql`(${also}) and ${asked}` : asked;
  const exact = await inTime(db, EXACT_MS, (tx) => countIn(tx, sql`member m`, where));
  if (exact) return { members: exact.members, reachable: exact.reachable, about: false };
  const all = await countMembers(db);
  for (const sample of [SAMPLE, SMALL_SAMPLE]) {
    const found = await inTime(db, SAMPLE_MS, (tx) => countIn(tx, sampled(sample, all), where));
    if (found && found.seen > 0) {
      const carry = (count: number) => Math.round((count / found.seen) * all);
      return { members: carry(found.members), reachable: carry(found.reachable), about: true };
    }
  }
  return { members: all, reachable: all, about: true };
}

/** Some of those whom it chooses; none when nobody is found in time. */
export async function sampleAudience(db: Db, where: SQL): Promise<MemberId[]> {
  const all = await countMembers(db);
  const look = (from: SQL) => (tx: Tx) =>
    tx.execute<{ member_id: MemberId }>(
      sql`select m.member_id from ${from} where m.status = 'active' and ${where} limit ${SHOWN}`,
    );
  const found = all > SAMPLE ? await inTime(db, EXACT_MS, look(sampled(SMALL_SAMPLE, all))) : null;
  const enough = found && found.length >= SHOWN ? found : await inTime(db, EXACT_MS, look(sql`member m`));
  return (enough ?? found ?? []).map(({ member_id: memberId }) => memberId);
}

interface Counted extends Record<string, unknown> {
  members: number;
  reachable: number;
  seen: number;
}

async function countIn(tx: Tx, from: SQL, where: SQL): Promise<Counted | undefined> {
  const [row] = await tx.execute<Counted>(sql`
    select count(*) filter (where c.fits)::integer as members,
      count(*) filter (where c.fits and c.reachable)::integer as reachable, count(*)::integer as seen
    from (
      select f.fits, f.fits and ${REACHABLE} as reachable
      from ${from} cross join lateral (select ${where} as fits offset 0) f where m.status = 'active'
    ) c`);
  return row;
}

/** Members by chance, the same ones each time, so that a number does not jump about while nothing changes. */
function sampled(members: number, all: number): SQL {
  const percent = Math.min(100, (members * 100) / Math.max(1, all));
  return sql`member m tablesample bernoulli (${percent}::float4) repeatable (1)`;
}

/** As the planner last saw them where there are many, else counted. */
async function countMembers(db: Db): Promise<number> {
  const [row] = await db.execute<{ known: number }>(
    sql`select reltuples::float8 as known from pg_class where oid = 'member'::regclass`,
  );
  if (row && row.known > SAMPLE) return row.known;
  const [counted] = await db.execute<{ members: number }>(
    sql`select count(*)::integer as members from member where status = 'active'`,
  );
  return counted?.members ?? 0;
}

/** Null when it took longer than that. */
async function inTime<T>(db: Db, ms: number, work: (tx: Tx) => Promise<T>): Promise<T | null> {
  try {
    return await transaction(db, async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(ms)}, true)`);
      return await work(tx);
    });
  } catch (error) {
    if (databaseError(error) !== 'unavailable') throw error;
    return null;
  }
}
