// What has come back of a receipt that nobody has claimed: its returns wait, and are counted as they will be booked. Pure.
import { Refusal } from '../refusal.ts';
import { chooseReturn, type Returning } from './choose-return.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ReturnInput } from './return-receipt.ts';

type Told = Pick<ReturnInput, 'what' | 'cancels'>;

/** The slip after its returns, in their order. One that cannot be booked is passed over, as it will be at the claim. */
export function slipBack(slip: ReceiptInput, returns: readonly Told[]): Returning {
  return returns.reduce((now, each) => after(now, each).now, untouched(slip));
}

/** Those of them that are passed over, each with why. */
export function listMisfits<R extends Told>(
  slip: ReceiptInput,
  returns: readonly R[],
): { told: R; refusal: Refusal }[] {
  let now = untouched(slip);
  return returns.flatMap((told) => {
    const next = after(now, told);
    now = next.now;
    return next.refusal ? [{ told, refusal: next.refusal }] : [];
  });
}

/** Its money is paid already: nothing of ours has been taken off. */
function untouched({ amountMinor, lines }: ReceiptInput): Returning {
  return {
    receipt: { state: 'closed', amountMinor, discountMinor: 0n, returnedMinor: 0n },
    lines: lines.map((line, place) => ({
      lineNo: place + 1,
      quantityMilli: BigInt(line.quantityMilli),
      amountMinor: BigInt(line.amountMinor),
      ourDiscountMinor: 0n,
      returnedMilli: 0n,
      // Asked about for the points that have paid; nobody's receipt has none.
      excluded: false,
    })),
  };
}

function after(now: Returning, { what, cancels = false }: Told): { now: Returning; refusal?: Refusal } {
  const { receipt, lines } = now;
  try {
    const chosen = chooseReturn(now, what);
    const state = chosen.whole ? (cancels ? 'cancelled' : 'returned') : 'partly_returned';
    const next: Returning = {
      receipt: { ...receipt, state, returnedMinor: receipt.returnedMinor + chosen.amountMinor },
      lines: lines.map((line) => ({
        ...line,
        returnedMilli: chosen.after.lines.get(line.lineNo)?.back ?? line.returnedMilli,
      })),
    };
    return { now: next };
  } catch (error) {
    if (error instanceof Refusal) return { now, refusal: error };
    throw error;
  }
}
