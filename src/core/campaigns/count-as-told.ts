import type { Tx } from '#src/db/client.ts';
import { Refusal } from '../refusal.ts';
import { countFitting, type Planned } from './estimate-campaign.ts';

/** So many people more than were told of, or a tenth, are no other audience: some register while one reads. */
const FEW_MORE = 5;
const SHARE_MORE = 0.1;

/** Whether `now` is another audience than the one of so many people that somebody was told of. */
export function isManyMore(now: number, told: number): boolean {
  return now > told + Math.max(FEW_MORE, Math.floor(told * SHARE_MORE));
}

/**
 * Counts anew how many people a campaign would reach, for whoever is about to send it. Throws Refusal
 * nobody_to_write_to, and audience_changed {expected, now} where it would reach many more than they were told, or where a
 * second person would be asked though none was spoken of, or none though one was.
 */
export async function countAsTold(
  tx: Tx,
  planned: Pick<Planned, 'audienceWhere'>,
  {
    expected,
    approvalPeople,
    at,
  }: {
    /** How many people they were told it is for; undefined: they take it as it is. */
    expected: number | undefined;
    /** To more people than that a second person is asked; null: nobody is asked any more. */
    approvalPeople: number | null;
    at: Date;
  },
): Promise<number> {
  const now = await countFitting(tx, planned, at);
  if (now === 0) throw new Refusal('nobody_to_write_to');
  if (expected === undefined) return now;
  const asks = (people: number) => approvalPeople !== null && people > approvalPeople;
  if (isManyMore(now, expected) || asks(now) !== asks(expected))
    throw new Refusal('audience_changed', { expected, now });
  return now;
}
