// What a till may do: for cashiers in their own stores, and for admins everywhere.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { tillRoutes } from '#src/contract/till.ts';
import { tillLateRoutes } from '#src/contract/till-late.ts';
import { shownBalance } from '#src/core/ledger/shown-balance.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { listTillReceipts } from '#src/core/receipts/list-till-receipts.ts';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { cancelBurnRequest } from '#src/core/receipts/read-burn-request.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import { transaction } from '#src/db/client.ts';
import type { BurnRequestId } from '#src/lib/id.ts';
import { couponsNamed } from '../offers/name-coupons.ts';
import { tellCoupons } from '../offers/tell-offer.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { acceptTillReceipt } from './accept-receipt.ts';
import { readBurnRequestState } from './burn-request.ts';
import { findTillMember } from './find-member.ts';
import { acceptLateReceipts } from './late-receipts.ts';
import { type TillOfferDeps, tillOfferGroup } from './offer-routes.ts';
import { ownStore } from './own-store.ts';
import { servePeople } from './people-routes.ts';
import { receiptBrings } from './receipt-brings.ts';
import { serveReturns } from './return-routes.ts';
import { serveTillRewards } from './reward-routes.ts';
import { serveShifts } from './shift-routes.ts';
import { readTicket } from './ticket.ts';

const LATEST = 20;
const DAY_MS = 24 * 3_600_000;

export async function tillGroup(app: FastifyInstance, deps: TillOfferDeps): Promise<void> {
  const { config, database, clock, known, rules, stores } = deps;
  const { db } = database;
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', app.allowStaff('cashier', 'admin'));
  await app.register(rateLimit, {
    max: 600,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (r) => r.staff?.staffId ?? r.ip,
  });

  serve(app, tillRoutes.findMember, ({ body, request }) =>
    findTillMember(deps, { code: body.code, staff: signedIn(request) }),
  );

  serve(app, tillRoutes.quoteReceipt, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    const keys = { staffId, secretKey: config.secretKey, at };
    const { memberId, scannedAt } = readTicket(body.ticket, keys);
    const settings = await known();
    ownStore(signedIn(request), body.storeId);
    const { storeId, tillId } = await stores.open(body);
    const receipt: ReceiptInput = {
      storeId,
      tillId,
      externalId: '',
      number: '',
      amountMinor: BigInt(body.amountMinor),
      burn: 0n,
      // As the receipt itself will be: what is said now is what will be booked.
      occurredAt: scannedAt,
      lines: [],
      acceptedBy: staffId,
      ...couponsNamed(body),
    };
    const quote = await quoteReceipt(db, { memberId, receipt, at, known: settings, rules: await rules() });
    const { returnPolicy } = settings.programme;
    const booked = quote.balance - (returnPolicy === 'debt' ? quote.debt : 0n);
    return {
      earn: Number(quote.earn),
      maximumBurn: Number(quote.maximumBurn),
      balanceAfter: Number(shownBalance(booked + quote.earn, { returnPolicy }).balance),
      pointValueMinor: Number(settings.programme.pointValueMinor),
      discountMinor: Number(quote.discountMinor),
      toPayMinor: Number(quote.toPayMinor),
      brings: receiptBrings(quote.told, { language: signedIn(request).language, known: settings, at }),
      ...tellCoupons(quote.told, signedIn(request).language),
    };
  });

  tillOfferGroup(app, deps);

  serve(app, tillRoutes.acceptReceipt, async ({ body, request, reply }) => {
    const answer = await acceptTillReceipt(deps, { body, staff: signedIn(request) });
    app.receiptsAccepted.inc({ audience: 'till', outcome: answer.outcome });
    if (answer.outcome === 'waiting') reply.code(202);
    return answer;
  });

  serve(app, tillLateRoutes.sendLate, async ({ body, request }) => {
    const receipts = await acceptLateReceipts(deps, { body, staff: signedIn(request) });
    const booked = receipts.filter(({ outcome }) => outcome === 'accepted').length;
    app.receiptsAccepted.inc({ audience: 'till', outcome: 'accepted' }, booked);
    return { receipts };
  });

  serve(app, tillRoutes.listReceipts, async ({ query, request }) => {
    ownStore(signedIn(request), query.storeId);
    const { storeId, tillId } = await stores.open(query);
    const since = new Date(clock.now().getTime() - DAY_MS);
    const rows = await listTillReceipts(db, { storeId, tillId: tillId ?? undefined, since, limit: LATEST });
    return {
      receipts: rows.map((row) => ({
        receiptId: row.receiptId,
        receiptNumber: row.number,
        tillId: row.tillId,
        amountMinor: Number(row.amountMinor),
        earned: Number(row.earned),
        burnt: Number(row.burnt),
        shownName: shortName(row.memberName),
        state: row.state,
        occurredAt: row.occurredAt.toISOString(),
      })),
    };
  });

  serveTillRewards(app, deps);

  const burnRequestState = async (burnRequestId: string, staff: Staff) =>
    readBurnRequestState(db, { burnRequestId, staff, at: clock.now(), known: await known() });

  serve(app, tillRoutes.readBurnRequest, ({ params, request }) =>
    burnRequestState(params.burnRequestId, signedIn(request)),
  );

  serve(app, tillRoutes.cancelBurnRequest, async ({ params, request }) => {
    const staff = signedIn(request);
    const at = clock.now();
    // Whether it is theirs is known only after reading it.
    await burnRequestState(params.burnRequestId, staff);
    const burnRequestId = params.burnRequestId as BurnRequestId;
    await transaction(db, (tx) => cancelBurnRequest(tx, { burnRequestId, staffId: staff.staffId, at }));
    return await burnRequestState(params.burnRequestId, staff);
  });
  servePeople(app, deps);
  serveReturns(app, deps);
  serveShifts(app, deps);
}
