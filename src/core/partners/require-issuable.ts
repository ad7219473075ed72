import type { Reader } from '#src/db/client.ts';
import { Refusal } from '../refusal.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { capReached } from './count-issued.ts';
import { listIssuedToday } from './list-issued-today.ts';
import { type Caller, holderOf } from './partner-shape.ts';
import { requireRight } from './require-right.ts';

/**
 * What stands in the way of giving points whoever they are for; asked before anybody is looked up, so that the answer cannot
 * tell who is known. Giving asks again. Throws Refusal `partner_currency`, `partner_suspended`, `currency_not_found`,
 * `currency_closed`, `issuing_cap` {left}.
 */
export async function requireIssuable(
  db: Reader,
  { by, currency, points, at }: { by: Caller; currency: string; points: bigint; at: Date },
): Promise<void> {
  const terms = await requireRight(db, { by, currency, to: 'issue', at });
  const [{ timeZone }, { closedAt }] = await Promise.all([readProgramme(db), readCurrency(db, currency)]);
  if (closedAt) throw new Refusal('currency_closed');
  const today = await listIssuedToday(db, { holders: [by.keyId, holderOf(by)], timeZone, at });
  // The key before its partner, as they are counted.
  const caps = [
    { holder: by.keyId, cap: by.dayCap },
    { holder: terms?.partnerId, cap: terms?.dayCap ?? null },
  ];
  for (const { holder, cap } of caps) {
    const row = today.find((each) => each.holder === holder && each.currency === currency);
    const issued = row?.issued ?? 0n;
    if (cap !== null && issued + points > cap) throw capReached({ cap, issued, timeZone, at });
  }
}
