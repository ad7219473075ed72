// The programme's own limits on advertising, and its control group: who is left alone for good, to compare with.
import type { Reader, Tx } from '#src/db/client.ts';
import { contactPolicy } from '#src/db/schema/contacts.ts';
import { invalidField } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';

export interface ContactPolicy {
  /** Most messages within 24 hours and within 7 days, over all campaigns; null: any number. */
  perDay: number | null;
  perWeek: number | null;
  /** `HH:MM`, where the member is: nothing is sent from the one until the other. Both null: at any hour. */
  quietFrom: string | null;
  quietTo: string | null;
  /** Percent of all members who never get advertising. */
  controlPercent: number;
  /** Another one chooses others; it holds for campaigns that are launched from then on. */
  controlSalt: string;
}

/** What a shop begins with: the habits of decent senders. */
export const FIRST_POLICY: ContactPolicy = {
  perDay: 1,
  perWeek: 3,
  quietFrom: '21:00',
  quietTo: '09:00',
  controlPercent: 0,
  controlSalt: '1',
};

const NO_LIMITS: ContactPolicy = {
  perDay: null,
  perWeek: null,
  quietFrom: null,
  quietTo: null,
  controlPercent: 0,
  controlSalt: '1',
};

/** The limits in force; none where nobody has set any. */
export async function readContactPolicy(db: Reader): Promise<ContactPolicy> {
  const [row] = await db.select().from(contactPolicy);
  return policyOf(row);
}

function policyOf(row: typeof contactPolicy.$inferSelect | undefined): ContactPolicy {
  if (!row) return NO_LIMITS;
  const { policyId: _id, quietFrom, quietTo, ...rest } = row;
  return { ...rest, quietFrom: minutes(quietFrom), quietTo: minutes(quietTo) };
}

/** What is not named stays. Holds from the next handful of every campaign on. Throws Refusal invalid_input. */
export async function changeContactPolicy(
  tx: Tx,
  { actor, at, ...change }: Partial<ContactPolicy> & { actor: string; at: Date },
): Promise<void> {
  const [row] = await tx.select().from(contactPolicy).for('update');
  const policy = { ...policyOf(row), ...change };
  const { perDay, perWeek, quietFrom, quietTo } = policy;
  if (quietFrom !== null && quietTo === null) throw invalidField('quietTo', 'empty');
  if (quietTo !== null && quietFrom === null) throw invalidField('quietFrom', 'empty');
  if (quietFrom !== null && quietFrom === quietTo) throw invalidField('quietTo', 'sameTimes');
  if (perDay !== null && perWeek !== null && perWeek < perDay)
    throw invalidField('perWeek', 'atLeast', { limit: perDay });
  await tx
    .insert(contactPolicy)
    .values(policy)
    .onConflictDoUpdate({ target: contactPolicy.policyId, set: policy });
  await recordAudit(tx, { actor, action: 'contacts.change', subject: 'contacts', detail: { ...policy }, at });
}

/** Gives a shop that has no limits yet those to begin with. */
export async function startContactPolicy(tx: Tx, policy: ContactPolicy = FIRST_POLICY): Promise<void> {
  await tx.insert(contactPolicy).values(policy).onConflictDoNothing();
}

/** `21:00` of `21:00:00`. */
function minutes(time: string | null): string | null {
  return time?.slice(0, 5) ?? null;
}
