import type { Me } from '#src/contract/session.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import type { StoreWithTills } from '#src/core/stores/change-store.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';

/** What the console shows around every screen: who is here, where they may work, and how the shop looks. */
export function describeMe(staff: Staff, stores: StoreWithTills[], { programme }: KnownProgramme): Me {
  const { staffId, name, login, role, language, secondFactor } = staff;
  const open = stores.filter((each) => each.closedAt === null);
  const own = role === 'cashier' ? open.filter((each) => staff.storeIds.includes(each.storeId)) : open;
  return {
    staffId,
    name,
    login,
    role,
    language,
    secondFactor,
    stores: own,
    shop: {
      name: programme.shopName,
      brandColour: programme.brandColour,
      accentColour: programme.accentColour,
      moneyCurrency: programme.moneyCurrency,
      pointValueMinor: Number(programme.pointValueMinor),
      timeZone: programme.timeZone,
    },
  };
}
