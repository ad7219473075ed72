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
const BOUGHT_BEFORE = 10;
const DAY_MS = 86_400_000;
/** Stamps after which a piece is free, as the template has it. */
const FULL_CARD = 5;

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

export function aMemberOf(members: BenchShop['members']) {
  const member = members[Math.floor(Math.random() * members.length)];
  if (!member) throw new Error('there are no members');
  return member;
}

export interface Prepared {
  /** A finished item of each basket, for members who have never bought. */
  items: ReceiptItem[];
  /** Of each basket, for members who have bought before and have 0, 1, 2 ... stamps on their card. */
  byStamps: ReceiptItem[][];
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
  const item = (receipt: ReceiptInput, member: ReceiptMember) =>
    prepareReceipt(receipt, { member, known, rules, at });
  let asked = 0;
  const began = performance.now();
  while (performance.now() - began < 1_000)
    for (const { member, receipt } of inputs) {
      evaluateInput(receipt, { member, known, rules });
      asked++;
    }
  return {
    items: inputs.map(({ member, receipt }) => item(receipt, member)),
    byStamps: inputs.map(({ member, receipt }) =>
      Array.from({ length: FULL_CARD + 1 }, (_, stamps) => item(receipt, whoBought(member, stamps))),
    ),
    rulesMicros: ((performance.now() - began) * 1_000) / asked,
  };
}

/** The member as one who has bought on each of the last days. */
function whoBought(member: ReceiptMember, stamps: number): ReceiptMember {
  const today = Date.now();
  const recent = Array.from({ length: BOUGHT_BEFORE }, (_, days) => ({
    at: today - (BOUGHT_BEFORE - days) * DAY_MS,
    amountMinor: 30_000,
  }));
  const facts = { ...member.facts, receipts: recent.length, lastReceiptAt: today - DAY_MS, recent };
  return { ...member, facts: { ...facts, balances: { ...member.facts.balances, stamps } } };
}
