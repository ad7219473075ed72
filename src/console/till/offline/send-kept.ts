// Sends what waits, the oldest first. One tab of a device does it at a time; should two do it all the same, the server
// books each receipt once.
import { MOST_LATE, tillLateRoutes } from '#src/contract/till-late.ts';
import { ApiFailure, isAway } from '../../api/api-failure.ts';
import { call } from '../../api/call.ts';
import type { KeptReceipt } from './kept-receipt.ts';
import { dropReceipts, keepReceipts, listKept } from './receipt-store.ts';

const LOCK = 'kartka-till-sending';
/** How long the outcome of a booked receipt can be looked at. */
const SHOWN_FOR_MS = 24 * 3_600_000;
const BAD_REQUEST = 400;

/** Sends what this person has waiting. Quiet when the server is away: it will be tried again. Throws everything else. */
export async function sendKept(staffId: string): Promise<void> {
  if (!('locks' in navigator)) return await sendAll(staffId);
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await sendAll(staffId);
  });
}

async function sendAll(staffId: string): Promise<void> {
  try {
    for (;;) {
      const batch = nextBatch(await listKept(), staffId);
      if (batch.length === 0) break;
      await send(batch);
    }
    await forgetOld();
  } catch (failure) {
    if (!isAway(failure)) throw failure;
  }
}

/** The first that wait and belong to one till. */
function nextBatch(kept: readonly KeptReceipt[], staffId: string): KeptReceipt[] {
  const mine = kept.filter((each) => each.state === 'waiting' && each.staffId === staffId);
  const first = mine[0];
  return mine
    .filter((each) => each.storeId === first?.storeId && each.tillId === first.tillId)
    .slice(0, MOST_LATE);
}

async function send(batch: readonly KeptReceipt[]): Promise<void> {
  const [first, ...others] = batch;
  if (!first) return;
  const { storeId, tillId } = first;
  const receipts = batch.map(({ key, code, receiptNumber, amountMinor, occurredAt }) => ({
    key,
    code: code ?? '',
    receiptNumber,
    amountMinor,
    occurredAt,
  }));
  try {
    const reply = await call(tillLateRoutes.sendLate, { body: { storeId, tillId, receipts } });
    const outcomes = new Map(reply.receipts.map((each) => [each.key, each]));
    await keepReceipts(
      batch.map((each) => {
        const { outcome = 'refused', earned = 0, shownName = '', error } = outcomes.get(each.key) ?? {};
        const state = outcome === 'refused' ? ('refused' as const) : ('booked' as const);
        return settled(each, { state, earned, shownName, words: error?.message ?? '' });
      }),
    );
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || isAway(failure) || failure.code === 'not_signed_in')
      throw failure;
    if (failure.status !== BAD_REQUEST || others.length === 0) return await refuse(batch, failure);
    // One that cannot be read must not hold up its neighbours: each goes alone.
    for (const each of batch) await send([each]);
  }
}

async function refuse(batch: readonly KeptReceipt[], { message, status }: ApiFailure): Promise<void> {
  // Too often, or a store that is closed for now: they wait on.
  if (status === 429) throw new Error('the server asks to come later');
  const outcome = { state: 'refused' as const, earned: 0, shownName: '', words: message };
  await keepReceipts(batch.map((each) => settled(each, outcome)));
}

/** What was scanned, a phone perhaps, is not kept any longer. */
function settled(
  receipt: KeptReceipt,
  outcome: Pick<KeptReceipt, 'state' | 'earned' | 'shownName' | 'words'>,
): KeptReceipt {
  return { ...receipt, ...outcome, code: null, settledAt: new Date().toISOString() };
}

async function forgetOld(): Promise<void> {
  const until = Date.now() - SHOWN_FOR_MS;
  const old = (await listKept()).filter(
    ({ state, settledAt }) => state === 'booked' && settledAt !== null && Date.parse(settledAt) < until,
  );
  if (old.length > 0) await dropReceipts(old.map(({ key }) => key));
}
