// A receipt without a member. It is kept with a code that goes onto the slip; who brings the code gets its points.
import { and, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { receiptKey, anonymousReceipt as table } from '#src/db/schema/receipts.ts';
import type { MemberId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { newClaimCode } from './claim-code.ts';
import { looksUntimed } from './looks-untimed.ts';
import type { ReceiptName } from './open-receipt.ts';
import { quoteStranger } from './quote-stranger.ts';
import { checkReceipt, type ReceiptInput, type ReceiptTold, receiptHash } from './receipt-input.ts';
import { readStoredReceipt, storedReceipt } from './stored-receipt.ts';

export interface AnonymousReceipt {
  claimCode: string;
  claimUntil: Date;
  /** What it would bring a new member of the lowest tier, as of when it was recorded. */
  told: ReceiptTold;
  receipt: ReceiptInput;
  claimedBy: MemberId | null;
}

/**
 * Records it; the same again changes nothing and answers the same. `timed`: its sender said when, so another time is
 * another receipt. Throws Refusal `receipt_differs` and those of checkReceipt.
 */
export async function recordAnonymous(
  tx: Tx,
  input: {
    receipt: ReceiptInput;
    timed: boolean;
    at: Date;
    lateDays?: number;
    known: KnownProgramme;
    rules: KnownRules;
  },
): Promise<AnonymousReceipt & { outcome: 'recorded' | 'replayed' }> {
  const { receipt, timed, at, known, rules } = input;
  checkReceipt(receipt, at, input.lateDays);
  const { storeId, externalId, occurredAt } = receipt;
  const [booked] = await tx
    .select({ receiptId: receiptKey.receiptId })
    .from(receiptKey)
    .where(and(eq(receiptKey.storeId, storeId), eq(receiptKey.externalId, externalId)));
  const [made] = booked
    ? []
    : await tx
        .insert(table)
        .values({
          storeId,
          externalId,
          claimCode: newClaimCode(),
          input: { receipt: storedReceipt(receipt), told: quoteStranger(receipt, { known, rules }).told },
          inputHash: receiptHash(receipt),
          occurredAt,
          recordedAt: at,
          claimUntil: new Date(at.getTime() + known.programme.claimDays * DAY_MS),
        })
        .onConflictDoNothing()
        .returning();
  if (made) return { outcome: 'recorded', ...readRow(made) };
  const [stored] = await tx.select().from(table).where(isNamed(receipt));
  if (!stored) throw new Refusal('receipt_differs');
  const isOfThen = !timed || looksUntimed(stored, occurredAt);
  const same = [receipt, ...(isOfThen ? [{ ...receipt, occurredAt: stored.occurredAt }] : [])];
  if (!same.some((each) => receiptHash(each) === stored.inputHash)) throw new Refusal('receipt_differs');
  return { outcome: 'replayed', ...readRow(stored) };
}

/** Under the store's own key; null when there is none. */
export async function findAnonymous(db: Reader, name: ReceiptName): Promise<AnonymousReceipt | null> {
  const [row] = await db.select().from(table).where(isNamed(name));
  return row ? readRow(row) : null;
}

/** Under the code of the slip; null when there is none. */
export async function findByClaimCode(db: Reader, claimCode: string): Promise<AnonymousReceipt | null> {
  const [row] = await db.select().from(table).where(eq(table.claimCode, claimCode));
  return row ? readRow(row) : null;
}

/** The same, kept as it is until the transaction ends. */
export async function lockByClaimCode(tx: Tx, claimCode: string): Promise<AnonymousReceipt | null> {
  const [row] = await tx.select().from(table).where(eq(table.claimCode, claimCode)).for('update');
  return row ? readRow(row) : null;
}

/** Writes down whose it is now. */
export async function noteClaimed(
  tx: Tx,
  { claimCode, memberId, at }: { claimCode: string; memberId: MemberId; at: Date },
): Promise<void> {
  await tx.update(table).set({ claimedBy: memberId, claimedAt: at }).where(eq(table.claimCode, claimCode));
}

function isNamed({ storeId, externalId }: ReceiptName) {
  return and(eq(table.storeId, storeId), eq(table.externalId, externalId));
}

function readRow(row: typeof table.$inferSelect): AnonymousReceipt {
  const { receipt, told } = row.input as { receipt: unknown; told: ReceiptTold };
  const { claimCode, claimUntil, claimedBy } = row;
  return { claimCode, claimUntil, claimedBy, told, receipt: readStoredReceipt(receipt) };
}
