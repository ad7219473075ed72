// What was typed last in an editor that saves by itself, when it is left before that has happened.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { askBeforeClosing } from '../parts/ask-before-closing.ts';

/** Calls `send` when the editor is left or its tab hidden, and has the browser ask before it is closed over unsaved words. */
export function useLastWords(isUnsaved: boolean, send: (isLeft: boolean) => void): void {
  const sendNow = useEffectEvent(send);
  useEffect(() => {
    if (!isUnsaved) return;
    // While the browser asks, the words are on their way.
    const closing = () => sendNow(false);
    window.addEventListener('beforeunload', closing);
    const letClose = askBeforeClosing();
    return () => {
      window.removeEventListener('beforeunload', closing);
      letClose();
    };
  }, [isUnsaved]);
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') sendNow(false);
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      sendNow(true);
    };
  }, []);
}

/** Has whoever comes back at once wait for what is still being saved: what was read before is older. */
export function readAfter<T>(
  cache: QueryClient,
  { queryKey, saving, read }: { queryKey: QueryKey; saving: Promise<T | null>; read: () => Promise<T> },
): void {
  const filter = { queryKey, exact: true };
  const known = cache.getQueryCache().find(filter);
  // They are back already.
  if (known && known.getObserversCount() > 0) return;
  cache.removeQueries(filter);
  const queryFn = async () => (await saving) ?? (await read());
  void cache.prefetchQuery({ queryKey, queryFn });
}
