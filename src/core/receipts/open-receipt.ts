// A basket that is still being rung up. Each telling replaces the one before; points may be held for it, by the proof of
// a live card code that stays with the basket for a while, so that a till may change its mind without another scan.
import { and, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { openReceipt as table } from '#src/db/schema/receipts.ts';
import type { HoldId, MemberId, StoreId } from '#src/lib/id.ts';
import { holdActiveCard } from '../cards/hold-active-card.ts';
import { useLiveCode as spendLiveCode } from '../cards/use-live-code.ts';
import { openHold } from '../ledger/open-hold.ts';
import { releaseHolds } from '../ledger/release-holds.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { storedReceipt } from './stored-receipt.ts';
import { forgetCancellation } from './wait-with-return.ts';

/** How long a live code that was shown for a basket goes on proving the member's will for it. */
const PROOF_MS = 60 * 60_000;

/** How the keys of holds begin that belong to a basket. */
const HOLD_KEY = 'receipt:';

export interface ReceiptName {
  storeId: StoreId;
  externalId: string;
}

/** What was shown of the member: a mark of the code (never the code: it may be a phone), and of a live code its proof. */
interface Shown {
  codeMark: string;
  proven: { nonce: string; at: string } | null;
}

interface HoldAsked {
  points: bigint;
  minutes: number;
}

export interface OpenReceipt {
  memberId: MemberId | null;
  state: 'open' | 'cancelled';
  shown: Shown | null;
  /** How many holds there were: each has a key of its own. */
  holds: number;
  hold: { holdId: HoldId; points: bigint; minutes: number; expiresAt: Date } | null;
  openedAt: Date;
  /** As it was stored. */
  receipt: unknown;
}

export interface OpenReceiptInput {
  receipt: ReceiptInput;
  /** Null while nobody has shown a card. */
  member: { memberId: MemberId; cardNumber: string; nonce: string | null; codeMark: string } | null;
  hold: HoldAsked | null;
  at: Date;
}

/** The open basket, or null. */
export async function findOpenReceipt(db: Reader, name: ReceiptName): Promise<OpenReceipt | null> {
  const [row] = await db.select().from(table).where(isNamed(name));
  return row ? readRow(row) : null;
}

/** The open basket, kept as it is until the transaction ends; null when there is none. */
export async function lockOpenReceipt(tx: Tx, name: ReceiptName): Promise<OpenReceipt | null> {
  const [row] = await tx.select().from(table).where(isNamed(name)).for('update');
  return row ? readRow(row) : null;
}

/** Whether a hold was opened for a basket, which alone may burn it or let go of it. */
export function isOfReceipt(holdKey: string): boolean {
  return holdKey.startsWith(HOLD_KEY);
}

/** Whether a live code that was shown for the basket still proves the will of the one who shows this code. */
export function isProven(open: OpenReceipt | null, codeMark: string, at: Date): boolean {
  if (!open?.shown?.proven || open.shown.codeMark !== codeMark) return false;
  return at.getTime() - Date.parse(open.shown.proven.at) <= PROOF_MS;
}

/**
 * Stores the basket, and sets points aside for it when told to: again when that has changed or has run out. Returns it
 * as it is now. Throws Refusal `receipt_closed`, `burn_needs_confirmation` (points are held by a live code only),
 * `live_code_used`, `card_blocked` and those of openHold.
 */
export async function openReceipt(tx: Tx, input: OpenReceiptInput): Promise<OpenReceipt> {
  const { receipt, member, at } = input;
  const { storeId, externalId } = receipt;
  const base = { storeId, externalId, openedAt: at, changedAt: at, input: {} };
  await tx.insert(table).values(base).onConflictDoNothing();
  const before = await lockOpenReceipt(tx, receipt);
  if (!before) throw new Error(`the open receipt ${externalId} is gone`);
  if (await findReceiptByKey(tx, receipt)) throw new Refusal('receipt_closed');
  if (before.state === 'cancelled') await forgetCancellation(tx, receipt);
  const sameMember = before.memberId !== null && before.memberId === member?.memberId;
  const shown = member && (await prove(tx, { member, before: sameMember ? before : null, at }));
  const { hold, holds } = await holdAgain(tx, { input, before, shown });
  const stored = {
    receipt: storedReceipt(receipt),
    shown,
    holds,
    hold: hold && { ...hold, points: hold.points.toString(), expiresAt: hold.expiresAt.toISOString() },
  };
  await tx
    .update(table)
    .set({
      memberId: member?.memberId ?? null,
      state: 'open',
      input: stored,
      holdId: hold?.holdId ?? null,
      changedAt: at,
    })
    .where(isNamed(receipt));
  const { memberId = null } = member ?? {};
  return { memberId, state: 'open', shown, holds, hold, openedAt: before.openedAt, receipt: stored.receipt };
}

/** Lets go of what is held for the basket, and forgets it (`closed`) or keeps it as cancelled. */
export async function endOpenReceipt(
  tx: Tx,
  { name, open, as, at }: { name: ReceiptName; open: OpenReceipt; as: 'closed' | 'cancelled'; at: Date },
): Promise<void> {
  await letGo(tx, open, at);
  if (as === 'closed') await tx.delete(table).where(isNamed(name));
  else await tx.update(table).set({ state: as, holdId: null, changedAt: at }).where(isNamed(name));
}

async function prove(
  tx: Tx,
  {
    member,
    before,
    at,
  }: { member: NonNullable<OpenReceiptInput['member']>; before: OpenReceipt | null; at: Date },
): Promise<Shown> {
  const { memberId, cardNumber, nonce, codeMark } = member;
  if (isProven(before, codeMark, at) && before?.shown) return before.shown;
  if (nonce === null) return { codeMark, proven: null };
  await holdActiveCard(tx, { memberId, cardNumber });
  await spendLiveCode(tx, { memberId, nonce, at });
  return { codeMark, proven: { nonce, at: at.toISOString() } };
}

async function holdAgain(
  tx: Tx,
  { input, before, shown }: { input: OpenReceiptInput; before: OpenReceipt; shown: Shown | null },
): Promise<Pick<OpenReceipt, 'hold' | 'holds'>> {
  const { receipt, member, hold: asked, at } = input;
  const { hold, holds } = before;
  const stays =
    asked !== null &&
    hold !== null &&
    before.memberId === member?.memberId &&
    hold.points === asked.points &&
    hold.minutes === asked.minutes &&
    hold.expiresAt > at;
  if (stays) return { hold, holds };
  await letGo(tx, before, at);
  if (asked === null) return { hold: null, holds };
  if (!member || !shown?.proven) throw new Refusal('burn_needs_confirmation');
  await holdActiveCard(tx, { memberId: member.memberId });
  const { holdId, expiresAt } = await openHold(tx, {
    memberId: member.memberId,
    key: `${HOLD_KEY}${receipt.storeId}:${receipt.externalId}:${holds + 1}`,
    amount: asked.points,
    minutes: asked.minutes,
    askedBy: receipt.acceptedBy,
    at,
  });
  return { hold: { holdId, ...asked, expiresAt }, holds: holds + 1 };
}

async function letGo(tx: Tx, { memberId, hold }: OpenReceipt, at: Date): Promise<void> {
  if (!memberId || !hold) return;
  await lockStandings(tx, memberId);
  await releaseHolds(tx, { holdIds: [hold.holdId], status: 'voided', at });
}

function isNamed({ storeId, externalId }: ReceiptName) {
  return and(eq(table.storeId, storeId), eq(table.externalId, externalId));
}

function readRow(row: typeof table.$inferSelect): OpenReceipt {
  const { receipt, shown, holds, hold } = row.input as {
    receipt?: unknown;
    shown?: Shown | null;
    holds?: number;
    hold?: { holdId: HoldId; points: string; minutes: number; expiresAt: string } | null;
  };
  return {
    memberId: row.memberId,
    state: row.state,
    shown: shown ?? null,
    holds: holds ?? 0,
    hold:
      row.holdId && hold
        ? { ...hold, points: BigInt(hold.points), expiresAt: new Date(hold.expiresAt) }
        : null,
    openedAt: row.openedAt,
    receipt: receipt ?? null,
  };
}
