// How versions of a rule stand at a moment: a later one may be on its way while an earlier one still works.
import type { RuleTold, RuleVersion } from '#src/contract/rule-shapes.ts';

export type VersionStands = 'live' | 'ahead' | 'lastDays' | 'over' | 'never';

/** `lastDays`: in force, with its end already set. `never`: replaced or closed before it began. */
export function howStands({ liveFrom, liveUntil }: RuleVersion, now: number): VersionStands {
  const from = liveFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(liveFrom);
  if (liveUntil === null) return from > now ? 'ahead' : 'live';
  const until = Date.parse(liveUntil);
  if (until <= from) return 'never';
  return until > now ? 'lastDays' : 'over';
}

/** When the last version of a live rule takes over from the one that works until then; null when it has, or none does. */
export function takesOverAt(
  { status, liveFrom }: Pick<RuleTold, 'status' | 'liveFrom'>,
  now: number,
): string | null {
  return status === 'live' && liveFrom !== null && Date.parse(liveFrom) > now ? liveFrom : null;
}

/** Whether a version works now, so that one that is to begin later leaves it in force until then. */
export function worksNow({ versions }: Pick<RuleTold, 'versions'>, now: number): boolean {
  return versions.some((version) => {
    const { validFrom, validUntil } = version.definition;
    const stands = howStands(version, now);
    return (
      (stands === 'live' || stands === 'lastDays') &&
      (validFrom === null || Date.parse(validFrom) <= now) &&
      (validUntil === null || Date.parse(validUntil) > now)
    );
  });
}
