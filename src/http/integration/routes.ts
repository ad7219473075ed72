// /api/v1: what other systems may do with an API key.
import type { FastifyInstance } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { debtOf, shownBalance } from '#src/core/ledger/shown-balance.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { requireOwnCurrency } from '#src/core/partners/require-right.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { MemberId } from '#src/lib/id.ts';
import { findHolderByPhone } from '../find-holder.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { acceptIntegrationReceipt } from './accept-receipt.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { basketGroup } from './basket-routes.ts';
import { findShown } from './find-shown.ts';
import { holdGroup } from './hold-routes.ts';
import { lookUpOf } from './look-up.ts';
import { memberFactGroup } from './member-routes.ts';
import { offerGroup } from './offer-routes.ts';
import { pointsGroup } from './points-routes.ts';
import { questCheckGroup } from './quest-check-routes.ts';
import { returnGroup } from './return-routes.ts';
import { rewardOrderGroup } from './reward-order-routes.ts';

/** 500 lines with long names in Cyrillic fit. */
const RECEIPT_BYTES = 512 * 1024;

export async function integrationGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { config, database, clock, known } = deps;
  const { db } = database;

  serve(
    app,
    integrationRoutes.acceptReceipt,
    async ({ body, request, reply }) => {
      const accepted = await acceptIntegrationReceipt(deps, { body, key: usedKey(request) });
      const { outcome, receiptId, memberId, earned, burnt, balance } = accepted;
      app.receiptsAccepted.inc({ audience: 'integration', outcome });
      const shown = shownBalance(balance, (await known()).programme);
      reply.code(outcome === 'accepted' ? 201 : 200);
      return {
        receiptId,
        replayed: outcome === 'replayed',
        memberId,
        earned: Number(earned),
        burnt: Number(burnt),
        balance: Number(shown.balance),
        debt: Number(shown.debt),
      };
    },
    {
      onRequest: [app.allowKey('receipts:write')],
      bodyLimit: RECEIPT_BYTES,
      tags: ['Receipts'],
      refusals: [400, 401, 403, 404, 409, 422, 503],
    },
  );

  serve(
    app,
    integrationRoutes.findMember,
    async ({ query, request }) => {
      const at = clock.now();
      const key = usedKey(request);
      await throttle(db, lookUpOf(key, at));
      const { code = '' } = query;
      // Those are names of the programme's own systems.
      if (key.partnerId !== null && code.startsWith('ext:')) throw new Refusal('not_for_partners');
      const holder =
        query.phone === undefined
          ? await findShown(db, code, { secretKey: config.secretKey, at })
          : await findHolderByPhone(db, query.phone);
      const [{ memberId, name, tierKey }, { tiers }] = await Promise.all([
        readMember(db, holder.memberId),
        known(),
      ]);
      const earnBp = tiers.find((each) => each.tierKey === tierKey)?.earnBp ?? 0;
      return {
        memberId,
        shownName: shortName(name),
        tier: { tierKey, earnBp },
        cardStatus: 'active' as const,
      };
    },
    {
      onRequest: [app.allowKey('members:read', { partners: true })],
      tags: ['Members'],
      refusals: [400, 401, 403, 404, 409, 429, 503],
    },
  );

  serve(
    app,
    integrationRoutes.readBalance,
    async ({ params, query, request }) => {
      const memberId = params.memberId as MemberId;
      const { currency = 'points' } = query;
      await requireOwnCurrency(db, usedKey(request), currency);
      const found = await readBalance(db, memberId, clock.now(), currency);
      const { balance, spendable, pending, nextExpiry } = found;
      return {
        memberId,
        balance: Number(balance),
        debt: Number(debtOf(found)),
        spendable: Number(spendable),
        pending: pending.map(({ amount, activeAt, waitsFor }) => ({
          amount: Number(amount),
          activeAt: activeAt?.toISOString() ?? null,
          waitsFor,
        })),
        nextExpiry: nextExpiry && {
          amount: Number(nextExpiry.amount),
          expiresAt: nextExpiry.expiresAt.toISOString(),
        },
      };
    },
    {
      onRequest: [app.allowKey('balance:read', { partners: true })],
      tags: ['Members'],
      refusals: [400, 401, 403, 404, 503],
    },
  );

  await basketGroup(app, deps);
  await returnGroup(app, deps);
  await holdGroup(app, deps);
  await memberFactGroup(app, deps);
  await offerGroup(app, deps);
  await rewardOrderGroup(app, deps);
  await pointsGroup(app, deps);
  await questCheckGroup(app, deps);
}
