// A receipt from the till's screen. Without a burn it goes to the desk; with one the member's will must be proven: by
// the live code that was scanned, or by an answer in the chat, for which the receipt waits.
import type { z } from 'zod';
import type { AcceptedReceipt as Answer, receiptToAccept, WaitingReceipt } from '#src/contract/till.ts';
import { acceptLiveBurn } from '#src/core/receipts/accept-burn.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { requestBurn } from '#src/core/receipts/request-burn.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import { transaction } from '#src/db/client.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { formatPoints } from '#src/lib/format.ts';
import { acceptOnce } from '../accept-once.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { couponsNamed, nameCoupons } from '../offers/name-coupons.ts';
import { webSentence } from '../sentences.ts';
import { acceptedAnswer } from './accepted-answer.ts';
import { ownStore } from './own-store.ts';
import { readTicket, type Scan } from './ticket.ts';
import { tillKey } from './till-key.ts';
import { watchVelocity } from './watch-velocity.ts';

interface Asked {
  body: z.output<typeof receiptToAccept>;
  staff: Staff;
}

/** Throws what the desk, checkBurn, requestBurn and useLiveCode throw, and forbidden for another store. */
export async function acceptTillReceipt(
  deps: HttpDeps & { stores: KnownStores },
  { body, staff }: Asked,
): Promise<Answer | WaitingReceipt> {
  const { config, clock, stores } = deps;
  const at = clock.now();
  ownStore(staff, body.storeId);
  const scan = readTicket(body.ticket, { staffId: staff.staffId, secretKey: config.secretKey, at });
  const { store, storeId, tillId } = await stores.open(body);
  const told: ReceiptInput = {
    storeId,
    tillId,
    externalId: tillKey({ ...body, storeId, tillId, at: scan.scannedAt, timeZone: store.timeZone }),
    number: body.receiptNumber,
    amountMinor: BigInt(body.amountMinor),
    burn: BigInt(body.burn),
    occurredAt: scan.scannedAt,
    lines: [],
    acceptedBy: staff.staffId,
    ...couponsNamed(body),
  };
  const input = await nameCoupons(deps, { receipt: told, memberId: scan.memberId });
  const before = await findReceiptByKey(deps.database.db, input);
  if (before?.state === 'cancelled') throw new Refusal('receipt_undone', { attempt: body.attempt + 1 });
  if (input.burn === 0n || before) {
    return await acceptAgain(deps, { input, scan, staff });
  }
  if (scan.nonce === null) return await waitForMember(deps, { input, scan, staff });
  return await burnAtOnce(deps, { input, scan, staff });
}

type Ready = { input: ReceiptInput; scan: Scan; staff: Staff };

async function acceptAgain(deps: HttpDeps, { input, scan, staff }: Ready): Promise<Answer> {
  const member = { cardNumber: scan.cardNumber };
  const accepted = await acceptOnce(deps, { input, member, timed: false });
  if (accepted.outcome === 'accepted') await noteVelocity(deps, { scan, staff });
  return acceptedAnswer(accepted, {
    language: staff.language,
    known: await deps.known(),
    at: deps.clock.now(),
  });
}

async function burnAtOnce(deps: HttpDeps, { input, scan, staff }: Ready): Promise<Answer> {
  const { nonce, memberId, cardNumber } = scan;
  const known = await deps.known();
  const at = deps.clock.now();
  try {
    const accepted = await transaction(deps.database.db, (tx) =>
      acceptLiveBurn(tx, {
        memberId,
        cardNumber,
        nonce: nonce ?? '',
        receipt: input,
        at,
        known,
        rules: deps.rules,
      }),
    );
    deps.poke?.();
    await noteVelocity(deps, { scan, staff });
    return acceptedAnswer(accepted, { language: staff.language, known, at });
  } catch (error) {
    // Pressed twice: the code was spent on this very receipt a moment ago.
    const used = error instanceof Refusal && error.code === 'live_code_used';
    if (!used || !(await findReceiptByKey(deps.database.db, input))) throw error;
    return await acceptAgain(deps, { input, scan, staff });
  }
}

async function waitForMember(deps: HttpDeps, { input, scan, staff }: Ready): Promise<WaitingReceipt> {
  const { memberId } = scan;
  const known = await deps.known();
  const at = deps.clock.now();
  const { burnRequestId, expiresAt } = await transaction(deps.database.db, (tx) =>
    requestBurn(tx, { memberId, receipt: input, staffId: staff.staffId, at, known, rules: deps.rules }),
  );
  deps.poke?.();
  const points = formatPoints(input.burn, staff.language);
  return {
    outcome: 'waiting',
    burnRequestId,
    expiresAt: expiresAt.toISOString(),
    words: webSentence('till.waiting', staff.language, { points }),
  };
}

/** The receipt stands whatever becomes of the note. */
async function noteVelocity({ database, clock, log }: HttpDeps, { scan, staff }: Omit<Ready, 'input'>) {
  const noted = watchVelocity(database.db, {
    memberId: scan.memberId,
    staffId: staff.staffId,
    at: clock.now(),
  });
  await noted.catch((error: unknown) =>
    log.warn({ fault: describeFault(error) }, 'a velocity was not noted'),
  );
}
