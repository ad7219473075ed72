// What a member did elsewhere, as another system tells it: counted once, awaited by points, and left for the rules that
// it triggers.
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { activateByAction } from '../ledger/activate-by-action.ts';
import { noteMemberEvent } from '../members/note-member-event.ts';

export interface MemberEvent {
  memberId: MemberId;
  /** Unique for the member. */
  key: string;
  /** What rules and waiting points call it. */
  name: string;
  /** An API key id. */
  toldBy: string;
  occurredAt: Date;
  at: Date;
}

export interface MemberEventRecorded {
  outcome: 'recorded' | 'replayed';
  /** Points that had waited for it, by currency. */
  activated: { currency: string; points: bigint }[];
}

/** Throws Refusal `member_not_found`, `member_erased`, `key_reused` (same key, another event). */
export async function recordMemberEvent(tx: Tx, input: MemberEvent): Promise<MemberEventRecorded> {
  const { memberId, key, name, at } = input;
  if (!(await noteMemberEvent(tx, input))) return { outcome: 'replayed', activated: [] };
  const activated = await activateByAction(tx, { memberId, action: name, at });
  await recordEvent(tx, { memberId, happened: { kind: 'member.event', data: { name, key } }, at });
  return {
    outcome: 'recorded',
    activated: activated.map(({ currency, amount }) => ({ currency, points: amount })),
  };
}
