// What goes back at a till. Everything is booked by the operations that integrators use, and is in the audit log.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type ReturnShown, tillReturnRoutes } from '#src/contract/till-returns.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { listTillReceipts } from '#src/core/receipts/list-till-receipts.ts';
import { type ReturnedReceipt, returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { UNDO_MINUTES, undoReceipt } from '#src/core/receipts/undo-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import { type Reader, rehearse, transaction } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { placeOfReturn } from '../integration/place-of-return.ts';
import { returnedWhat } from '../integration/returned-answer.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { findTillReceipts, foundReceipt } from './find-receipts.ts';
import { ownStore } from './own-store.ts';
import { returnOthers } from './return-others.ts';

/** Numbers can be counted upwards; names would come out. */
const MOST_SEARCHES = 150;
const WINDOW_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

type Told = z.output<typeof tillReturnRoutes.previewReturn.body>;

export function serveReturns(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { database, clock, known, stores } = deps;
  const { db } = database;

  serve(app, tillReturnRoutes.listReturnStores, async ({ query, request }) => {
    ownStore(signedIn(request), query.storeId);
    const { returnsAnywhere } = (await known()).programme;
    const open = (await stores.list()).filter(({ closedAt }) => !closedAt);
    const shown = open.filter(({ storeId }) => returnsAnywhere || storeId === query.storeId);
    return {
      stores: shown.map(({ storeId, name, city }) => ({ storeId, name, city })),
      refusesOthers: shown.length < open.length,
    };
  });

  serve(app, tillReturnRoutes.findReceipts, async ({ body, request }) => {
    const staff = signedIn(request);
    const at = clock.now();
    const { storeId, boughtAt = storeId, receiptNumber, day } = body;
    ownStore(staff, storeId);
    await stores.open({ storeId });
    if (boughtAt !== storeId && !(await known()).programme.returnsAnywhere)
      throw new Refusal('return_other_store');
    const { store } = await stores.find({ storeId: boughtAt });
    const limit = { key: `till-receipts:${staff.staffId}`, limit: MOST_SEARCHES, windowMs: WINDOW_MS, at };
    await throttle(db, limit);
    return { receipts: await findTillReceipts(db, { store, receiptNumber, day, at }) };
  });

  /** Throws Refusal forbidden, those of an open store, and of placeOfReturn. */
  const readReturn = async (told: Told, { staff, key }: { staff: Staff; key: string }) => {
    const { storeId: returnedIn, boughtAt: storeId, externalId: receiptExternalId } = told;
    ownStore(staff, returnedIn);
    await stores.open({ storeId: returnedIn });
    const at = clock.now();
    const externalId = `till/${key}`;
    return {
      ...(await placeOfReturn(deps, { storeId, returnedIn, externalId, occurredAt: at })),
      receiptExternalId,
      externalId,
      what: returnedWhat(told),
      acceptedBy: staff.staffId,
      occurredAt: at,
      at,
      known: await known(),
    };
  };
  const show = async (
    tx: Reader,
    taken: ReturnedReceipt,
    { booked, number, language }: Shown,
  ): Promise<ReturnShown> => {
    const { programme, currencies } = await known();
    const memberId = await memberNow(tx, taken.memberId);
    const { balance } = await readBalance(tx, memberId, clock.now());
    const names = await readNames(tx, [memberId]);
    const money = taken.amountMinor - taken.givenBack * programme.pointValueMinor;
    return {
      booked,
      replayed: taken.outcome === 'replayed',
      receiptNumber: number,
      shownName: shortName(names.get(memberId) ?? ''),
      amountMinor: Number(taken.amountMinor),
      moneyBackMinor: money > 0n ? Number(money) : 0,
      givenBack: Number(taken.givenBack),
      takenBack: Number(taken.takenBack),
      others: await returnOthers(tx, { ...taken, memberId }, { language, currencies }),
      owed: Number(taken.owed),
      balance: Number(balance),
    };
  };

  serve(app, tillReturnRoutes.previewReturn, async ({ body, request }) => {
    const staff = signedIn(request);
    const told = await readReturn(body, { staff, key: 'rehearsal' });
    return await transaction(db, (tx) =>
      rehearse(tx, async (inner) => {
        const taken = await returnReceipt(inner, told);
        const number = await numberOf(inner, body);
        return await show(inner, taken, { booked: false, number, language: staff.language });
      }),
    );
  });

  serve(app, tillReturnRoutes.bookReturn, async ({ body, request }) => {
    const staff = signedIn(request);
    const told = await readReturn(body, { staff, key: body.key });
    const shown = await transaction(db, async (tx) => {
      const taken = await returnReceipt(tx, told);
      if (taken.outcome === 'returned') {
        const detail = { receiptId: taken.receiptId, returnId: taken.returnId, storeId: body.storeId };
        const line = { actor: staff.staffId, action: 'till.return', subject: taken.memberId };
        await recordAudit(tx, { ...line, detail, at: clock.now() });
      }
      const number = await numberOf(tx, body);
      return await show(tx, taken, { booked: true, number, language: staff.language });
    });
    deps.poke?.();
    return shown;
  });

  serve(app, tillReturnRoutes.readUndoable, async ({ query, request }) => {
    const { staffId } = signedIn(request);
    ownStore(signedIn(request), query.storeId);
    const { storeId } = await stores.open(query);
    const at = clock.now();
    const since = new Date(at.getTime() - DAY_MS);
    const [last] = await listTillReceipts(db, { storeId, acceptedBy: staffId, since, limit: 1 });
    if (!last) return { receipt: null, until: null };
    const until = new Date(last.recordedAt.getTime() + UNDO_MINUTES * 60_000);
    const can = last.state === 'closed' && until > at;
    return { receipt: foundReceipt(last, []), until: can ? until.toISOString() : null };
  });

  serve(app, tillReturnRoutes.undoReceipt, async ({ body, request }) => {
    const { staffId, role, language } = signedIn(request);
    ownStore(signedIn(request), body.storeId);
    const { storeId } = await stores.open({ storeId: body.storeId });
    const name = { storeId, externalId: body.externalId };
    const settings = await known();
    const at = clock.now();
    const shown = await transaction(db, async (tx) => {
      const undone = await undoReceipt(tx, {
        name,
        staffId,
        ofAnybody: role === 'admin',
        at,
        known: settings,
      });
      const number = await numberOf(tx, { boughtAt: storeId, externalId: body.externalId });
      return await show(tx, undone, { booked: true, number, language });
    });
    deps.poke?.();
    return shown;
  });
}

interface Shown {
  booked: boolean;
  number: string;
  /** Of who reads it. */
  language: Language;
}

async function numberOf(db: Reader, { boughtAt, externalId }: Pick<Told, 'boughtAt' | 'externalId'>) {
  const found = await findReceiptByKey(db, { storeId: boughtAt as `str_${string}`, externalId });
  return found?.number ?? '';
}
