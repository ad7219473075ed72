import { giftYes } from '#bots/dialogue/scenes/gift.ts';
import type { Database } from '#src/db/client.ts';
import { fixedClock, systemClock } from '#src/lib/clock.ts';
import { theShop } from '#test/bots/dialogue/member-in-chat.ts';
import { aPerson, registers } from '#test/bots/dialogue/person.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aPartner } from './a-partner.ts';
import { aMember, STORE } from './a-shop.ts';
import { anOffer } from './an-offer.ts';
import type { Known } from './contract-routes.ts';

/** A member who has a bit of everything, all of it in the one store; returns what leads there. */
export async function aLife(
  database: Pick<Database, 'db' | 'sql'>,
  { phone, line: name, staffId }: { phone: string; line: string; staffId: string },
): Promise<Known[]> {
  const { db, sql } = database;
  const clock = fixedClock(systemClock.now());
  const shop = theShop(database, clock);
  const person = aPerson(db, { clock });
  await registers(person, phone);
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('registration made no member');
  const friend = await aMember(db);
  await shop.gives(memberId, 500n);
  const line = { sku: '9', name, category: 'Сири', quantityMilli: 1_000, priceMinor: 90_00 };
  const { receiptId, externalId, number } = await shop.buys(memberId, [
    { ...line, discountMinor: 0, amountMinor: 90_00 },
  ]);
  const { rewardId } = await aReward(db, { storeIds: [STORE], at: clock.now() });
  await person.presses(`reward.get:${rewardId}`);
  const offerId = await anOffer(db, {}, clock.now());
  await person.presses(`offer.take:${offerId}`);
  await person.presses('gift');
  await person.types('10');
  await person.presses('gift.link');
  await person.presses(giftYes('10', null));
  const partnerId = await aPartner(db);
  const one = async (query: Promise<Record<string, string>[]>) => (await query)[0]?.id ?? 'none';
  const cardNumber = await one(sql`select card_number as id from card where member_id = ${memberId}`);
  const known: Known = {
    storeId: STORE,
    boughtAt: STORE,
    memberId,
    memberCode: cardNumber,
    receiptId,
    externalId,
    receiptExternalId: externalId,
    receiptNumber: number,
    rewardId,
    offerId,
    into: friend.memberId,
    all: true,
    giftId: await one(sql`select gift_id as id from gift`),
    transferId: await one(
      sql`select transfer_id as id from transfer where kind = 'earn' and member_id = ${memberId}`,
    ),
    orderId: await one(sql`select order_id as id from reward_order`),
    staffId,
    partnerId,
    month: '2026-11',
    key: 'a-key-of-ours',
  };
  const codes = [
    cardNumber,
    phone,
    await one(sql`select code as id from reward_order`),
    await one(sql`select code as id from coupon`),
  ];
  return [known, ...codes.map((code) => ({ ...known, code, text: code, memberCode: code }))];
}
