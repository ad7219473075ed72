import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Condition } from '../rules/condition.ts';
import { readAudienceKnown } from './read-audience.ts';
import { readAudienceFacts } from './read-audience-facts.ts';
import { testAudience } from './test-audience.ts';

/**
 * Whether a member fits each of the conditions (null: everybody does), asked in memory: one member is looked up once,
 * however many the conditions are. All false for a member who is not there.
 */
export async function fitAudience(
  db: Reader,
  { memberId, conditions, at }: { memberId: MemberId; conditions: readonly (Condition | null)[]; at: Date },
): Promise<boolean[]> {
  const known = await readAudienceKnown(db, conditions, at);
  const facts = (await readAudienceFacts(db, [memberId], { conditions, known })).get(memberId);
  return conditions.map(
    (condition) => facts !== undefined && (condition === null || testAudience(condition, known)(facts)),
  );
}
