// The till's doings: find, accept, wait, take back. One at a time; pressing twice sends once.
import { useQueryClient } from '@tanstack/react-query';
import { useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AcceptedReceipt, tillRoutes } from '#src/contract/till.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { keyOf } from '../api/api-queries.ts';
import { call } from '../api/call.ts';
import { useFailureWords } from '../parts/failure-words.ts';
import type { ChosenTill } from './chosen-till.ts';
import { readSale } from './sale-input.ts';
import { nextTillState, saleOf, type TillState, type Why } from './till-flow.ts';

export type Till = ReturnType<typeof useTill>;

export function useTill({ storeId, tillId }: ChosenTill) {
  const cache = useQueryClient();
  const { t } = useTranslation();
  const words = useFailureWords();
  const [state, dispatch] = useReducer(nextTillState, { step: 'scan' });
  const [busy, setBusy] = useState<'finding' | 'accepting' | 'cancelling' | null>(null);
  const [noAnswer, setNoAnswer] = useState<'finding' | 'accepting' | null>(null);
  const inFlight = useRef(false);
  const scanned = useRef('');

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
    const reply = await call(tillRoutes.acceptReceipt, {
      body: {
        storeId,
        tillId,
        ticket,
        receiptNumber: read.receiptNumber,
        amountMinor: read.amountMinor,
        burn: read.burn,
      },
    });
    if (reply.outcome === 'waiting') dispatch({ happened: 'asked', request: reply });
    else await accepted(reply);
  }

  async function accepted(receipt: AcceptedReceipt): Promise<void> {
    dispatch({ happened: 'accepted', receipt });
    await cache.invalidateQueries({ queryKey: keyOf(tillRoutes.listReceipts) });
  }

  const find = (code: string) =>
    run('finding', async () => {
      const member = await call(tillRoutes.findMember, { body: { code } });
      scanned.current = code;
      const waitsFor = state.step === 'waiting' ? state.member.memberId : null;
      if (waitsFor !== null && waitsFor !== member.memberId) return;
      dispatch({ happened: 'found', member });
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
    /** A code was scanned or typed. While a burn waits, the member's live code completes it at once. */
    find,
    /** The scan has grown too old to count. A card number is looked up anew; a live code has to be scanned anew. */
    renew: () => {
      if (state.step !== 'sale') return;
      if (state.member.proof === 'number') void find(scanned.current);
      else
        dispatch({
          happened: 'refused',
          why: { code: 'ticket_expired', message: t('till.refused.tooLong') },
        });
    },
    accept: () =>
      run('accepting', async () => {
        if (state.step === 'sale') await send(state, state.member.ticket);
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
