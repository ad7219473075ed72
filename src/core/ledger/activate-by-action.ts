import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { lot } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { expiresAt, expiryOf } from '../stores/currency-expiry.ts';
import { type Currency, listCurrencies } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { type Activated, announceActive, clearPending } from './activate-lots.ts';

/**
 * The member has done something that points wait for: they become active, and their life begins, by the terms of what
 * gave them or else of their currency. Returns what became active by currency; nothing when nothing waited for it, or the
 * second time.
 */
export async function activateByAction(
  tx: Tx,
  { memberId, action, at }: { memberId: MemberId; action: string; at: Date },
): Promise<Activated[]> {
  const isWaiting = and(eq(lot.memberId, memberId), eq(lot.waitsFor, action), eq(lot.pending, true));
  const columns = {
    memberId: lot.memberId,
    lotId: lot.lotId,
    currency: lot.currency,
    expiresAt: lot.expiresAt,
    // What gave them may have said how long they live.
    reason: sql<{ lifeMonths?: number | null } | null>`(select t.reason from transfer t
      where t.member_id = lot.member_id
        and t.transfer_id = 'trf' || substr(split_part(lot.lot_id, '.', 1), 4))`,
  };
  // Most actions of most members free nothing: nobody is locked for them.
  if ((await tx.select(columns).from(lot).where(isWaiting).limit(1)).length === 0) return [];
  await lockStandings(tx, memberId);
  const waiting = await tx.select(columns).from(lot).where(isWaiting);
  const { timeZone } = await readProgramme(tx);
  const currencies = new Map((await listCurrencies(tx)).map((each) => [each.currency, each]));
  for (const each of waiting) {
    const terms = currencies.get(each.currency);
    const ends = each.expiresAt ?? endOf({ own: each.reason?.lifeMonths, terms, at, timeZone });
    await tx
      .update(lot)
      .set({ activeAt: at, waitsFor: null, expiresAt: ends })
      .where(and(eq(lot.memberId, memberId), eq(lot.lotId, each.lotId)));
  }
  const activated = await clearPending(tx, waiting);
  await announceActive(tx, activated, at);
  return activated;
}

interface Beginning {
  /** Months; null: for ever; undefined: as the currency says. */
  own: number | null | undefined;
  terms: Currency | undefined;
  at: Date;
  timeZone: string;
}

function endOf({ own, terms, at, timeZone }: Beginning): Date | null {
  if (own === undefined) return terms ? expiresAt(terms, at, timeZone) : null;
  if (own === null) return null;
  const ends = expiryOf({ kind: 'rolling', months: own }, at.getTime(), timeZone);
  return ends === null ? null : new Date(ends);
}
