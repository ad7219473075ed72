// The till: for a phone or a tablet at the counter, one column, one thumb, or a USB scanner and no hands at all.
import { useState } from 'react';
import { useMe } from '../session/session-query.ts';
import { CardsPanel } from './cards-panel.tsx';
import { ChooseTill } from './choose-till.tsx';
import { type ChosenTill, useChosenTill } from './chosen-till.ts';
import { CounterPanel } from './counter-panel.tsx';
import { MorePanel } from './more-panel.tsx';
import { FreshBar } from './offline/fresh-bar.tsx';
import { KeptBar } from './offline/kept-bar.tsx';
import { KeptPanel } from './offline/kept-panel.tsx';
import type { KeptReceipt } from './offline/kept-receipt.ts';
import { useKept } from './offline/use-kept.ts';
import { RegisterPanel } from './register-panel.tsx';
import { ReturnPanel } from './return-panel.tsx';
import { RewardPanel } from './reward-panel.tsx';
import { Selling } from './selling.tsx';
import { ShiftPanel } from './shift-panel.tsx';
import css from './till.module.css';
import { TillBar } from './till-bar.tsx';
import type { Place } from './till-places.ts';
import { UndoPanel } from './undo-panel.tsx';
import { useOpenShift } from './use-open-shift.ts';
import { useTill } from './use-till.ts';

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

function TillAtWork({ chosen, onLeave }: { chosen: ChosenTill; onLeave: () => void }) {
  const till = useTill(chosen);
  const selling = till.state.step === 'sale' || till.state.step === 'offline';
  const shift = useOpenShift(chosen, { selling });
  const kept = useKept();
  const [place, go] = useState<Place>({ at: 'sale' });
  const toTill = () => go({ at: 'sale' });
  const toMore = () => go({ at: 'more' });
  const mend = ({ receiptNumber, amountMinor }: KeptReceipt) => {
    const amount = (amountMinor / 100).toFixed(2).replace('.', ',');
    till.dispatch({ happened: 'took up again', draft: { receiptNumber, amount, burn: '' } });
    toTill();
  };
  return (
    <div className={css.screen}>
      <TillBar chosen={chosen} onLeave={onLeave} />
      <KeptBar kept={kept} onLook={() => go({ at: 'kept' })} />
      <FreshBar idle={place.at === 'sale' && till.state.step === 'scan'} />
      <main className={css.column}>
        {place.at === 'sale' && <Selling till={till} chosen={chosen} waiting={kept.waiting} onGo={go} />}
        {place.at === 'return' && <ReturnPanel chosen={chosen} number={place.number} onBack={toTill} />}
        {place.at === 'undo' && (
          <UndoPanel chosen={chosen} onBack={toTill} onReturn={(number) => go({ at: 'return', number })} />
        )}
        {place.at === 'more' && <MorePanel onGo={go} onBack={toTill} />}
        {place.at === 'kept' && <KeptPanel kept={kept} onMend={mend} onBack={toTill} />}
        {place.at === 'reward' && <RewardPanel chosen={chosen} code={place.code} onBack={toTill} />}
        {place.at === 'cards' && <CardsPanel chosen={chosen} onBack={toMore} onDone={toTill} />}
        {place.at === 'register' && <RegisterPanel chosen={chosen} onBack={toMore} onDone={toTill} />}
        {place.at === 'counter' && <CounterPanel chosen={chosen} onBack={toMore} />}
        {place.at === 'shift' && <ShiftPanel shiftId={shift.shiftId} onBack={toMore} />}
      </main>
    </div>
  );
}
