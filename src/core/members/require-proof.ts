// A chat that was linked while the member had others is not yet known to be theirs: until one of the others says so, or
// burning has waited long enough, it may look and block the card, and do nothing that the owner could not undo.
import type { Reader } from '#src/db/client.ts';
import type { IdentityId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { type Identity, listIdentities } from './ensure-identity.ts';
import type { Member } from './read-member.ts';

const HOUR_MS = 3_600_000;

/** Until when each of these accounts is in doubt, those that are. They are one member's, the one linked first in front. */
export function doubtedUntil(
  all: Identity[],
  { burnWaitHours, at }: { burnWaitHours: number; at: Date },
): Map<IdentityId, Date> {
  const doubted = all.slice(1).flatMap(({ identityId, linkedAt, vouchedAt }) => {
    const until = (linkedAt?.getTime() ?? 0) + burnWaitHours * HOUR_MS;
    return vouchedAt === null && until > at.getTime() ? [[identityId, new Date(until)] as const] : [];
  });
  return new Map(doubted);
}

/** Throws Refusal `waits_for_proof` {hours} while burning waits and this account of the member is in doubt. */
export async function requireProof(
  db: Reader,
  { identityId, member, at }: { identityId: IdentityId; member: Member; at: Date },
): Promise<void> {
  if (!member.burnAllowedFrom || member.burnAllowedFrom <= at) return;
  const all = await listIdentities(db, member.memberId);
  const { burnWaitHours } = await readProgramme(db);
  const until = doubtedUntil(all, { burnWaitHours, at }).get(identityId);
  if (!until) return;
  throw new Refusal('waits_for_proof', { hours: Math.ceil((until.getTime() - at.getTime()) / HOUR_MS) });
}
