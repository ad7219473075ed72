// An offer on the screen: what is typed is checked a moment later, and saved when its author says so.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferTold, offerRoutes } from '#src/contract/offers.ts';
import { segmentRoutes } from '#src/contract/segments.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { call } from '../../api/call.ts';
import { readAnew } from '../../api/read-anew.ts';
import { useMe } from '../../session/session-query.ts';
import { useFirstAddress } from '../newborn.ts';
import { telling } from '../rules/told-in-language.ts';
import { useLeftForm } from '../use-left-form.ts';
import { contentOf, type OfferForm } from './offer-form.ts';

const ASK_AFTER_MS = 300;

export function useOffer(offer: OfferTold | null, first: OfferForm, onCreated: (offerId: string) => void) {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const settle = useFirstAddress(onCreated);
  const [form, setForm] = useLeftForm(first, ({ name }) => name.trim() || t('offers.new'));
  const [saved, setSaved] = useState(() => JSON.stringify(first));
  const [stored, setStored] = useState(offer);
  // What this screen has done to the offer it has kept: anything newer comes from somebody else.
  const isBehind = offer !== null && stored !== null && offer.changedAt > stored.changedAt;
  const [failure, setFailure] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const content = contentOf(form);
  const text = JSON.stringify(content);
  const [asked] = useDebouncedValue(text, ASK_AFTER_MS);
  const body: Record<string, unknown> | null = JSON.parse(asked);
  const check = useQuery({
    ...telling(me, offerRoutes.checkOffer, { body: { content: body ?? {} } }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });
  const isSaved = stored !== null && JSON.stringify(form) === saved;
  const isComplete = content !== null && form.name.trim() !== '';

  function keep(next: OfferTold): void {
    setStored(next);
    const key = telling(me, offerRoutes.readOffer, { params: { offerId: next.offerId } }).queryKey;
    cache.setQueryData(key, next);
    void readAnew(cache, [offerRoutes.listOffers, segmentRoutes.readSegmentBuilder]);
  }

  /** Does it once; what was refused is shown. Null when it was. */
  async function attempt(work: () => Promise<OfferTold | null>): Promise<OfferTold | null> {
    setBusy(true);
    setFailure(null);
    try {
      return await work();
    } catch (error) {
      // Who was first is said in a note of its own.
      if (error instanceof ApiFailure && error.code === 'offer_changed')
        await readAnew(cache, [offerRoutes.readOffer]);
      else setFailure(error instanceof Error ? error : new Error(String(error)));
      return null;
    } finally {
      setBusy(false);
    }
  }

  async function write(over = stored): Promise<OfferTold | null> {
    if (!content || !isComplete) return null;
    if (isSaved && over === stored) return stored;
    const name = form.name.trim();
    const next = over
      ? await call(offerRoutes.saveOffer, {
          params: { offerId: over.offerId },
          body: { changedAt: over.changedAt, name, content },
        })
      : await call(offerRoutes.createOffer, { body: { name, content } });
    setSaved(JSON.stringify(form));
    keep(next);
    if (!stored) await settle(next.offerId, `/offers/${next.offerId}`);
    return next;
  }

  const save = () => attempt(write);
  /** Saves what is on the screen over what somebody else has made of the offer. */
  const saveMine = () => attempt(() => write(offer));
  /** Saves what is on the screen first, so that the server's copy is the newest. */
  const act = (route: typeof offerRoutes.publishOffer) =>
    attempt(async () => {
      const now = (isComplete ? await write() : null) ?? stored;
      if (!now) return null;
      const { offerId, changedAt } = now;
      const next = await call(route, { params: { offerId }, body: { changedAt } });
      keep(next);
      return next;
    });
  const checked = content === null ? null : (check.data ?? null);
  // Its figures move while it stays as it is.
  const shown = offer && offer.changedAt === stored?.changedAt ? offer : stored;
  const state = { isSaved, isComplete, isBehind, busy, failure, checked };
  return { form, setForm, stored: shown, ...state, save, saveMine, act };
}
