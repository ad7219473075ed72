// Commands about single receipts and transfers: what explains them, a rating, and receipts that were nobody's.

import { activateByAction } from '#src/core/ledger/activate-by-action.ts';
import { findAsOne } from '#src/core/ledger/move-as-one.ts';
import { countAttempt, isUsedUp } from '#src/core/members/count-attempt.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { rateReceipt } from '#src/core/receipts/rate-receipt.ts';
import { type FullStory, readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import { Refusal } from '#src/core/refusal.ts';
import { readStampCards, type StampCards } from '#src/core/rules/read-stamp-cards.ts';
import { savepoint } from '#src/db/client.ts';
import { isId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

export const WRONG_SLIPS_AN_HOUR = 10;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

/** The member's own receipt, whatever the button said. */
export async function receiptStory(doing: Doing, receiptId: string): Promise<FullStory> {
  const { memberId } = speaker(doing);
  if (!isId('rcp', receiptId)) throw new Refusal('not_found');
  return await readReceiptStory(doing.tx, { memberId, receiptId });
}

/** Stamps that cards need; asked only where there are currencies besides points. */
export async function stampCards({ tx, view, event }: Doing): Promise<StampCards> {
  const hasStamps = view.currencies.some((each) => each.kind === 'stickers');
  return hasStamps ? await readStampCards(tx, event.at) : new Map();
}

export async function readReceipt(doing: Doing, { receiptId, to }: Asked<'readReceipt'>): Promise<Outcome> {
  const story = await receiptStory(doing, receiptId);
  return { kind: 'did', did: 'readReceipt', to, story, stampCards: await stampCards(doing) };
}

export async function openPurchase(
  doing: Doing,
  { receiptId, page }: Asked<'openPurchase'>,
): Promise<Outcome> {
  return { kind: 'did', did: 'openPurchase', story: await receiptStory(doing, receiptId), page };
}

export async function rate(doing: Doing, { receiptId, rating }: Asked<'rateReceipt'>): Promise<Outcome> {
  const { memberId } = await receiptStory(doing, receiptId);
  const { tx, event } = doing;
  if (!isId('rcp', receiptId)) throw new Refusal('not_found');
  await rateReceipt(tx, { memberId, receiptId, rating, at: event.at });
  await activateByAction(tx, { memberId, action: 'rating', at: event.at });
  const story = await receiptStory(doing, receiptId);
  return { kind: 'did', did: 'rateReceipt', story, stampCards: await stampCards(doing) };
}

export async function transferOf(doing: Doing, { transferId }: Asked<'readTransfer'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!isId('trf', transferId)) throw new Refusal('not_found');
  const found = await findAsOne(doing.tx, { memberId, transferId });
  if (!found) throw new Refusal('not_found');
  return { kind: 'did', did: 'readTransfer', transfer: found.transfer };
}

/**
 * Nobody guesses codes: a chat that has gone wrong too often has to wait, by links as by typing. Throws Refusal
 * `too_many_attempts` and those of claimReceipt.
 */
export async function claimSlip(doing: Doing, { code }: Asked<'claimReceipt'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { tx, event, deps, view } = doing;
  const { at } = event;
  const key = `claim-of:${view.identity.identityId}`;
  const wrong = { key, limit: WRONG_SLIPS_AN_HOUR, windowMs: 3_600_000, at };
  if (await isUsedUp(tx, wrong)) throw new Refusal('too_many_attempts', { minutes: 60 });
  const known = await deps.known();
  try {
    const { receiptId } = await savepoint(tx, (inner) =>
      claimReceipt(inner, { claimCode: code, memberId, at, known, rules: deps.rules }),
    );
    return { kind: 'did', did: 'claimReceipt', story: await receiptStory(doing, receiptId) };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'claim_not_found') await countAttempt(tx, wrong);
    throw error;
  }
}
