// The till: for a phone or a tablet at the counter, one column, one thumb, or a USB scanner and no hands at all.
import { useState } from 'react';
import { useMe } from '../session/session-query.ts';
import { ChooseTill } from './choose-till.tsx';
import { useChosenTill } from './chosen-till.ts';
import { OutcomeStep } from './outcome-step.tsx';
import { RefusedStep } from './refused-step.tsx';
import { SaleStep } from './sale-step.tsx';
import { ScanStep } from './scan-step.tsx';
import { useSignals } from './signals.ts';
import { TillBar } from './till-bar.tsx';
import css from './till.module.css';
import { useScanner } from './use-scanner.ts';
import { useTill } from './use-till.ts';
import { WaitingStep } from './waiting-step.tsx';

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

function TillAtWork({ chosen, onLeave }: { chosen: { storeId: string; tillId: string }; onLeave: () => void }) {
  const till = useTill(chosen);
  const { state } = till;
  // Once asked for, the camera opens by itself for the next card.
  const [camera, setCamera] = useState(false);
  useScanner((code) => void till.find(code));
  useSignals(state);
  return (
    <div className={css.screen}>
      <TillBar chosen={chosen} onLeave={onLeave} />
      <main className={css.column}>
        {state.step === 'scan' && <ScanStep till={till} chosen={chosen} camera={camera} onCamera={setCamera} />}
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
