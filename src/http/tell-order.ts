// An order of a reward as staff see it, at the till and in the office.
import type { Order as OrderShown } from '#src/contract/rewards.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { type OrderWithReward, storesOf } from '#src/core/rewards/find-order.ts';
import { formatPickUpCode } from '#src/core/rewards/pick-up-code.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { readStoreNames } from '#src/core/stores/read-store.ts';
import type { Reader } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';

interface Reading {
  language: Language;
  /** In which a text is read that is not there in the language. */
  fallback: Language;
}

export async function tellOrders(
  db: Reader,
  orders: OrderWithReward[],
  { language, fallback }: Reading,
): Promise<OrderShown[]> {
  const owners = await Promise.all(orders.map(({ order }) => memberNow(db, order.memberId)));
  const names = await readNames(db, owners);
  const stores = await readStoreNames(db, orders.flatMap(storesOf));
  const staff = await readStaffNames(
    db,
    orders.flatMap(({ order }) => order.settledBy ?? []),
  );
  return orders.map(({ order, reward }, index) => {
    const memberId = owners[index] ?? order.memberId;
    const where = storesOf({ order, reward });
    return {
      orderId: order.orderId,
      code: formatPickUpCode(order.code),
      status: order.status,
      rewardId: order.rewardId,
      rewardName: textIn(reward.names, language, fallback),
      pictureId: reward.pictureId,
      memberId,
      shownName: shortName(names.get(memberId) ?? ''),
      price: Number(order.price),
      currency: order.currency,
      stores: where.flatMap((each) => stores.get(each) ?? []),
      orderedAt: order.orderedAt.toISOString(),
      readyAt: order.readyAt?.toISOString() ?? null,
      pickUpUntil: order.pickUpUntil?.toISOString() ?? null,
      settledAt: order.settledAt?.toISOString() ?? null,
      settledBy: staff.get(order.settledBy ?? '') ?? null,
      reason: order.reason,
    };
  });
}

export async function tellOrder(db: Reader, found: OrderWithReward, reading: Reading): Promise<OrderShown> {
  const [told] = await tellOrders(db, [found], reading);
  if (!told) throw new Error('an order was not told');
  return told;
}
