// Past receipts that earn: each by the rules and the tier of its time, as those of a till that was cut off, only that nobody
// is told. They are taken the oldest first, in commits of their own; the key of a receipt lets it earn once, so a run that
// was stopped is simply taken again.
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Tx } from '#src/db/client.ts';
import type { MemberId, StoreId } from '#src/lib/id.ts';
import { acceptLate, whyNotLate } from '../receipts/accept-late.ts';
import { foretellReceipts } from '../receipts/foretell-receipts.ts';
import type { ReceiptOfMember } from '../receipts/post-batch.ts';
import { Refusal } from '../refusal.ts';
import { knownRules } from '../rules/known-rules.ts';
import { knownProgramme } from '../stores/known-programme.ts';
import type { StageNames } from './import-kind.ts';
import { JOIN_WHO, WHO_AGREE } from './who-fields.ts';

export interface Earning {
  /** Books what of a run may earn. What is left belongs to history, or to nobody. */
  earn(run: EarningRun): Promise<Refused>;
  /** The points that `earn` would give for it and what it would refuse, as far as it can be told. */
  foretell(run: EarningRun): Promise<{ points: number; refused: Refused }>;
}

/** Receipts that may not earn, by the code of the Refusal: they become history. */
export type Refused = Record<string, number>;

export interface EarningRun {
  stage: StageNames;
  within: SQL;
}

/** One for an import; foretelling remembers what the receipts before have come to. */
export function earning(
  { db, sql: bare }: Pick<Database, 'db' | 'sql'>,
  { importId, now }: { importId: string; now: () => Date },
): Earning {
  const known = knownProgramme(db);
  const rules = knownRules(db, known);
  const foretold = foretellReceipts({ sql: bare, known, rules });
  return {
    async earn(run) {
      const { left, brought } = await readReceipts(db, { ...run, importId });
      const deps = { db, sql: bare, known, rules, clock: { now } };
      const outcomes = await acceptLate(deps, left, { quiet: true });
      return refusedOf([...outcomes, ...brought.map(({ input }) => whyNotLate(input, now()))]);
    },
    async foretell(run) {
      const { left } = await readReceipts(db, { ...run, importId });
      const reasons = left.map(({ input }) => whyNotLate(input, now()));
      const allowed = left.filter((_, place) => reasons[place] === null);
      return { points: await foretold(allowed, now()), refused: refusedOf(reasons) };
    },
  };
}

function refusedOf(outcomes: readonly unknown[]): Refused {
  const refused: Refused = {};
  for (const outcome of outcomes)
    if (outcome instanceof Refusal) refused[outcome.code] = (refused[outcome.code] ?? 0) + 1;
  return refused;
}

type LineRow = [
  sku: string,
  name: string,
  category: string,
  brand: string,
  quantityMilli: number,
  priceMinor: number,
  discountMinor: number,
  amountMinor: number,
];

interface HeadRow extends Record<string, unknown> {
  memberId: MemberId;
  storeId: StoreId;
  externalId: string;
  number: string;
  amountMinor: bigint;
  occurredAt: Date;
  lines: LineRow[] | null;
}

/**
 * Receipts of members whom we know: those that nobody has told yet, and those that this import has brought before it was
 * stopped.
 */
async function readReceipts(
  db: Database['db'],
  { stage: [heads, lines], within, importId }: EarningRun & { importId: string },
): Promise<Record<'left' | 'brought', ReceiptOfMember[]>> {
  const rows = await db.execute<HeadRow & { isBrought: boolean }>(sql`
    select m.member_id as "memberId", s.store_id as "storeId", s.receipt_key as "externalId", s.number, s.amount_minor as "amountMinor",
      s.occurred_at as "occurredAt", k.store_id is not null as "isBrought", (
        select jsonb_agg(jsonb_build_array(l.sku, l.name, l.category, l.brand, l.quantity_milli, l.price_minor,
          l.discount_minor, l.amount_minor) order by l.line_no)
        from ${lines} l where l.group_no = s.group_no) as lines
    from ${heads} s ${JOIN_WHO}
      left join receipt_key k on k.store_id = s.store_id and k.external_id = s.receipt_key
    where ${within} and s.amount_minor > 0 and m.status = 'active' and ${WHO_AGREE} and (k.store_id is null or exists (
      select from receipt r where r.member_id = k.member_id and r.receipt_id = k.receipt_id and r.accepted_by = ${importId}))
    order by s.group_no`);
  const receipts: Record<'left' | 'brought', ReceiptOfMember[]> = { left: [], brought: [] };
  for (const { isBrought, ...head } of rows)
    receipts[isBrought ? 'brought' : 'left'].push(told(head, importId));
  return receipts;
}

function told({ memberId, lines, ...head }: HeadRow, importId: string): ReceiptOfMember {
  return {
    member: { memberId },
    input: {
      ...head,
      tillId: null,
      burn: 0n,
      acceptedBy: importId,
      isPaid: true,
      lines: (lines ?? []).map(
        ([sku, name, category, brand, quantityMilli, priceMinor, discountMinor, amountMinor]) => ({
          sku,
          name,
          category,
          brand,
          quantityMilli,
          priceMinor,
          discountMinor,
          amountMinor,
        }),
      ),
    },
  };
}

/** Numbers receipts by their time, so that each counts with those before it. */
export async function orderByTime(tx: Tx, [heads, lines]: StageNames): Promise<void> {
  await tx.execute(sql`
    create temp table in_time on commit drop as
    select group_no, row_number() over (order by occurred_at, group_no) as place from ${heads}`);
  for (const table of [heads, lines])
    await tx.execute(sql`
      update ${table} t set group_no = i.place from in_time i where i.group_no = t.group_no and i.place <> t.group_no`);
}
