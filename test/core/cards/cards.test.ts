import { beforeAll, describe, expect, it } from 'vitest';
import { blockCard } from '#src/core/cards/block-card.ts';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { readCard } from '#src/core/cards/read-card.ts';
import { replaceCard } from '#src/core/cards/replace-card.ts';
import { resolveCardCode } from '#src/core/cards/resolve-card-code.ts';
import { useLiveCode } from '#src/core/cards/use-live-code.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const secretKey = 'a key for tests that nobody else has';
const resolve = (text: string, at = NOON) => resolveCardCode(database.db, text, { secretKey, at });
const later = (ms: number) => new Date(NOON.getTime() + ms);

describe('a card code', () => {
  it('leads from the number, grouped or scanned, to the member', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const grouped = `${cardNumber.slice(0, 2)} ${cardNumber.slice(2, 6)}-${cardNumber.slice(6)}`;
    expect(await resolve(grouped)).toMatchObject({ memberId, cardNumber, proof: 'number' });
  });

  it.each(['', 'абв', '2900000000001', '123', '9'.repeat(30), "29' or 1=1"])(
    '%j is no card',
    async (text) => {
      await expect(resolve(text)).rejects.toMatchObject({ code: 'card_not_found' });
    },
  );

  it('that is live proves the phone for 60 s and is used once, by whoever comes first', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const { code, expiresAt } = await issueLiveCode(database.db, { memberId, secretKey, at: NOON });
    expect(expiresAt).toEqual(later(60_000));
    const found = await resolve(code, later(59_000));
    expect(found).toMatchObject({ memberId, cardNumber, proof: 'live' });
    await expect(resolve(code, later(61_000))).rejects.toMatchObject({ code: 'live_code_expired' });
    const other = await issueLiveCode(database.db, {
      memberId,
      secretKey: 'another key of another shop',
      at: NOON,
    });
    await expect(resolve(other.code)).rejects.toMatchObject({ code: 'live_code_forged' });

    const nonce = found.nonce ?? '';
    const use = () => transaction(database.db, (tx) => useLiveCode(tx, { memberId, nonce, at: NOON }));
    const uses = await Promise.allSettled(Array.from({ length: 8 }, use));
    expect(uses.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    for (const each of uses)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'live_code_used' });
  });
});

describe('blocking and replacing', () => {
  it('stops every number at once, live codes too, and a new card works', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const { code } = await issueLiveCode(database.db, { memberId, secretKey, at: NOON });
    const block = () =>
      transaction(database.db, (tx) => blockCard(tx, { memberId, reason: 'staff', at: NOON }));
    expect(await block()).toHaveLength(1);
    expect(await block()).toEqual([]);
    for (const text of [cardNumber, code])
      await expect(resolve(text)).rejects.toMatchObject({ code: 'card_blocked' });
    await expect(issueLiveCode(database.db, { memberId, secretKey, at: NOON })).rejects.toMatchObject({
      code: 'card_blocked',
    });

    const fresh = await transaction(database.db, (tx) => replaceCard(tx, { memberId, at: later(1) }));
    expect(fresh.cardNumber).not.toBe(cardNumber);
    expect(await readCard(database.db, memberId)).toMatchObject({
      cardNumber: fresh.cardNumber,
      status: 'active',
    });
    expect((await resolve(fresh.cardNumber)).memberId).toBe(memberId);
  });

  it('never gives a number out twice, not even a blocked one', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const other = await aMember(database.db);
    await transaction(database.db, (tx) => blockCard(tx, { memberId, reason: 'staff', at: NOON }));
    const again = transaction(database.db, (tx) =>
      issueCard(tx, { memberId: other.memberId, kind: 'plastic', cardNumber, at: NOON }),
    );
    await expect(again).rejects.toMatchObject({ code: 'card_of_another' });
  });
});
