import type { Reader } from '#src/db/client.ts';
import { listCurrencies } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { listIssuedToday } from './list-issued-today.ts';
import { type Caller, holderOf } from './partner-shape.ts';
import { listTerms } from './read-terms.ts';

export interface Limit {
  currency: string;
  mayIssue: boolean;
  mayRedeem: boolean;
  /** Points on one day, the lower of the partner's and the key's; null: no cap. */
  cap: bigint | null;
  issued: bigint;
  left: bigint | null;
}

/** What a system may do with each currency, and how much it may still give on the day of `at`. */
export async function readLimits(db: Reader, by: Caller, at: Date): Promise<Limit[]> {
  const { timeZone } = await readProgramme(db);
  const rights = await rightsOf(db, by, at);
  const holders = [by.keyId, holderOf(by)];
  const today = await listIssuedToday(db, { holders, timeZone, at });
  const issuedBy = (holder: string, currency: string) =>
    today.find((each) => each.holder === holder && each.currency === currency)?.issued ?? 0n;
  return rights.map(({ dayCap, ...right }) => {
    const caps = [
      { holder: by.keyId, cap: by.dayCap },
      { holder: holderOf(by), cap: dayCap },
    ].flatMap(({ holder, cap }) => (cap === null ? [] : [{ cap, issued: issuedBy(holder, right.currency) }]));
    const [tightest] = caps.toSorted((a, b) => Number(a.cap - a.issued - (b.cap - b.issued)));
    const issued = tightest?.issued ?? issuedBy(holderOf(by), right.currency);
    const room = tightest ? tightest.cap - tightest.issued : null;
    const left = right.mayIssue ? room : 0n;
    return { ...right, cap: tightest?.cap ?? null, issued, left: left !== null && left < 0n ? 0n : left };
  });
}

async function rightsOf(
  db: Reader,
  { partnerId }: Caller,
  at: Date,
): Promise<{ currency: string; mayIssue: boolean; mayRedeem: boolean; dayCap: bigint | null }[]> {
  if (partnerId !== null)
    return (await listTerms(db, { partnerId, at })).map(({ currency, mayIssue, mayRedeem, dayCap }) => ({
      currency,
      mayIssue,
      mayRedeem,
      dayCap,
    }));
  return (await listCurrencies(db)).map(({ currency, closedAt }) => ({
    currency,
    mayIssue: closedAt === null,
    mayRedeem: true,
    dayCap: null,
  }));
}
