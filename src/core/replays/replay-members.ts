// Who the receipts of a replay belong to: what does not change of them, what they had bought before, and their tiers.
import type { Sql } from '#src/db/client.ts';
import { copyOut } from '#src/db/copy-out.ts';
import { membersOf, type ReplayScope, readFrom, SOLD, type Words } from './replay-scope.ts';

export interface MemberColumns {
  ids: string[];
  /** The tier of now. */
  tierKey: string[];
  language: string[];
  registeredAt: Float64Array;
  /** Month and day as MMDD; 0 for none. */
  birthday: Int32Array;
  consent: Uint8Array;
  /** Before the first receipt that is read. */
  receipts: Float64Array;
  turnoverMinor: Float64Array;
  /** NaN for none. */
  lastAt: Float64Array;
  /** The oldest first, of those who ever changed theirs. */
  tierChanges: Map<number, TierChange[]>;
}

export interface TierChange {
  at: number;
  from: string;
  to: string;
}

/** Reads what is told of `members`, who are numbered by their receipts. */
export async function readMembers(sql: Sql, asked: ReplayScope & { members: Words }): Promise<MemberColumns> {
  const { members, needs, signal } = asked;
  const count = members.texts.length;
  const told: MemberColumns = {
    ids: members.texts,
    tierKey: Array.from({ length: count }, () => ''),
    language: Array.from({ length: count }, () => 'uk'),
    registeredAt: new Float64Array(count),
    birthday: new Int32Array(count),
    consent: new Uint8Array(count),
    receipts: new Float64Array(count),
    turnoverMinor: new Float64Array(count),
    lastAt: new Float64Array(count).fill(Number.NaN),
    tierChanges: new Map(),
  };
  const mine = membersOf(asked);
  const options = signal ? { signal } : {};
  const profile = `
    select member_id, tier_key, language, registered_at, marketing_consent,
      coalesce(extract(month from birthday) * 100 + extract(day from birthday), 0)::integer
    from member where ${mine}`;
  await copyOut(
    sql,
    profile,
    (row) => {
      const place = members.numbers.get(row.key(0));
      if (place === undefined) return;
      told.tierKey[place] = row.text(1);
      told.language[place] = row.text(2);
      told.registeredAt[place] = row.at(3);
      told.consent[place] = row.bool(4) ? 1 : 0;
      told.birthday[place] = row.int(5);
    },
    options,
  );
  const changes = `
    select member_id, changed_at, from_tier, to_tier from tier_change where ${mine} order by changed_at`;
  await copyOut(
    sql,
    changes,
    (row) => {
      const place = members.numbers.get(row.key(0));
      if (place === undefined) return;
      const list = told.tierChanges.get(place) ?? [];
      list.push({ at: row.at(1), from: row.text(2), to: row.text(3) });
      told.tierChanges.set(place, list);
    },
    options,
  );
  if (needs.history) await readHistory(sql, asked, told);
  return told;
}

async function readHistory(
  sql: Sql,
  asked: ReplayScope & { members: Words },
  told: MemberColumns,
): Promise<void> {
  const { members, signal } = asked;
  const before = `
    select member_id, count(*), sum(amount_minor - returned_minor)::bigint, max(occurred_at)
    from receipt where occurred_at <= '${readFrom(asked).toISOString()}' and ${SOLD} and ${membersOf(asked)}
    group by member_id`;
  await copyOut(
    sql,
    before,
    (row) => {
      const place = members.numbers.get(row.key(0));
      if (place === undefined) return;
      told.receipts[place] = row.int(1);
      told.turnoverMinor[place] = row.int(2);
      told.lastAt[place] = row.at(3);
    },
    signal ? { signal } : {},
  );
}
