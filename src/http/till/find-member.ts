import type { TillMember } from '#src/contract/till.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { burnWaitOf } from '#src/core/members/burn-wait.ts';
import { listIdentities } from '#src/core/members/ensure-identity.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readMember } from '#src/core/members/read-member.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';
import { throttle } from '../throttle.ts';
import { writeTicket } from './ticket.ts';

/** More than any till serves, fewer than a guesser needs. */
const MOST_LOOKUPS = 150;
const WINDOW_MS = 10 * 60_000;

/** Finds the member behind a code and writes the ticket for what follows. Throws as findHolder; too_many_attempts. */
export async function findTillMember(
  { database, config, clock, known }: HttpDeps,
  { code, staff }: { code: string; staff: Staff },
): Promise<TillMember> {
  const { db } = database;
  const { secretKey } = config;
  const at = clock.now();
  await throttle(db, { key: `till-find:${staff.staffId}`, limit: MOST_LOOKUPS, windowMs: WINDOW_MS, at });
  const holder = await findHolder(db, code, { secretKey, at });
  const [member, { balance, spendable, pending }, identities, { tiers }] = await Promise.all([
    readMember(db, holder.memberId),
    readBalance(db, holder.memberId, at),
    listIdentities(db, holder.memberId),
    known(),
  ]);
  const { ticket, expiresAt } = writeTicket(
    { ...holder, scannedAt: at },
    { staffId: staff.staffId, secretKey },
  );
  const wait = burnWaitOf(member, at);
  return {
    memberId: holder.memberId,
    ticket,
    ticketExpiresAt: expiresAt.toISOString(),
    proof: holder.nonce ? 'live' : 'number',
    shownName: shortName(member.name),
    balance: Number(balance),
    spendable: Number(spendable),
    pending: pending.map(({ amount, activeAt }) => ({
      points: Number(amount),
      activeAt: activeAt?.toISOString() ?? null,
    })),
    tier: {
      tierKey: member.tierKey,
      earnBp: tiers.find((each) => each.tierKey === member.tierKey)?.earnBp ?? 0,
    },
    cardStatus: 'active',
    burnAllowedFrom: wait?.until.toISOString() ?? null,
    burnWaitsFor: wait?.why ?? null,
    reachable: identities.some((each) => each.reachable),
  };
}
