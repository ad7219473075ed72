// A small shop to test in: one programme, three tiers, one store with one till. Tests name only what matters.

import { eq } from 'drizzle-orm';
import { newCardNumber } from '#src/core/cards/card-number.ts';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import { identity, member, phone as phoneTable } from '#src/db/schema/members.ts';
import { currency, programme, store, tier, till } from '#src/db/schema/stores.ts';
import { type IdentityId, type MemberId, newId, type StoreId, type TillId } from '#src/lib/id.ts';

export const NOON = new Date('2026-03-02T10:00:00Z');
export const STORE: StoreId = 'str_00000000000000000001';
export const TILL: TillId = 'til_00000000000000000001';

/** Sets the shop up, with the terms of its points where they matter: 1 point for each 20,00 at the base tier (5 %), half of a receipt payable with points. */
export async function aShop(
  db: Db,
  settings: Partial<typeof programme.$inferInsert> = {},
  points: Partial<typeof currency.$inferInsert> = {},
): Promise<void> {
  await transaction(db, async (tx) => {
    await tx
      .insert(programme)
      .values({ shopName: 'Поруч', brandColour: '#0B6B4F', accentColour: '#F2A33A', ...settings });
    if (Object.keys(points).length > 0)
      await tx.update(currency).set(points).where(eq(currency.currency, 'points'));
    await tx.insert(tier).values([
      { tierKey: 'base', position: 1, fromTurnoverMinor: 0n, earnBp: 500 },
      { tierKey: 'silver', position: 2, fromTurnoverMinor: 10_000_00n, earnBp: 700 },
      { tierKey: 'gold', position: 3, fromTurnoverMinor: 30_000_00n, earnBp: 1_000 },
    ]);
    await tx
      .insert(store)
      .values({ storeId: STORE, name: 'Хрещатик 12', city: 'Київ', address: 'вул. Хрещатик, 12' });
    await tx.insert(till).values({ storeId: STORE, tillId: TILL, name: 'Каса 1' });
  });
}

export interface AMember {
  memberId: MemberId;
  cardNumber: string;
}

/** A member with a card and, when told, points that can be burnt and expire at `expiresAt`. */
export async function aMember(
  db: Db,
  fields: {
    name?: string;
    phone?: string;
    balance?: bigint;
    expiresAt?: Date | null;
    tierKey?: string;
    marketingConsent?: boolean;
    registeredAt?: Date;
  } = {},
): Promise<AMember> {
  const { name = 'Олена Коваленко', phone, balance = 0n, expiresAt = null, registeredAt = NOON } = fields;
  const { tierKey = 'base', marketingConsent = false } = fields;
  const memberId = newId('mem', registeredAt.getTime());
  const cardNumber: string = newCardNumber();
  await transaction(db, async (tx) => {
    await tx
      .insert(member)
      .values({ memberId, name, phone: phone ?? null, tierKey, marketingConsent, registeredAt });
    if (phone) await tx.insert(phoneTable).values({ phone, memberId, provenAt: registeredAt });
    await openAccount(tx, memberId);
    await issueCard(tx, { memberId, kind: 'virtual', cardNumber, at: registeredAt });
    if (balance > 0n) await give(tx, { memberId, amount: balance, expiresAt });
  });
  return { memberId, cardNumber };
}

/** Gives points from the programme, active at once. */
export async function give(
  tx: Tx,
  {
    memberId,
    currency: of = 'points',
    amount,
    expiresAt = null,
    at = NOON,
  }: { memberId: MemberId; currency?: string; amount: bigint; expiresAt?: Date | null; at?: Date },
): Promise<void> {
  await postTransfer(tx, {
    memberId,
    kind: 'adjust',
    currency: of,
    amount,
    account: 'adjusted',
    key: `given:${newId('trf', at.getTime())}`,
    occurredAt: at,
    recordedAt: at,
    expiresAt,
  });
}

/** A messenger account of the member. */
export async function anIdentity(
  db: Db,
  fields: {
    memberId?: MemberId | null;
    messenger?: 'telegram' | 'viber';
    externalId?: string;
    reachable?: boolean;
  } = {},
): Promise<IdentityId> {
  const identityId = newId('idn', NOON.getTime());
  const { memberId = null, messenger = 'telegram', reachable = true } = fields;
  await transaction(db, (tx) =>
    tx.insert(identity).values({
      identityId,
      messenger,
      externalId: fields.externalId ?? identityId,
      memberId,
      reachable,
      scene: memberId ? 'menu' : 'start',
      firstSeenAt: NOON,
      lastSeenAt: NOON,
    }),
  );
  return identityId;
}

let receipts = 0;

/** A receipt of the shop with a number of its own. */
export function aReceipt(fields: Partial<ReceiptInput> = {}): ReceiptInput {
  const number = String(++receipts);
  return {
    storeId: STORE,
    tillId: TILL,
    externalId: `r${number}`,
    number,
    amountMinor: 100_00n,
    burn: 0n,
    occurredAt: NOON,
    lines: [],
    acceptedBy: 'stf_00000000000000000001',
    ...fields,
  };
}
