// The table of tiers, changed as a whole. A tier that members have, or have had, stays in it: receipts that come late
// earn by the tier of their time.
import { createHash } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { tier } from '#src/db/schema/stores.ts';
import type { Language } from '#src/lib/language.ts';
import { countByTier } from '../members/count-by-tier.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { noteTerms } from './note-terms.ts';
import { listTiers, type Tier } from './read-programme.ts';

export interface TierTerms {
  tierKey: string;
  /** From where it counts: minor units of money or points, as the programme's tier basis says; 0 for the lowest. */
  from: bigint;
  /** What a receipt earns, in basis points. */
  earnBp: number;
  /** What it brings besides, a list of short lines a language. */
  benefits: Record<Language, string[]>;
}

/** A table of tiers told from every other: by what is in it. */
export function versionOfTiers(tiers: readonly Tier[]): string {
  const terms = tiers.map((each) => [each.tierKey, `${each.fromTurnoverMinor}`, each.earnBp, each.benefits]);
  return createHash('sha256').update(JSON.stringify(terms)).digest('base64url');
}

/**
 * Makes the tiers these from `at` on, the lowest first, out of the table that `version` tells. Throws Refusal `invalid_input`
 * {field: 'tiers'} when the lowest does not begin at 0, when one does not begin above the one before, or when one is
 * named twice; `tiers_changed` when the table is another by now; `tier_in_use` {tier} when one that members have or
 * have had is missing.
 */
export async function changeTiers(
  tx: Tx,
  wanted: TierTerms[],
  { version, at }: { version: string; at: Date },
): Promise<Tier[]> {
  checkOrder(wanted);
  // Who changes the table waits for who changes it now, and sees what they have added.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('table of tiers'))`);
  const now = await listTiers(tx);
  if (versionOfTiers(now) !== version) throw new Refusal('tiers_changed');
  await noteTerms(tx, at);
  const kept = new Set(wanted.map((each) => each.tierKey));
  const dropped = now.map((each) => each.tierKey).filter((key) => !kept.has(key));
  if (dropped.length > 0) {
    const inUse = await countByTier(tx);
    const used = dropped.find((key) => inUse.has(key));
    if (used) throw new Refusal('tier_in_use', { tier: used });
    await tx.delete(tier).where(inArray(tier.tierKey, dropped));
  }
  // Places are told apart by a constraint: all of them are freed first.
  await tx.update(tier).set({ position: sql`-${tier.position}` });
  for (const [place, each] of wanted.entries()) {
    const { tierKey, from: fromTurnoverMinor, earnBp, benefits } = each;
    const terms = { position: place + 1, fromTurnoverMinor, earnBp, benefits };
    await tx
      .insert(tier)
      .values({ tierKey, ...terms })
      .onConflictDoUpdate({ target: tier.tierKey, set: terms });
  }
  return await listTiers(tx);
}

function checkOrder(wanted: TierTerms[]): void {
  const refuse = () => invalidField('tiers', 'tiersRise');
  if (wanted[0]?.from !== 0n) throw refuse();
  if (wanted.some((each, place) => place > 0 && each.from <= (wanted[place - 1]?.from ?? 0n))) throw refuse();
  if (new Set(wanted.map((each) => each.tierKey)).size !== wanted.length) throw refuse();
}
