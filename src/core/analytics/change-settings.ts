import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { analyticsSettings, type FixedCuts } from '#src/db/schema/analytics.ts';
import { invalidField } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { Settings } from './scores-sql.ts';

/** How members are scored and grouped. */
export async function readSettings(db: Reader): Promise<Settings> {
  const [settings] = await db.select().from(analyticsSettings);
  if (!settings) throw new Error('analytics_settings has one row from its migration on');
  return settings;
}

export interface ChangeSettings {
  newDays: number;
  lapsingDays: number;
  lostDays: number;
  fixedCuts: FixedCuts | null;
  actor: string;
  at: Date;
}

/**
 * Changes by what members are scored; the worker begins to score everybody anew within half a minute. The same again changes
 * nothing. Throws Refusal `invalid_input` where a bound is not above the one before it.
 */
export async function changeSettings(tx: Tx, { actor, at, ...wanted }: ChangeSettings): Promise<Settings> {
  if (wanted.lapsingDays >= wanted.lostDays) throw invalidField('lostDays', 'rises');
  for (const [measure, [low, high]] of Object.entries(wanted.fixedCuts ?? {}))
    if (low >= high) throw invalidField(`fixedCuts.${measure}.1`, 'rises');
  const [before] = await tx.select().from(analyticsSettings).for('update');
  const now = await readSettings(tx);
  const same =
    before?.newDays === wanted.newDays &&
    before.lapsingDays === wanted.lapsingDays &&
    before.lostDays === wanted.lostDays &&
    JSON.stringify(sorted(before.fixedCuts)) === JSON.stringify(sorted(wanted.fixedCuts));
  if (same) return now;
  await tx.update(analyticsSettings).set({
    ...wanted,
    version: sql`${analyticsSettings.version} + 1`,
    changedBy: actor,
    changedAt: at,
    restUntil: null,
  });
  await recordAudit(tx, {
    actor,
    action: 'analytics.change',
    subject: 'analytics',
    detail: told(wanted),
    at,
  });
  return await readSettings(tx);
}

function told({ fixedCuts, ...days }: Omit<ChangeSettings, 'actor' | 'at'>) {
  return { ...days, fixedCuts: fixedCuts && JSON.stringify(sorted(fixedCuts)) };
}

function sorted(cuts: FixedCuts | null): FixedCuts | null {
  return cuts && { r: cuts.r, f: cuts.f, m: cuts.m };
}
