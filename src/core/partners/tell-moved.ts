import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import type { AskedTransfer } from './asked-transfer.ts';
import { type Caller, holderOf } from './partner-shape.ts';

/** Lets the member, and whoever listens, know who moved their points. */
export async function tellMoved(
  tx: Tx,
  moved: {
    by: Caller;
    what: AskedTransfer['kind'];
    memberId: MemberId;
    currency: string;
    points: bigint;
    balance: bigint;
    at: Date;
  },
): Promise<void> {
  const { by, what, memberId, currency, points, balance, at } = moved;
  const data = {
    by: holderOf(by),
    what,
    amount: points.toString(),
    balance: balance.toString(),
    currency,
  };
  await recordEvent(tx, { memberId, happened: { kind: 'partner.points', data }, at });
}
