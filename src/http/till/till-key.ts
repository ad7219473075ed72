import type { StoreId, TillId } from '#src/lib/id.ts';

/**
 * The key under which a receipt of a till counts once: its store, till, day at the store and printed number. An attempt
 * after the first is for a number that was undone and is accepted anew.
 */
export function tillKey(receipt: {
  storeId: StoreId;
  tillId: TillId | null;
  receiptNumber: string;
  at: Date;
  timeZone: string;
  attempt?: number;
}): string {
  const { storeId, tillId, receiptNumber, at, timeZone, attempt = 1 } = receipt;
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);
  // No printed number holds a tilde.
  return `${storeId}/${tillId ?? '-'}/${day}/${receiptNumber}${attempt > 1 ? `~${attempt}` : ''}`;
}
