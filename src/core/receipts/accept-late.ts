// Receipts of tills that were cut off: brought together, long after they were printed, perhaps twice. Each is counted by
// the rules and the tier of its time; those of one member one after the other, the oldest first.
import { BusyError } from '#src/db/client-error.ts';
import type { Clock } from '#src/lib/clock.ts';
import { Refusal } from '../refusal.ts';
import { memberBeforeBlock } from './member-before-block.ts';
import { type BatchDeps, type BatchOutcome, postBatch, type ReceiptOfMember } from './post-batch.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput } from './receipt-input.ts';

/** How old a receipt of a cut-off till may be. */
export const LATE_DAYS = 400;
/** Receipts in one commit. */
const AT_ONCE = 250;
/** How often a receipt is tried whose member is busy at a till just now. */
const MOST_TURNS = 200;
const BUSY_RETRY_MS = 20;

/**
 * An outcome for each, in the order given: the accepted receipt (`replayed` when it had been brought before) or the
 * Refusal why not; one never harms the others. A card that was blocked after the receipt was printed harms it neither. With
 * `quiet` nobody is told of them and no coupon is used. A database that is away is thrown; bringing all of them again is
 * harmless.
 */
export async function acceptLate(
  deps: BatchDeps & { clock: Clock },
  told: readonly ReceiptOfMember[],
  { quiet = false }: { quiet?: boolean } = {},
): Promise<(AcceptedReceipt | Refusal)[]> {
  const brought = [...told];
  const outcomes: (AcceptedReceipt | Refusal | null)[] = brought.map(({ input }) =>
    whyNotLate(input, deps.clock.now()),
  );
  let waiting = [...brought.keys()]
    .filter((place) => outcomes[place] === null)
    .toSorted((a, b) => timeOf(brought[a]) - timeOf(brought[b]) || a - b);
  for (let turn = 0; waiting.length > 0; turn++) {
    const { round, rest } = firstOfEach(waiting, brought);
    const again: number[] = [];
    let isBusy = false;
    for (let from = 0; from < round.length; from += AT_ONCE) {
      const places = round.slice(from, from + AT_ONCE);
      const batch = places.flatMap((place) => brought[place] ?? []);
      const settled = await postBatch(deps, batch, { at: deps.clock.now(), late: true, quiet });
      for (const [index, place] of places.entries()) {
        const outcome = settled[index];
        if (outcome === 'busy') isBusy = true;
        const each = brought[place];
        const memberId = each && isBlocked(outcome) ? await memberBeforeBlock(deps.sql, each) : null;
        if (each && memberId) brought[place] = { ...each, member: { memberId } };
        if (memberId || outcome === undefined || outcome === 'again' || outcome === 'busy') again.push(place);
        else outcomes[place] = settledOrThrown(outcome);
      }
    }
    if (turn > MOST_TURNS + brought.length) throw new BusyError('members are held by somebody else');
    if (again.length > 0) await deps.rules.refresh();
    if (isBusy) await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
    waiting = [...again, ...rest].toSorted((a, b) => timeOf(brought[a]) - timeOf(brought[b]) || a - b);
  }
  return outcomes.map((outcome) => outcome ?? new Refusal('too_many_attempts'));
}

function isBlocked(outcome: BatchOutcome | undefined): boolean {
  return outcome instanceof Refusal && outcome.code === 'card_blocked';
}

function settledOrThrown(outcome: Exclude<BatchOutcome, string>): AcceptedReceipt | Refusal {
  if ('error' in outcome) throw outcome.error;
  return outcome;
}

function timeOf(each: ReceiptOfMember | undefined): number {
  return each?.input.occurredAt.getTime() ?? 0;
}

/** Of each member the first that waits. */
function firstOfEach(
  waiting: number[],
  brought: readonly ReceiptOfMember[],
): { round: number[]; rest: number[] } {
  const members = new Set<string>();
  const round: number[] = [];
  const rest: number[] = [];
  for (const place of waiting) {
    const member = brought[place]?.member;
    const key = !member ? '' : 'memberId' in member ? member.memberId : member.cardNumber;
    if (members.has(key)) rest.push(place);
    else round.push(place);
    members.add(key);
  }
  return { round, rest };
}

/** What `acceptLate` refuses a receipt for before anybody looks at the books. */
export function whyNotLate(input: ReceiptInput, at: Date): Refusal | null {
  try {
    checkReceipt(input, at, LATE_DAYS);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
