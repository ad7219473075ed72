// What somebody changes in the table of tiers, tier by tier, so that it can be laid over a table that is newer.
import type { TierRow } from '#src/contract/programme.ts';
import { withoutSame } from './use-edits.ts';

type Terms = Omit<TierRow, 'tierKey' | 'members'>;
/** By tier: the terms that were changed, all of them for a tier that is new; null for one that was removed. */
export type TierEdits = Record<string, Partial<Terms> | null>;

/** The table with the changes in it. A change of a tier that somebody else has removed is none. */
export function editedTiers(tiers: readonly TierRow[], edits: TierEdits): TierRow[] {
  const kept = tiers.flatMap((each) => {
    const edit = edits[each.tierKey];
    return edit === null ? [] : [{ ...each, ...edit }];
  });
  const added = Object.entries(edits).flatMap(([tierKey, edit]) => {
    const known = tiers.some((each) => each.tierKey === tierKey);
    return known || !edit || !isWhole(edit) ? [] : [{ tierKey, ...edit, members: 0 }];
  });
  return [...kept, ...added];
}

/** What is still to be saved once `sent` was. */
export function withoutSent(edits: TierEdits, sent: TierEdits): TierEdits {
  return Object.fromEntries(
    Object.entries(edits).flatMap(([tierKey, edit]) => {
      const was = sent[tierKey];
      if (!edit || !was) return edit === was ? [] : [[tierKey, edit]];
      const left = withoutSame(edit, was);
      return Object.keys(left).length === 0 ? [] : [[tierKey, left]];
    }),
  );
}

function isWhole(edit: Partial<Terms>): edit is Terms {
  return edit.from !== undefined && edit.earnBp !== undefined && edit.benefits !== undefined;
}
