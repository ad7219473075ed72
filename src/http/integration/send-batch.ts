// What a till did while it was cut off, each thing with an outcome of its own. Sales come first, so that returns find
// them whatever their order.
import type { z } from 'zod';
import { type BatchAnswer, batchItem } from '#src/contract/receipt-returns.ts';
import { readCardDigits } from '#src/core/cards/resolve-card-code.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { acceptLate, LATE_DAYS } from '#src/core/receipts/accept-late.ts';
import { applyWaitingReturns, logUnbooked } from '#src/core/receipts/apply-waiting-returns.ts';
import { closeAnonymous } from '#src/core/receipts/close-anonymous.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { looksUntimed } from '#src/core/receipts/looks-untimed.ts';
import { readSlip } from '#src/core/receipts/read-slip.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { MemberKey } from '#src/core/receipts/receipt-member.ts';
import { takeReturn } from '#src/core/receipts/take-return.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import { transaction } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import { refusalBody } from '../plugins/errors.ts';
import { readValue } from '../serve.ts';
import { claimOf } from './basket-answer.ts';
import { type IntegrationDeps, readReceiptTold } from './basket-call.ts';
import { findShown } from './find-shown.ts';
import { isOfAnother, placeForKey } from './place-of-return.ts';
import { pointsBackOf, returnedWhat } from './returned-answer.ts';

interface SentBatch {
  items: unknown[];
  key: ApiKeyUsed;
  language: Language;
}
type Item = BatchAnswer['items'][number];
type Outcome = Omit<Item, 'no' | 'externalId' | 'error'> & { refusal?: Refusal };
type Told = z.output<typeof batchItem>;

const NOTHING: Outcome = {
  outcome: 'accepted',
  receiptId: null,
  memberId: null,
  earned: 0,
  takenBack: 0,
  givenBack: 0,
  pointsBack: [],
  claim: null,
};

/** A database that is away is thrown; sending the batch again is harmless. */
export async function sendBatch(
  deps: IntegrationDeps,
  { items, key, language }: SentBatch,
): Promise<BatchAnswer> {
  const told = await Promise.all(items.map((item) => orRefusal(async () => readValue(batchItem, item))));
  const outcomes = new Map<number, Outcome>();
  const settle = (place: number, outcome: Outcome) => outcomes.set(place, outcome);
  await acceptReceipts(deps, { told, key, settle });
  for (const [place, each] of told.entries()) {
    if (each instanceof Refusal) settle(place, refused(each));
    else if (each.kind === 'return') settle(place, await takeLateReturn(deps, { told: each, key }));
  }
  const settings = { at: deps.clock.now(), known: await deps.known() };
  // What has just come may be waited for; what waits for something else is the worker's.
  for (let left = items.length; left > 0; left--) {
    const applied = await transaction(deps.database.db, (tx) => applyWaitingReturns(tx, settings));
    logUnbooked(deps.log, applied);
    if (applied.settled === 0) break;
  }
  const answers = told.map((each, place): Item => {
    const { refusal, ...outcome } = outcomes.get(place) ?? refused(new Refusal('too_many_attempts'));
    const externalId = each instanceof Refusal ? null : each.externalId;
    const error = refusal ? refusalBody(refusal, language).error : null;
    return { ...outcome, no: place + 1, externalId, error };
  });
  const count = answers.filter(({ outcome }) => outcome === 'refused').length;
  return { items: answers, accepted: answers.length - count, refused: count };
}

/** The first of each key goes with all others in few commits; what repeats one comes after it. */
async function acceptReceipts(
  deps: IntegrationDeps,
  {
    told,
    key,
    settle,
  }: { told: (Told | Refusal)[]; key: ApiKeyUsed; settle: (place: number, outcome: Outcome) => void },
): Promise<void> {
  const seen = new Set<string>();
  const rounds: { place: number; input: ReceiptInput; member: MemberKey }[][] = [[], []];
  for (const [place, each] of told.entries()) {
    if (each instanceof Refusal || each.kind !== 'receipt') continue;
    const outcome = await orRefusal(() => readLate(deps, { told: each, key }));
    if (outcome instanceof Refusal) settle(place, refused(outcome));
    else if ('claim' in outcome) settle(place, outcome);
    else {
      const name = `${each.storeId} ${each.externalId}`;
      rounds[seen.has(name) ? 1 : 0]?.push({ place, ...outcome });
      seen.add(name);
    }
  }
  const { database, known, rules, clock } = deps;
  const desk = { db: database.db, sql: database.sql, known, rules, clock };
  for (const round of rounds) {
    if (round.length === 0) continue;
    const accepted = await acceptLate(desk, round);
    for (const [index, { place, input, member }] of round.entries()) {
      let outcome = accepted[index] ?? new Refusal('too_many_attempts');
      if (outcome instanceof Refusal && outcome.code === 'receipt_differs') {
        const stored = await findReceiptByKey(deps.database.db, input);
        // It came before its till was cut off, without a time.
        if (stored && looksUntimed(stored, input.occurredAt)) {
          const [again] = await acceptLate(desk, [
            { input: { ...input, occurredAt: stored.occurredAt }, member },
          ]);
          outcome = again ?? outcome;
        }
      }
      settle(place, outcome instanceof Refusal ? refused(outcome) : acceptedOutcome(outcome));
    }
  }
}

/** A receipt with its member; one of nobody is recorded at once. */
async function readLate(
  deps: IntegrationDeps,
  { told, key }: { told: Extract<Told, { kind: 'receipt' }>; key: ApiKeyUsed },
): Promise<{ input: ReceiptInput; member: MemberKey } | Outcome> {
  const at = deps.clock.now();
  const { db } = deps.database;
  const receipt = await readReceiptTold(deps, { externalId: told.externalId, told, key, at });
  const { memberCode } = told;
  if (memberCode === undefined) {
    const [known, rules] = await Promise.all([deps.known(), deps.rules()]);
    const input = { receipt, timed: true, at, lateDays: LATE_DAYS, known, rules };
    const recorded = await transaction(db, (tx) => closeAnonymous(tx, input));
    const { publicUrl } = deps.config;
    const claim = recorded.cancelled ? null : claimOf(recorded, await readSlip(db, recorded), publicUrl);
    return { ...NOTHING, outcome: 'unclaimed', claim };
  }
  const input = { ...receipt, isPaid: true };
  const digits = readCardDigits(memberCode);
  // Ten to twelve digits may also be a phone without its plus.
  if (digits !== null && !/^\d{10,12}$/.test(digits)) return { input, member: { cardNumber: digits } };
  // A live code was fresh by a clock that may be wrong, and a card may have been blocked since.
  const asked = {
    secretKey: deps.config.secretKey,
    at: receipt.occurredAt,
    isLate: true,
    blockedToo: true,
  };
  const { cardNumber } = await findShown(db, memberCode, asked);
  return { input, member: { cardNumber } };
}

async function takeLateReturn(
  deps: IntegrationDeps,
  { told, key }: { told: Extract<Told, { kind: 'return' }>; key: ApiKeyUsed },
): Promise<Outcome> {
  const taken = await orRefusal(async () => {
    const at = deps.clock.now();
    const occurredAt = told.occurredAt ? new Date(told.occurredAt) : at;
    const place = await placeForKey(deps, { told: { ...told, occurredAt }, key });
    const known = await deps.known();
    return await transaction(deps.database.db, (tx) =>
      takeReturn(tx, {
        ...place,
        receiptExternalId: told.receiptExternalId,
        externalId: told.externalId,
        what: returnedWhat(told),
        acceptedBy: key.keyId,
        occurredAt,
        at,
        known,
      }),
    );
  });
  if (taken instanceof Refusal) return refused(taken);
  if (!('returnId' in taken)) return { ...NOTHING, outcome: 'waiting' };
  const { outcome, receiptId } = taken;
  const memberId = isOfAnother(key, told.storeId) ? null : taken.memberId;
  const [takenBack, givenBack] = [Number(taken.takenBack), Number(taken.givenBack)];
  const { db } = deps.database;
  const pointsBack = await pointsBackOf(db, { ...taken, memberId: await memberNow(db, taken.memberId) });
  return { ...NOTHING, outcome, receiptId, memberId, takenBack, givenBack, pointsBack };
}

function acceptedOutcome({ outcome, receiptId, memberId, earned }: AcceptedReceipt): Outcome {
  return { ...NOTHING, outcome, receiptId, memberId, earned: Number(earned) };
}

function refused(refusal: Refusal): Outcome {
  return { ...NOTHING, outcome: 'refused', refusal };
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
