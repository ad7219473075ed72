// What conditions over members ask about, loaded for a batch of members in three statements at most, whatever the
// conditions are: values of fields, lists, and past receipts with their lines.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Condition, Period } from '../rules/condition.ts';
import { type FieldName, isField } from '../rules/fields.ts';
import { comparisonsIn } from '../rules/walk-condition.ts';
import { type AudienceFacts, type FactValue, factKey, type PastReceipt } from './audience-facts.ts';
import type { AudienceKnown } from './audience-known.ts';
import { SETS, setValue } from './audience-sets.ts';
import { BOOLEAN_VALUES, NUMBER_VALUES, TEXT_VALUES } from './audience-values.ts';
import { readPastReceipts } from './read-past-receipts.ts';

/** Facts of those of the members who are there. */
export async function readAudienceFacts(
  db: Reader,
  memberIds: readonly MemberId[],
  { conditions, known }: { conditions: readonly (Condition | null)[]; known: AudienceKnown },
): Promise<Map<MemberId, AudienceFacts>> {
  const asked = allConditions(conditions, known);
  const values = await readValues(db, memberIds, valuesOf(asked, known));
  const lists = await readLists(db, memberIds, known);
  const receipts = asked.some(asksHistory) ? await readPastReceipts(db, memberIds, known) : new Map();
  return new Map(
    [...values].map(([memberId, ofMember]) => {
      const past: PastReceipt[] = receipts.get(memberId) ?? [];
      const facts: AudienceFacts = {
        memberId,
        values: ofMember,
        lists: lists.get(memberId) ?? new Set(),
        receipts: past,
      };
      return [memberId, facts];
    }),
  );
}

/** Those of the segments too that they name. */
function allConditions(conditions: readonly (Condition | null)[], { segments }: AudienceKnown): Condition[] {
  const named = [...segments.values()].map((each) => (each === 'list' ? null : each.condition));
  return [...conditions, ...named].filter((each) => each !== null);
}

function asksHistory(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksHistory);
  if ('any' in condition) return condition.any.some(asksHistory);
  return 'not' in condition ? asksHistory(condition.not) : 'history' in condition;
}

interface AskedValue {
  key: string;
  value: SQL;
}

function valuesOf(conditions: Condition[], known: AudienceKnown): AskedValue[] {
  const asked = new Map<string, AskedValue>();
  for (const { field, period = null } of conditions.flatMap(comparisonsIn)) {
    const key = factKey(field, period);
    const value = isField(field) ? valueSql(field, period, known) : null;
    if (value) asked.set(key, { key, ...value });
  }
  return [...asked.values()];
}

function valueSql(field: FieldName, period: Period | null, known: AudienceKnown) {
  const number = NUMBER_VALUES[field]?.(known, period);
  if (number) return { value: number };
  const set = SETS[field];
  const value = set
    ? setValue(set(known, period))
    : (TEXT_VALUES[field] ?? BOOLEAN_VALUES[field])?.(known, period);
  return value ? { value } : null;
}

async function readValues(
  db: Reader,
  memberIds: readonly MemberId[],
  asked: readonly AskedValue[],
): Promise<Map<MemberId, Map<string, FactValue>>> {
  const columns = asked.map(({ value }) => sql`to_jsonb(${value})`);
  const rows = await db.execute<{ member_id: MemberId; facts: FactValue[] }>(sql`
    select m.member_id, jsonb_build_array(${sql.join(columns, sql`, `)}) as facts from member m
    where m.member_id = any (${sql.param([...memberIds])}::text[])`);
  return new Map(
    rows.map(({ member_id: memberId, facts }) => [
      memberId,
      new Map(asked.map(({ key }, place) => [key, facts[place] ?? null])),
    ]),
  );
}

async function readLists(
  db: Reader,
  memberIds: readonly MemberId[],
  { segments }: AudienceKnown,
): Promise<Map<MemberId, Set<string>>> {
  const lists = [...segments].flatMap(([id, each]) => (each === 'list' ? [id] : []));
  if (lists.length === 0) return new Map();
  const rows = await db.execute<{ member_id: MemberId; lists: string[] }>(sql`
    select member_id, array_agg(segment_id) as lists from segment_member
    where segment_id = any (${sql.param(lists)}::text[]) and member_id = any (${sql.param([...memberIds])}::text[])
    group by member_id`);
  return new Map(rows.map(({ member_id: memberId, lists: ids }) => [memberId, new Set(ids)]));
}
