// Selling: from the card to the green screen. Whatever was typed waits here while the cashier does something else.

import { useEffect, useEffectEvent, useState } from 'react';
import { serverNow } from '../api/connection.ts';
import type { ChosenTill } from './chosen-till.ts';
import { DoBar } from './do-bar.tsx';
import { KeptStep } from './offline/kept-step.tsx';
import { OfflineStep } from './offline/offline-step.tsx';
import { OutcomeStep } from './outcome-step.tsx';
import { RefusedStep } from './refused-step.tsx';
import { isPickUpCode, looksLikeCoupon } from './sale-input.ts';
import { SaleStep } from './sale-step.tsx';
import { ScanStep } from './scan-step.tsx';
import { useSignals } from './signals.ts';
import type { Place } from './till-places.ts';
import { useScanner } from './use-scanner.ts';
import type { Till } from './use-till.ts';
import { WaitingStep } from './waiting-step.tsx';

/** A scan is looked up anew this long before it grows too old. */
const RENEW_BEFORE_MS = 5_000;

export function Selling({
  till,
  chosen,
  waiting,
  onGo,
}: {
  till: Till;
  chosen: ChosenTill;
  /** Receipts that wait for the network. */
  waiting: number;
  onGo: (place: Place) => void;
}) {
  const { state } = till;
  // Once asked for, the camera opens by itself for the next card.
  const [camera, setCamera] = useState(false);
  useScanner((code) => {
    if (isPickUpCode(code)) onGo({ at: 'reward', code });
    else if (state.step === 'sale' && looksLikeCoupon(code)) {
      const coupons = [...new Set([...(state.draft.coupons ?? []), code])];
      till.dispatch({ happened: 'typed', change: { coupons } });
    } else void till.find(code);
  });
  useSignals(state);
  const renew = useEffectEvent(till.renew);
  const goodUntil = state.step === 'sale' ? state.member.ticketExpiresAt : null;
  useEffect(() => {
    if (goodUntil === null) return;
    const timer = setTimeout(
      () => renew(),
      Math.max(0, Date.parse(goodUntil) - serverNow().getTime() - RENEW_BEFORE_MS),
    );
    return () => clearTimeout(timer);
  }, [goodUntil]);
  return (
    <>
      {state.step === 'scan' && (
        <>
          <ScanStep till={till} chosen={chosen} camera={camera} onCamera={setCamera} />
          <DoBar onGo={onGo} />
        </>
      )}
      {state.step === 'sale' && <SaleStep till={till} sale={state} />}
      {state.step === 'waiting' && <WaitingStep till={till} waiting={state} />}
      {state.step === 'offline' && <OfflineStep till={till} sale={state} />}
      {state.step === 'kept' && (
        <KeptStep kept={state} waiting={waiting} onDone={() => till.dispatch({ happened: 'began anew' })} />
      )}
      {state.step === 'accepted' && (
        <OutcomeStep accepted={state} onDone={() => till.dispatch({ happened: 'began anew' })} />
      )}
      {state.step === 'refused' && <RefusedStep till={till} refused={state} />}
    </>
  );
}
