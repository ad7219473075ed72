// Another system with an API key: its receipts reach the same account and the same phone as the till's.
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiScope, apiKeyRoutes } from '#src/contract/api-keys.ts';
import { integrationRoutes } from '#src/contract/integration.ts';
import { STORE, TILL } from '#test/support/a-shop.ts';
import { aPhoneOwner, cardNumberIn, joinsInTelegram, type PhoneOwner } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { type Caller, signIn, withKey } from '#test/support/till-client.ts';
import { showsLiveCode } from './live-code.ts';

const shop = useShop();
let admin: Caller;
let api: Caller;
let olena: PhoneOwner;
let number: string;

const aKey = (scopes: ApiScope[]) =>
  admin.call(apiKeyRoutes.createApiKey, { body: { name: 'каса 1С', scopes } });

beforeAll(async () => {
  admin = await signIn(shop, 'admin');
  api = withKey(shop, (await aKey(['receipts:write', 'members:read', 'balance:read'])).secret);
  olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
  number = cardNumberIn(await joinsInTelegram(olena));
});

const aReceipt = (receipt: string, amountMinor: number, memberCode: string) => ({
  externalId: `2026/${receipt}`,
  storeId: STORE,
  tillId: TILL,
  number: receipt,
  memberCode,
  amountMinor,
});

describe('the integration API', () => {
  it('when a receipt is sent again and again, then it counts once, is told once, and another under its key is refused', async () => {
    const body = aReceipt('801', 250_00, number);
    const first = await api.answers(integrationRoutes.acceptReceipt, { body });
    expect([first.status, first.reply]).toMatchObject([201, { replayed: false, earned: 12, balance: 62 }]);
    const again = await Promise.all(
      Array.from({ length: 10 }, () => api.answers(integrationRoutes.acceptReceipt, { body })),
    );
    expect(again.every(({ status, reply }) => status === 200 && reply.replayed && reply.balance === 62)).toBe(
      true,
    );
    const other = { ...body, amountMinor: 900_00 };
    expect(await api.refused(integrationRoutes.acceptReceipt, { body: other })).toMatchObject({
      status: 422,
      code: 'receipt_differs',
    });
    await olena.telegram.sees('Чек 801');
    await api.call(integrationRoutes.acceptReceipt, { body: aReceipt('802', 100_00, olena.person.phone) });
    expect((await olena.telegram.sees('Чек 802')).text).toContain('На рахунку 67');
    expect(await olena.telegram.counts('Чек 801')).toBe(1);
  });

  it('when a member is looked up by card, live code or phone, then it is the same one, and the balance is the phone’s', async () => {
    const live = await showsLiveCode(olena.telegram);
    const found = await Promise.all([
      api.call(integrationRoutes.findMember, { query: { code: number } }),
      api.call(integrationRoutes.findMember, { query: { code: live } }),
      api.call(integrationRoutes.findMember, { query: { phone: olena.person.phone } }),
    ]);
    const [{ memberId }] = found;
    expect(found.map((member) => [member.memberId, member.shownName])).toEqual(
      Array.from({ length: 3 }, () => [memberId, 'Олена К.']),
    );
    const { balance } = await api.call(integrationRoutes.readBalance, { params: { memberId } });
    await olena.telegram.presses('Бали');
    await olena.telegram.sees(`На рахунку ${balance}\u00a0балів`);
  });

  it('when points are burnt, then only with a live code, and once', async () => {
    const plain = { ...aReceipt('803', 100_00, number), burn: 10 };
    expect((await api.refused(integrationRoutes.acceptReceipt, { body: plain })).code).toBe(
      'burn_needs_confirmation',
    );
    const body = { ...plain, memberCode: await showsLiveCode(olena.telegram) };
    expect(await api.call(integrationRoutes.acceptReceipt, { body })).toMatchObject({
      burnt: 10,
      replayed: false,
    });
    expect(await api.call(integrationRoutes.acceptReceipt, { body })).toMatchObject({
      burnt: 10,
      replayed: true,
    });
    const elsewhere = { ...body, ...aReceipt('804', 100_00, body.memberCode) };
    expect((await api.refused(integrationRoutes.acceptReceipt, { body: elsewhere })).code).toBe(
      'live_code_used',
    );
    expect((await olena.telegram.sees('Чек 803')).text).toContain('−10\u00a0балів');
  });

  it('when the key lacks the scope, is nobody’s or was taken back, then it opens nothing', async () => {
    const { keyId, secret } = await aKey(['balance:read']);
    const narrow = withKey(shop, secret);
    const query = { code: number };
    const body = aReceipt('805', 100_00, number);
    expect(await narrow.refused(integrationRoutes.findMember, { query })).toMatchObject({
      status: 403,
      code: 'scope_missing',
    });
    expect(await narrow.refused(integrationRoutes.acceptReceipt, { body })).toMatchObject({
      status: 403,
      code: 'scope_missing',
    });
    for (const stranger of [withKey(shop), withKey(shop, `${secret.slice(0, -1)}x`)]) {
      expect((await stranger.refused(integrationRoutes.findMember, { query })).status).toBe(401);
    }
    const { memberId } = await api.call(integrationRoutes.findMember, { query });
    await narrow.call(integrationRoutes.readBalance, { params: { memberId } });
    await admin.call(apiKeyRoutes.revokeApiKey, { params: { keyId } });
    const unknown = await withKey(shop, 'kk_live_nobody').refused(integrationRoutes.findMember, { query });
    expect([unknown.status, unknown.code]).toEqual([401, 'api_key_not_valid']);
  });
});
