// The till: for a phone or a tablet at the counter, one column, one thumb, or a USB scanner and no hands at all.
import { useEffect, useEffectEvent, useState } from 'react';
import { useMe } from '../session/session-query.ts';
import { ChooseTill } from './choose-till.tsx';
import { useChosenTill } from './chosen-till.ts';
import { OutcomeStep } from './outcome-step.tsx';
import { RefusedStep } from './refused-step.tsx';
import { SaleStep } from './sale-step.tsx';
import { ScanStep } from './scan-step.tsx';
import { useSignals } from './signals.ts';
import css from './till.module.css';
import { TillBar } from './till-bar.tsx';
import { useScanner } from './use-scanner.ts';
import { useTill } from './use-till.ts';
import { WaitingStep } from './waiting-step.tsx';

/** A scan is looked up anew this long before it grows too old. */
const RENEW_BEFORE_MS = 5_000;

export function TillScreen() {
  const me = useMe();
  const { chosen, choose, leave } = useChosenTill(me);
  if (!chosen) {
    return (
      <div className={css.screen}>
        <TillBar chosen={null} onLeave={leave} />
        <ChooseTill onChoose={choose} />
      </div>
    );
  }
  return <TillAtWork key={`${chosen.storeId} ${chosen.tillId}`} chosen={chosen} onLeave={leave} />;
}

function TillAtWork({
  chosen,
  onLeave,
}: {
  chosen: { storeId: string; tillId: string };
  onLeave: () => void;
}) {
  const till = useTill(chosen);
  const { state } = till;
  // Once asked for, the camera opens by itself for the next card.
  const [camera, setCamera] = useState(false);
  useScanner((code) => void till.find(code));
  useSignals(state);
  const renew = useEffectEvent(till.renew);
  const goodUntil = state.step === 'sale' ? state.member.ticketExpiresAt : null;
  useEffect(() => {
    if (goodUntil === null) return;
    const timer = setTimeout(
      () => renew(),
      Math.max(0, Date.parse(goodUntil) - Date.now() - RENEW_BEFORE_MS),
    );
    return () => clearTimeout(timer);
  }, [goodUntil]);
  return (
    <div className={css.screen}>
      <TillBar chosen={chosen} onLeave={onLeave} />
      <main className={css.column}>
        {state.step === 'scan' && (
          <ScanStep till={till} chosen={chosen} camera={camera} onCamera={setCamera} />
        )}
        {state.step === 'sale' && <SaleStep till={till} sale={state} />}
        {state.step === 'waiting' && <WaitingStep till={till} waiting={state} />}
      </main>
      {state.step === 'accepted' && (
        <OutcomeStep accepted={state} onDone={() => till.dispatch({ happened: 'began anew' })} />
      )}
      {state.step === 'refused' && <RefusedStep till={till} refused={state} />}
    </div>
  );
}
