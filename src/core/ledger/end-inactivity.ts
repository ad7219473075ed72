import type { Tx } from '#src/db/client.ts';
import { takeDailyPass } from '../members/take-daily-pass.ts';
import { listCurrencies } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { expireInactive } from './expire-lots.ts';
import { warnInactive } from './warn-expiring.ts';

/**
 * Once a day, for the next members of today's pass, at most `limit`: warns of points that end by inactivity and expires
 * those whose end has come. Returns how many members it looked at; 0 when no currency ends so.
 */
export async function endInactivity(tx: Tx, at: Date, limit: number): Promise<number> {
  const currencies = await listCurrencies(tx);
  if (!currencies.some((each) => each.expiry === 'inactivity')) return 0;
  const { timeZone } = await readProgramme(tx);
  const memberIds = await takeDailyPass(tx, { pass: 'inactivity', timeZone, at, limit });
  await expireInactive(tx, memberIds, at);
  await warnInactive(tx, memberIds, at);
  return memberIds.length;
}
