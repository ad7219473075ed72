import type { Me } from '#src/contract/session.ts';
import { type KeptReceipt, keptReceipt, maskOf } from './kept-receipt.ts';
import { dropReceipts, keepReceipts, listKept } from './receipt-store.ts';

type Taken = Pick<KeptReceipt, 'receiptNumber' | 'amountMinor' | 'occurredAt' | 'storeId' | 'tillId'> & {
  code: string;
};

/**
 * Keeps a receipt. The very same again is kept once. `twice`: another receipt waits under this number. `noRoom`: this
 * browser keeps nothing.
 */
export async function keepReceipt(taken: Taken, me: Me): Promise<'kept' | 'twice' | 'noRoom'> {
  const { code, receiptNumber, amountMinor, occurredAt, storeId, tillId } = taken;
  // Numbers may begin anew with each day of the shop.
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: me.shop.timeZone });
  const dayOf = (moment: string) => day.format(new Date(moment));
  const receipt = keptReceipt.parse({
    key: crypto.randomUUID(),
    code,
    receiptNumber,
    amountMinor,
    occurredAt,
    storeId,
    tillId,
    staffId: me.staffId,
    staffName: me.name,
    shown: maskOf(code),
    state: 'waiting',
    earned: 0,
    shownName: '',
    words: '',
    settledAt: null,
  });
  try {
    const same = (await listKept()).find(
      (each) => isSameNumber(each, receipt) && dayOf(each.occurredAt) === dayOf(occurredAt),
    );
    if (same?.state === 'waiting' && same.amountMinor === amountMinor && same.code === code) return 'kept';
    if (same && same.state !== 'refused') return 'twice';
    await keepReceipts([receipt]);
    if (same) await dropReceipts([same.key]);
    return 'kept';
  } catch {
    return 'noRoom';
  }
}

/** A receipt of this number was accepted after all: the refused one needs nobody any more. */
export async function dropMended(
  receipt: Pick<KeptReceipt, 'receiptNumber' | 'storeId' | 'tillId'>,
): Promise<void> {
  try {
    const refused = (await listKept()).filter(
      (each) => each.state === 'refused' && isSameNumber(each, receipt),
    );
    if (refused.length > 0) await dropReceipts(refused.map(({ key }) => key));
  } catch {
    // A browser that keeps nothing has nothing to drop.
  }
}

type Numbered = Pick<KeptReceipt, 'receiptNumber' | 'storeId' | 'tillId'>;

function isSameNumber(one: Numbered, other: Numbered): boolean {
  return (
    one.receiptNumber === other.receiptNumber && one.storeId === other.storeId && one.tillId === other.tillId
  );
}
