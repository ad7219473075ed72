import { expect, it } from 'vitest';
import { MEMBERS_STALE } from '#src/console/admin/member/member-stale.ts';
import { adminRoutes } from '#src/contract/admin.ts';
import { holdingRoutes } from '#src/contract/member-holdings.ts';
import { officeRoutes } from '#src/contract/office.ts';
import { pointsRoutes } from '#src/contract/points.ts';

it('when two members are merged or parted, then all that is read of one is read anew', () => {
  const ofOneMember = [adminRoutes, holdingRoutes, officeRoutes, pointsRoutes]
    .flatMap((routes) => Object.values(routes))
    .filter(({ method, url }) => method === 'GET' && /\/members\/:memberId\b/.test(url))
    // Why a transfer was made never changes.
    .filter((route) => route !== pointsRoutes.explainTransfer);
  expect(ofOneMember.length).toBeGreaterThan(8);
  const stale = new Set(MEMBERS_STALE.stale.map(({ url }) => url));
  expect(ofOneMember.map(({ url }) => url).filter((url) => !stale.has(url))).toEqual([]);
});
