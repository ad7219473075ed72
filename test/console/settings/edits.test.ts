import { describe, expect, it } from 'vitest';
import { editedTiers, withoutSent } from '#src/console/admin/settings/tier-edits.ts';
import { withoutSame } from '#src/console/admin/settings/use-edits.ts';
import type { ContactPolicy } from '#src/contract/contacts.ts';
import type { TierRow } from '#src/contract/programme.ts';

const benefits = { uk: [], ru: [], en: [] };
const tier = (tierKey: string, from: number, earnBp = 500): TierRow => ({
  tierKey,
  from,
  earnBp,
  benefits,
  members: 2,
});
const TABLE = [tier('base', 0), tier('silver', 10_000), tier('gold', 30_000)];
const keys = (tiers: TierRow[]) => tiers.map((each) => each.tierKey);

describe('changes of settings', () => {
  it('when some were saved, then those that were made meanwhile are left', () => {
    const sent: Partial<ContactPolicy> = { perDay: 2, quietFrom: '21:00' };
    expect(withoutSame({ ...sent, perDay: 3, perWeek: null }, sent)).toEqual({ perDay: 3, perWeek: null });
    expect(withoutSame(sent, { ...sent, perWeek: 4 })).toEqual({});
  });
});

describe('changes of the table of tiers', () => {
  it('when the table is a newer one, then they are laid over it, and a tier that was added there stays', () => {
    const edits = { silver: { earnBp: 700 }, gold: null };
    const newer = [...TABLE, tier('platinum', 90_000)];
    expect(editedTiers(newer, edits)).toEqual([TABLE[0], { ...TABLE[1], earnBp: 700 }, newer[3]]);
  });

  it('when a tier is new, then it comes last; when somebody else has removed a changed one, then it stays away', () => {
    const edits = { bronze: { from: 99_000, earnBp: 600, benefits }, gold: { earnBp: 900 } };
    expect(keys(editedTiers(TABLE.slice(0, 2), edits))).toEqual(['base', 'silver', 'bronze']);
  });

  it('when they were saved, then only what was changed again meanwhile is left', () => {
    const added = { from: 90_000, earnBp: 600, benefits };
    const sent = { silver: { earnBp: 700 }, platinum: added, gold: null };
    const now = { ...sent, silver: { earnBp: 700, from: 12_000 }, platinum: { ...added, earnBp: 800 } };
    expect(withoutSent(sent, sent)).toEqual({});
    expect(withoutSent(now, sent)).toEqual({ silver: { from: 12_000 }, platinum: { earnBp: 800 } });
    expect(withoutSent({ gold: null }, { gold: { earnBp: 1 } })).toEqual({ gold: null });
  });
});
