// Looks through all members for those whom a challenge chooses, some thousand at a time, when it begins and then every day.
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challenge as challengeTable } from '#src/db/schema/challenges.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { admitMembers } from './admit-members.ts';
import { courseOf } from './course-of.ts';
import { periodAt } from './periods.ts';
import { withStages } from './read-challenge.ts';
import { recountProgress } from './recount-progress.ts';

const MEMBERS_AT_ONCE = 2_000;

/** Handles the next page of one challenge. Returns whether there may be more. */
export async function chooseMembers(tx: Tx, at: Date): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(challengeTable)
    .where(and(eq(challengeTable.status, 'live'), lte(challengeTable.chooseAt, at)))
    .orderBy(asc(challengeTable.chooseAt))
    .limit(1)
    .for('no key update', { skipLocked: true });
  if (!row) return false;
  const [challenge] = await withStages(tx, [row]);
  if (!challenge) return false;
  const { challengeId, chosenTo, terms } = challenge;
  const { timeZone } = await readProgramme(tx);
  const page = sql`select p.member_id from member p where p.status = 'active' and p.member_id > ${chosenTo ?? ''}
    order by p.member_id limit ${MEMBERS_AT_ONCE}`;
  const [reach] = await tx.execute<{ last: MemberId | null; members: number }>(
    sql`select max(member_id) as last, count(*)::integer as members from (${page}) page`,
  );
  const { takers } = await admitMembers(tx, { challenge, members: page, at });
  const periodNo = periodAt(courseOf(challenge, timeZone), at)?.periodNo;
  if (periodNo !== undefined && takers.length > 0) {
    const asked = takers.map((memberId) => ({ memberId, periodNo, because: 'joined' as const }));
    await recountProgress(tx, { challenge, asked, at, timeZone });
  }
  const isLast = !reach || reach.members < MEMBERS_AT_ONCE;
  const next = terms.chooses === 'daily' ? addDaysIn(at, 1, timeZone) : null;
  await tx
    .update(challengeTable)
    .set(isLast ? { chosenTo: null, chooseAt: next } : { chosenTo: reach.last })
    .where(eq(challengeTable.challengeId, challengeId));
  return true;
}
