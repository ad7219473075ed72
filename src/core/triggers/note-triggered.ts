// Which occasions rules have answered to. The caller has locked the member's points, so looking and noting are one.
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleTrigger } from '#src/db/schema/triggers.ts';
import type { MemberId } from '#src/lib/id.ts';

interface Occasion {
  memberId: MemberId;
  occasion: string;
}

export async function isTriggered(tx: Tx, { memberId, occasion }: Occasion): Promise<boolean> {
  const rows = await tx
    .select({ occasion: ruleTrigger.occasion })
    .from(ruleTrigger)
    .where(and(eq(ruleTrigger.memberId, memberId), eq(ruleTrigger.occasion, occasion)));
  return rows.length > 0;
}

export async function noteTriggered(
  tx: Tx,
  { memberId, occasion, at }: Occasion & { at: Date },
): Promise<void> {
  await tx.insert(ruleTrigger).values({ memberId, occasion, appliedAt: at });
}
