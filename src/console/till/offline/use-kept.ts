// The receipts that this device keeps, and their sending as soon as the server answers.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { tillRoutes } from '#src/contract/till.ts';
import { useConnected } from '../../api/connection.ts';
import { readAnew } from '../../api/read-anew.ts';
import { sessionQuery, useMe } from '../../session/session-query.ts';
import type { KeptReceipt } from './kept-receipt.ts';
import { dropReceipts, keepReceipts, listKept, whenKeptChanges } from './receipt-store.ts';
import { sendKept } from './send-kept.ts';

const TRY_EVERY_MS = 20_000;

export interface Kept {
  connected: boolean;
  /** Of the signed-in person, the oldest first. */
  mine: KeptReceipt[];
  /** Of colleagues who have used this device: they send theirs. */
  others: KeptReceipt[];
  waiting: number;
  refused: number;
  keep: (receipt: KeptReceipt) => Promise<void>;
  drop: (key: string) => Promise<void>;
}

export function useKept(): Kept {
  const { staffId } = useMe();
  const cache = useQueryClient();
  const connected = useConnected();
  const [all, setAll] = useState<KeptReceipt[]>([]);
  const look = useCallback(() => void listKept().then(setAll, () => setAll([])), []);
  useEffect(() => {
    look();
    return whenKeptChanges(look);
  }, [look]);

  const mine = all.filter((each) => each.staffId === staffId);
  const waiting = mine.filter((each) => each.state === 'waiting').length;
  const send = useEffectEvent(() => {
    // What cannot be sent now is tried again; it is kept until it is settled.
    void sendKept(staffId)
      .catch(() => undefined)
      .then(() => readAnew(cache, [tillRoutes.listReceipts]));
  });
  useEffect(() => {
    if (!connected || waiting === 0) return;
    send();
    const timer = setInterval(() => send(), TRY_EVERY_MS);
    return () => clearInterval(timer);
  }, [connected, waiting]);
  const backAgain = useEffectEvent(() => void cache.invalidateQueries({ queryKey: sessionQuery.queryKey }));
  useEffect(() => {
    // Who we are was remembered while nobody could be asked.
    if (connected) backAgain();
  }, [connected]);

  return {
    connected,
    mine,
    others: all.filter((each) => each.staffId !== staffId && each.state === 'waiting'),
    waiting,
    refused: mine.filter((each) => each.state === 'refused').length,
    keep: (receipt) => keepReceipts([receipt]),
    drop: (key) => dropReceipts([key]),
  };
}
