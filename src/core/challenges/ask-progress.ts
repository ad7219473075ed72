// Which progress of a challenge may have changed by what has happened: each period of a member once.
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeMember, challengeProgress } from '#src/db/schema/challenges.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { courseOf } from './course-of.ts';
import { periodAt } from './periods.ts';
import type { Challenge } from './read-challenge.ts';
import type { AskedProgress } from './recount-progress.ts';

export type Touch =
  | { because: 'receipt' | 'return'; memberId: MemberId; receiptId: ReceiptId; occurredAt: Date }
  /** Two have become one, or one two: all that they have is counted anew. */
  | { because: 'merge'; memberId: MemberId };

export type TouchedProgress = AskedProgress & { receiptIds: ReceiptId[] };

interface Ask {
  challenge: Challenge;
  touches: readonly Touch[];
  timeZone: string;
  at: Date;
}

export async function askProgress(tx: Tx, ask: Ask): Promise<TouchedProgress[]> {
  const { challenge, touches, timeZone } = ask;
  const taking = await listTaking(tx, ask);
  const course = courseOf(challenge, timeZone);
  const asked = new Map<string, TouchedProgress>();
  const add = (memberId: MemberId, periodNo: number, touch: Touch) => {
    const key = `${memberId} ${periodNo}`;
    const receiptIds = asked.get(key)?.receiptIds ?? [];
    const of = touch.because === 'merge' ? {} : { receiptId: touch.receiptId };
    if (touch.because !== 'merge' && !receiptIds.includes(touch.receiptId)) receiptIds.push(touch.receiptId);
    asked.set(key, { memberId, periodNo, because: touch.because, ...of, receiptIds });
  };
  for (const touch of touches) {
    if (!taking.has(touch.memberId) || touch.because === 'merge') continue;
    const period = periodAt(course, touch.occurredAt);
    if (period) add(touch.memberId, period.periodNo, touch);
  }
  for (const touch of touches)
    if (touch.because === 'merge' && taking.has(touch.memberId))
      for (const periodNo of await listPeriods(tx, ask, touch.memberId)) add(touch.memberId, periodNo, touch);
  return [...asked.values()];
}

async function listTaking(tx: Tx, { challenge, touches }: Ask): Promise<Set<MemberId>> {
  const memberIds = [...new Set(touches.map(({ memberId }) => memberId))];
  if (memberIds.length === 0) return new Set();
  const rows = await tx
    .select({ memberId: challengeMember.memberId })
    .from(challengeMember)
    .where(
      and(
        eq(challengeMember.challengeId, challenge.challengeId),
        inArray(challengeMember.memberId, memberIds),
        eq(challengeMember.status, 'accepted'),
      ),
    );
  return new Set(rows.map(({ memberId }) => memberId));
}

/** Those that something was counted in, and the one of now. */
async function listPeriods(tx: Tx, { challenge, timeZone, at }: Ask, memberId: MemberId): Promise<number[]> {
  const rows = await tx
    .select({ periodNo: challengeProgress.periodNo })
    .from(challengeProgress)
    .where(
      and(eq(challengeProgress.challengeId, challenge.challengeId), eq(challengeProgress.memberId, memberId)),
    );
  const now = periodAt(courseOf(challenge, timeZone), at);
  return [...new Set([...rows.map(({ periodNo }) => periodNo), ...(now ? [now.periodNo] : [])])];
}
