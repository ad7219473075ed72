// The till's doings: find, accept, wait, take back. One at a time; pressing twice sends once.
import { useQueryClient } from '@tanstack/react-query';
import { useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BodyOf } from '#src/contract/route.ts';
import { type AcceptedReceipt, type TillMember, tillRoutes } from '#src/contract/till.ts';
import { ApiFailure, isAway } from '../api/api-failure.ts';
import { call } from '../api/call.ts';
import { isConnected, serverNow } from '../api/connection.ts';
import { readAnew } from '../api/read-anew.ts';
import { useFailureWords } from '../parts/failure-words.ts';
import { useMe } from '../session/session-query.ts';
import type { ChosenTill } from './chosen-till.ts';
import { dropMended, keepReceipt } from './offline/keep-receipt.ts';
import { hasTypo } from './offline/kept-receipt.ts';
import { couponsOf, readSale } from './sale-input.ts';
import { type Draft, nextTillState, type Scan, saleOf, type TillState, type Why } from './till-flow.ts';

/** A cashier waits no longer before going on without the network. */
const FIND_WITHIN_MS = 6_000;

export type Till = ReturnType<typeof useTill>;

export function useTill({ storeId, tillId }: ChosenTill) {
  const cache = useQueryClient();
  const { t } = useTranslation();
  const words = useFailureWords();
  const [state, dispatch] = useReducer(nextTillState, { step: 'scan' });
  const [busy, setBusy] = useState<'finding' | 'accepting' | 'cancelling' | null>(null);
  const [noAnswer, setNoAnswer] = useState<'finding' | 'accepting' | null>(null);
  const inFlight = useRef(false);
  const me = useMe();

  /** Runs one thing at a time. The server's no becomes a refusal on the screen; a lost answer keeps everything. */
  async function run(what: 'finding' | 'accepting' | 'cancelling', work: () => Promise<void>): Promise<void> {
    if (inFlight.current) return;
    inFlight.current = true;
    setBusy(what);
    setNoAnswer(null);
    try {
      await work();
    } catch (failure) {
      if (failure instanceof ApiFailure) {
        dispatch({ happened: 'refused', why: { code: failure.code, message: words(failure) } });
      } else if (what !== 'cancelling') setNoAnswer(what);
    } finally {
      inFlight.current = false;
      setBusy(null);
    }
  }

  async function send(from: TillState, ticket: string): Promise<void> {
    const sale = saleOf(from);
    if (!sale) return;
    const read = readSale(sale.draft);
    if (read.receiptNumber === null || read.amountMinor === null || read.burn === null) return;
    const { receiptNumber, amountMinor, burn } = read;
    const body = { storeId, tillId, ticket, receiptNumber, amountMinor, burn, ...couponsOf(sale.draft) };
    const reply = await acceptAnew(body);
    if (reply.outcome === 'waiting') dispatch({ happened: 'asked', request: reply });
    else await accepted(reply);
  }

  /** The number may be of a receipt that was undone: what was typed after that is a receipt of its own. */
  async function acceptAnew(body: BodyOf<typeof tillRoutes.acceptReceipt>) {
    try {
      return await call(tillRoutes.acceptReceipt, { body });
    } catch (failure) {
      const next =
        failure instanceof ApiFailure && failure.code === 'receipt_undone' && failure.details.attempt;
      // After a lost answer it could be the undone one itself.
      if (typeof next !== 'number' || noAnswer === 'accepting') throw failure;
      return await acceptAnew({ ...body, attempt: next });
    }
  }

  async function accepted(receipt: AcceptedReceipt): Promise<void> {
    const sale = saleOf(state);
    dispatch({ happened: 'accepted', receipt });
    if (sale) await dropMended({ storeId, tillId, receiptNumber: sale.draft.receiptNumber.trim() });
    await readAnew(cache, [tillRoutes.listReceipts]);
  }

  /** Null: nobody could be asked, and the receipt goes on without. */
  async function lookUp(scan: Scan): Promise<TillMember | null> {
    const { code } = scan;
    const mustAsk = state.step === 'waiting';
    if (isConnected() || mustAsk) {
      try {
        const limit = AbortSignal.timeout(FIND_WITHIN_MS);
        return await call(tillRoutes.findMember, { body: { code } }, limit);
      } catch (failure) {
        if (!isAway(failure) || mustAsk) throw failure;
      }
    }
    if (hasTypo(code))
      dispatch({ happened: 'refused', why: { code: 'typo', message: t('till.offline.typo') } });
    else dispatch({ happened: 'found nobody to ask', scan });
    return null;
  }

  /** Keeps a receipt on this device, to be sent when the server answers again. */
  async function keep({ draft, scan }: { draft: Draft; scan: Scan }): Promise<void> {
    const { receiptNumber, amount } = draft;
    const amountMinor = readSale({ receiptNumber, amount, burn: '' }).amountMinor;
    if (amountMinor === null) return;
    const receipt = {
      receiptNumber: receiptNumber.trim(),
      amountMinor,
      code: scan.code,
      occurredAt: scan.at,
      storeId,
      tillId,
    };
    const outcome = await keepReceipt(receipt, me);
    if (outcome === 'kept') dispatch({ happened: 'kept', receiptNumber: receipt.receiptNumber, amountMinor });
    else dispatch({ happened: 'refused', why: { code: outcome, message: t(`till.offline.${outcome}`) } });
  }

  const find = (code: string) =>
    run('finding', async () => {
      const scan = { code, at: serverNow().toISOString() };
      const member = await lookUp(scan);
      if (!member) return;
      const waitsFor = state.step === 'waiting' ? state.member.memberId : null;
      if (waitsFor !== null && waitsFor !== member.memberId) return;
      dispatch({ happened: 'found', member, scan });
      if (state.step !== 'waiting' || member.proof !== 'live') return;
      await send(state, member.ticket);
      // The question in the chat is out of date now. Should this get lost, its own time ends it.
      const { burnRequestId } = state.request;
      await call(tillRoutes.cancelBurnRequest, { params: { burnRequestId } }).catch(() => undefined);
    });

  return {
    storeId,
    tillId,
    state,
    busy,
    noAnswer,
    dispatch,
    /** Begins anew; not while a receipt is being booked or kept, whose end has to be seen. */
    leave: () => {
      if (busy !== 'accepting') dispatch({ happened: 'began anew' });
    },
    /** A code was scanned or typed. While a burn waits, the member's live code completes it at once. */
    find,
    /** The scan has grown too old to count. A card number is looked up anew; a live code has to be scanned anew. */
    renew: () => {
      if (state.step !== 'sale') return;
      if (state.member.proof === 'number') void find(state.scan.code);
      else
        dispatch({
          happened: 'refused',
          why: { code: 'ticket_expired', message: t('till.refused.tooLong') },
        });
    },
    accept: () =>
      run('accepting', async () => {
        if (state.step !== 'sale') return;
        try {
          await send(state, state.member.ticket);
        } catch (failure) {
          // Should it have been booked all the same, it is known again when it is sent.
          if (!isAway(failure) || readSale(state.draft).burn !== 0) throw failure;
          await keep(state);
        }
      }),
    /** Without a network: the receipt is kept on this device. */
    keep: () =>
      run('accepting', async () => {
        if (state.step === 'offline') await keep(state);
      }),
    /** The member has answered in the chat. */
    settle: (receipt: AcceptedReceipt) => void accepted(receipt),
    refuse: (why: Why) => dispatch({ happened: 'refused', why }),
    cancel: () =>
      run('cancelling', async () => {
        if (state.step !== 'waiting') return;
        const { burnRequestId } = state.request;
        const answer = await call(tillRoutes.cancelBurnRequest, { params: { burnRequestId } });
        if (answer.result) await accepted(answer.result);
        else dispatch({ happened: 'stopped waiting' });
      }),
  };
}
