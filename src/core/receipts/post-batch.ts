// Receipts of a batch, from who they belong to until they are booked: one look at the members, the rules in memory, one
// commit. Each has an outcome of its own, and one bad receipt never harms its neighbours.
import { type Db, type Sql, transaction, within } from '#src/db/client.ts';
import { databaseError } from '#src/db/client-error.ts';
import { runText } from '#src/db/run-text.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRulesReader } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { onPaidSlip } from './find-paid-slip.ts';
import { findReplay } from './find-replay.ts';
import { findToldBefore, mayBeToldBefore } from './find-told-before.ts';
import { postReceipts } from './post-receipts.ts';
import { prepareReceipt } from './prepare-receipt.ts';
import { type AcceptedReceipt, checkReceipt, type ReceiptInput } from './receipt-input.ts';
import type { ReceiptItem } from './receipt-item.ts';
import { type MemberKey, readMembersAndSlips } from './receipt-member.ts';
import { mayRevive, revivePoints } from './revive-points.ts';
import { settledReceipt } from './settled-receipt.ts';

export interface BatchDeps {
  db: Db;
  sql: Sql;
  known: () => Promise<KnownProgramme>;
  rules: KnownRulesReader;
}

export interface ReceiptOfMember {
  input: ReceiptInput;
  member: MemberKey;
}

/**
 * `again`: what the rules looked at has changed, or another receipt of this member was in the batch. `busy`: somebody
 * else holds the member's points. An Error that is no Refusal: the database's, to be thrown as it came.
 */
export type BatchOutcome = AcceptedReceipt | Refusal | 'again' | 'busy' | { error: unknown };

export interface PostBatch {
  at: Date;
  /** Told later than they happened: tiers and days are those of their time. */
  late?: boolean;
  /**
   * Of so long ago that nobody is told of them: no events, no coupons, which would go without a word, and no points whose
   * time would be over by now.
   */
  quiet?: boolean;
}

const BATCH_TIMEOUT_MS = 10_000;

/** The outcomes in the order of the batch. Never throws. */
export async function postBatch(
  deps: BatchDeps,
  batch: readonly ReceiptOfMember[],
  when: PostBatch,
): Promise<BatchOutcome[]> {
  try {
    return await post(deps, batch, when);
  } catch (error) {
    // Nothing of it was committed. A database that is away fails everyone; otherwise one of them is to blame, and
    // alone each learns for itself.
    if (databaseError(error) === 'unavailable' || batch.length === 1) return batch.map(() => ({ error }));
    const outcomes: BatchOutcome[] = [];
    for (const each of batch) outcomes.push(...(await postBatch(deps, [each], when)));
    return outcomes;
  }
}

async function post(
  deps: BatchDeps,
  batch: readonly ReceiptOfMember[],
  { at, late = false, quiet = false }: PostBatch,
): Promise<BatchOutcome[]> {
  const [known, rules] = await Promise.all([deps.known(), deps.rules()]);
  const { members, slips } = await readMembersAndSlips(
    deps.sql,
    batch.map((each) => each.member),
    {
      names: batch.map(({ input }) => (input.mayBeSlip ? input : null)),
      moments: batch.map((each) => each.input.occurredAt),
      timeZone: known.programme.timeZone,
      rules,
      at,
      late,
      withCoupons: !quiet,
    },
  );
  if (slips.length > 0) return await postSlips(deps, { batch, slips }, { at, late, quiet });
  const toldBefore = await findToldBefore(
    (text, values) => runText(deps.sql, text, values),
    batch.flatMap(({ input }, place) => mayBeToldBefore({ input, member: members[place], place })),
  );
  const outcomes: BatchOutcome[] = batch.map(() => 'again');
  const here = new Set<string>();
  const items: ReceiptItem[] = [];
  const places: number[] = [];
  // Receipts of a batch share budgets: each sees what those before it have left.
  const left = { ...rules, budgets: { ...rules.budgets } };
  for (const [place, each] of batch.entries()) {
    const { input } = each;
    const member = members[place] ?? new Refusal('card_not_found');
    if (member instanceof Refusal) outcomes[place] = await acceptedBefore(deps, each, member);
    // Two cards of one member.
    else if (!here.has(member.memberId)) {
      here.add(member.memberId);
      const item = prepareReceipt(input, { member, known, rules: left, at, late, quiet });
      const refusal = toldBefore.get(place) ?? item.surprise;
      if (refusal) outcomes[place] = refusal;
      else {
        // One that has lost its budget since has none to be taken from.
        for (const { ruleId, points } of item.budgets)
          if (left.budgets[ruleId] !== undefined) left.budgets[ruleId] -= points;
        items.push(item);
        places.push(place);
      }
    }
  }
  if (items.length === 0) return outcomes;
  const reviving: { place: number; memberId: MemberId }[] = [];
  for (const row of await within(BATCH_TIMEOUT_MS, postReceipts(deps.sql, items, at))) {
    const item = items[row.no - 1];
    const place = places[row.no - 1];
    if (!item || place === undefined)
      throw new Error('post_receipts answered for a receipt that was not asked');
    outcomes[place] =
      row.outcome === 'again' || row.outcome === 'busy' ? row.outcome : settledReceipt(row, item);
    const isThere = row.outcome === 'accepted' || row.outcome === 'replayed';
    const { memberId, occurredAt } = item.row;
    if (isThere && mayRevive(known, new Date(occurredAt), at)) reviving.push({ place, memberId });
  }
  // The receipt is booked by now. Where this fails, its sender hears of a failure and brings it again: then it is replayed, and
  // this is done.
  for (const { place, memberId } of reviving)
    try {
      await transaction(deps.db, (tx) => revivePoints(tx, memberId, { at, quiet }));
    } catch (error) {
      outcomes[place] = { error };
    }
  return outcomes;
}

/** The batch once more, with the receipts at `slips` as what was paid then; none is asked about again. */
async function postSlips(
  deps: BatchDeps,
  { batch, slips }: { batch: readonly ReceiptOfMember[]; slips: readonly number[] },
  when: PostBatch,
): Promise<BatchOutcome[]> {
  const seen: (ReceiptOfMember | Refusal)[] = [];
  for (const [place, { input: told, member }] of batch.entries()) {
    const { mayBeSlip, ...input } = told;
    const paid =
      mayBeSlip && slips.includes(place) ? await onPaidSlip(deps.db, input, mayBeSlip.timed) : null;
    const late = paid && (await tooLate(deps, { input: paid, member }, when.at));
    seen.push(late ?? { input: paid ?? input, member });
  }
  const ready = seen.filter((each): each is ReceiptOfMember => !(each instanceof Refusal));
  const outcomes = await post(deps, ready, when);
  return seen.map((each) => (each instanceof Refusal ? each : (outcomes[ready.indexOf(each)] ?? 'again')));
}

/** A slip that says when it was may be too old for a card by now, unless it has one already. */
async function tooLate(
  { sql }: BatchDeps,
  { input, member }: ReceiptOfMember,
  at: Date,
): Promise<Refusal | null> {
  try {
    checkReceipt(input, at);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return (await findReplay(sql, input, member)) ? null : error;
  }
}

/** A receipt that was accepted stays so, whatever has become of its card or its member since. */
async function acceptedBefore(
  { sql }: BatchDeps,
  { input, member }: ReceiptOfMember,
  refusal: Refusal,
): Promise<AcceptedReceipt | Refusal> {
  const isOver = refusal.code === 'card_blocked' || refusal.code === 'member_erased';
  return (isOver && (await findReplay(sql, input, member))) || refusal;
}
