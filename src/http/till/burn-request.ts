import type { BurnRequestState } from '#src/contract/till.ts';
import { type BurnRequestView, readBurnRequest } from '#src/core/receipts/read-burn-request.ts';
import { readTold } from '#src/core/receipts/settled-receipt.ts';
import { Refusal, type RefusalDetails } from '#src/core/refusal.ts';
import { REFUSAL_CODES, type RefusalCode } from '#src/core/refusal-codes.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { Reader } from '#src/db/client.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { BurnRequestId } from '#src/lib/id.ts';
import { acceptedAnswer } from './accepted-answer.ts';
import { ownStore } from './own-store.ts';
import type { Speaking } from './receipt-brings.ts';

/** How a burn stands, for a member of staff of its store. Throws not_found, forbidden. */
export async function readBurnRequestState(
  db: Reader,
  asked: { burnRequestId: string; staff: Staff; at: Date; known: KnownProgramme },
): Promise<BurnRequestState> {
  const { burnRequestId, staff, at, known } = asked;
  const view = await readBurnRequest(db, { burnRequestId: burnRequestId as BurnRequestId, at });
  ownStore(staff, view.request.storeId);
  return describe(view, { language: staff.language, known, at });
}

function describe({ request, receipt }: BurnRequestView, speaking: Speaking): BurnRequestState {
  const { language } = speaking;
  const { burnRequestId, status, points, expiresAt } = request;
  const refusal = refusalOf(status, request.refusal);
  return {
    burnRequestId,
    status,
    points: Number(points),
    expiresAt: expiresAt.toISOString(),
    result: receipt
      ? acceptedAnswer(
          {
            ...receipt,
            outcome: 'accepted',
            balance: receipt.balanceAfter,
            toPayMinor: receipt.amountMinor,
            told: readTold(receipt.told),
          },
          speaking,
        )
      : null,
    refusal: refusal && {
      code: refusal.code,
      message: refusalSentence(language, refusal.code, refusal.details),
      details: refusal.details,
    },
  };
}

function refusalOf(status: BurnRequestState['status'], stored: unknown): Refusal | null {
  switch (status) {
    case 'refused':
      return new Refusal('burn_refused_by_member');
    case 'expired':
      return new Refusal('burn_request_expired');
    case 'failed':
      return readStored(stored);
    case 'waiting':
    case 'accepted':
      return null;
  }
}

function readStored(stored: unknown): Refusal {
  const { code, details = {} } = (stored ?? {}) as { code?: string; details?: RefusalDetails };
  const known = REFUSAL_CODES.find((each): each is RefusalCode => each === code);
  return new Refusal(known ?? 'burn_request_settled', details);
}
