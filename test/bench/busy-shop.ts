// A shop with everything on for the benches of receipts: 100 live rules, stamps, a chat for everybody; and finished items,
// as the rules make them.
import { sql as drizzleSql } from 'drizzle-orm';
import { evaluateInput } from '#src/core/receipts/evaluate-input.ts';
import { prepareReceipt } from '#src/core/receipts/prepare-receipt.ts';
import type { ReceiptInput, ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import type { ReceiptItem } from '#src/core/receipts/receipt-item.ts';
import { type ReceiptMember, readReceiptMembers } from '#src/core/receipts/receipt-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import { aReceipt } from '#test/support/a-shop.ts';
import { fresh } from '#test/support/fresh.ts';
import type { BenchShop } from './bench-shop.ts';
import { aBasket, someRules } from './rules.ts';

/** Different baskets. */
const BASKETS = 64;

/** 100 live rules, a currency of stamps, and a messenger account for everybody. */
export async function openFor(shop: BenchShop): Promise<void> {
  const rules = JSON.stringify(
    someRules().map(({ name, definition }, place) => ({
      ruleId: `rul_${String(place + 100).padStart(20, '0')}`,
      name,
      definition,
    })),
  );
  await transaction(shop.database.db, async (tx) => {
    await tx.execute(
      drizzleSql`insert into currency (currency, kind, expiry) values ('stamps', 'stickers', 'never')`,
    );
    await tx.execute(drizzleSql`update rule set status = 'ended'`);
    await tx.execute(drizzleSql`update rule_version set live_until = now()`);
    await tx.execute(drizzleSql`
      with made as (select * from jsonb_to_recordset(${rules}::jsonb) as r("ruleId" text, name text, definition jsonb)),
      rules as (insert into rule (rule_id, name, status, created_by, created_at, changed_at)
        select "ruleId", name, 'live', 'bench', now(), now() from made)
      insert into rule_version (rule_id, version, name, definition, published_by, live_from)
      select "ruleId", 1, name, definition, 'bench', now() from made`);
    await tx.execute(drizzleSql`
      insert into identity (identity_id, messenger, external_id, member_id, linked_at, first_seen_at, last_seen_at)
      select 'idn' || substr(member_id, 4), 'telegram', substr(member_id, 5), member_id, now(), now(), now() from member`);
  });
  await shop.database.sql`vacuum analyze`;
}

let made = 0;

function linesOf(seed: number): ReceiptLine[] {
  return aBasket(seed).lines.map((line) => ({
    sku: line.sku,
    name: line.name,
    category: line.category,
    brand: line.brand,
    quantityMilli: line.quantityMilli,
    priceMinor: line.priceMinor,
    discountMinor: 0,
    amountMinor: line.amountMinor,
  }));
}

export const LINES = Array.from({ length: BASKETS }, (_, seed) => linesOf(seed));
export const sumOf = (lines: ReceiptLine[]) => lines.reduce((sum, line) => sum + line.amountMinor, 0);

function input(): ReceiptInput {
  const lines = LINES[++made % BASKETS] ?? [];
  return aReceipt({
    externalId: `prepared ${made}`,
    amountMinor: BigInt(sumOf(lines)),
    lines,
    occurredAt: new Date(),
  });
}

export function aMemberOf(shop: BenchShop) {
  const member = shop.members[Math.floor(Math.random() * shop.members.length)];
  if (!member) throw new Error('there are no members');
  return member;
}

export interface Prepared {
  items: ReceiptItem[];
  /** Microseconds of one evaluation by the rules. */
  rulesMicros: number;
}

/** Finished items, and what asking the rules costs for one. */
export async function prepare(shop: BenchShop): Promise<Prepared> {
  const { known: knowing, rules: reader } = fresh(shop.database.db);
  const [known, rules] = [await knowing(), await reader()];
  const at = new Date();
  const keys = shop.members.slice(0, BASKETS).map(({ memberId }) => ({ memberId }));
  const members = await readReceiptMembers(shop.database.sql, keys, {
    moments: keys.map(() => at),
    timeZone: known.programme.timeZone,
    rules,
    at,
  });
  const ready = members.filter((member): member is ReceiptMember => !(member instanceof Refusal));
  const inputs = ready.map((member) => ({ member, receipt: input() }));
  const items = inputs.map(({ member, receipt }) => prepareReceipt(receipt, { member, known, rules, at }));
  let asked = 0;
  const began = performance.now();
  while (performance.now() - began < 1_000)
    for (const { member, receipt } of inputs) {
      evaluateInput(receipt, { member, known, rules });
      asked++;
    }
  return { items, rulesMicros: ((performance.now() - began) * 1_000) / asked };
}
