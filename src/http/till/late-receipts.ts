// Receipts of a till that was cut off, each with an outcome of its own. One that was booked already, though its answer was
// lost, is known again by its store, till, day and number.
import type { z } from 'zod';
import type { LateOutcome, LateReceipt, tillLateRoutes } from '#src/contract/till-late.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';
import type { KnownStores } from '../known-stores.ts';
import { refusalBody } from '../plugins/errors.ts';
import { throttle } from '../throttle.ts';
import { ownStore } from './own-store.ts';
import { tillKey } from './till-key.ts';
import { watchVelocity } from './watch-velocity.ts';

/** Messages, of fifty receipts each. */
const MOST_SENT = 120;
const WINDOW_MS = 10 * 60_000;

type Deps = HttpDeps & { stores: KnownStores };
type Settled = { outcome: 'accepted' | 'replayed'; earned: bigint; memberId: MemberId };

interface Ready {
  input: ReceiptInput;
  memberId: MemberId;
}

/** In the order in which they came. Throws forbidden, and those of an open store; a database that is away is thrown. */
export async function acceptLateReceipts(
  deps: Deps,
  { body, staff }: { body: z.output<typeof tillLateRoutes.sendLate.body>; staff: Staff },
): Promise<LateOutcome[]> {
  const { database, clock, known, rules, stores } = deps;
  const { db, sql } = database;
  const at = clock.now();
  ownStore(staff, body.storeId);
  const place = await stores.open(body);
  await throttle(db, { key: `till-late:${staff.staffId}`, limit: MOST_SENT, windowMs: WINDOW_MS, at });
  const ready = await Promise.all(body.receipts.map((told) => makeReady(deps, { told, place, staff })));
  const good = ready.filter((each): each is Ready => !(each instanceof Refusal));
  const accepted = await acceptLate(
    { db, sql, known, rules, clock },
    good.map(({ input, memberId }) => ({ input, member: { memberId } })),
  );
  const settled = await Promise.all(
    accepted.map((outcome, index) => settle(deps, { outcome, ready: good[index] })),
  );
  deps.poke?.();
  const outcomes = ready.map((each) => (each instanceof Refusal ? each : settled[good.indexOf(each)]));
  const members = outcomes.flatMap((each) => (each && 'memberId' in each ? [each.memberId] : []));
  await watchAll(deps, { members, staff });
  const names = await readNames(db, members);
  return outcomes.map((outcome = new Refusal('too_many_attempts'), index) => {
    const key = body.receipts[index]?.key ?? '';
    if (outcome instanceof Refusal) {
      const { error } = refusalBody(outcome, staff.language);
      return { key, outcome: 'refused', earned: 0, shownName: '', error };
    }
    const shownName = shortName(names.get(outcome.memberId) ?? '');
    return { key, outcome: outcome.outcome, earned: Number(outcome.earned), shownName, error: null };
  });
}

type Place = Awaited<ReturnType<KnownStores['open']>>;

/** Whose it is, and the key it counts under; or why it cannot be booked. */
async function makeReady(
  { database, config }: Deps,
  { told, place, staff }: { told: LateReceipt; place: Place; staff: Staff },
): Promise<Ready | Refusal> {
  const occurredAt = new Date(told.occurredAt);
  const { storeId, tillId, store } = place;
  const { receiptNumber } = told;
  const externalId = tillKey({ storeId, tillId, receiptNumber, at: occurredAt, timeZone: store.timeZone });
  try {
    const before = await findReceiptByKey(database.db, { storeId, externalId });
    if (before?.state === 'cancelled') throw new Refusal('receipt_undone', { attempt: 2 });
    // A live code was fresh by a clock that may be wrong.
    const asked = { secretKey: config.secretKey, at: occurredAt, isLate: true };
    const { memberId } = await findHolder(database.db, told.code, asked);
    const input = {
      storeId,
      tillId,
      externalId,
      number: receiptNumber,
      amountMinor: BigInt(told.amountMinor),
      burn: 0n,
      occurredAt,
      lines: [],
      acceptedBy: staff.staffId,
      isPaid: true,
    };
    return { input, memberId };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** What stands under its key may be this very receipt, booked a moment before the answer was lost. */
async function settle(
  { database: { db } }: Deps,
  { outcome, ready }: { outcome: AcceptedReceipt | Refusal; ready: Ready | undefined },
): Promise<Settled | Refusal> {
  if (!(outcome instanceof Refusal)) return outcome;
  if (outcome.code !== 'receipt_differs' || !ready) return outcome;
  const { input, memberId } = ready;
  const stored = await findReceiptByKey(db, input);
  if (!stored || stored.amountMinor + stored.discountMinor !== input.amountMinor) return outcome;
  const [theirs, ours] = await Promise.all([memberNow(db, stored.memberId), memberNow(db, memberId)]);
  return theirs === ours ? { outcome: 'replayed', earned: stored.earned, memberId: ours } : outcome;
}

async function watchAll(
  { database, clock, log }: Deps,
  { members, staff }: { members: MemberId[]; staff: Staff },
): Promise<void> {
  for (const memberId of new Set(members)) {
    const noted = watchVelocity(database.db, { memberId, staffId: staff.staffId, at: clock.now() });
    // The receipts stand whatever becomes of the note.
    await noted.catch((error: unknown) =>
      log.warn({ fault: describeFault(error) }, 'a velocity was not noted'),
    );
  }
}
