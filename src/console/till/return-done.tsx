import { useTranslation } from 'react-i18next';
import type { ReturnShown } from '#src/contract/till-returns.ts';
import { useFormats } from '../parts/formats.ts';
import { DoneScreen } from './done-screen.tsx';
import css from './outcome.module.css';
import { useReturnWords } from './return-words.ts';

const GOES_AFTER_MS = 20_000;

/** Booked: how much money to hand over, and what became of the points. */
export function ReturnDone({ shown, onDone }: { shown: ReturnShown; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useReturnWords()(shown);
  const title = t(shown.moneyBackMinor > 0 ? 'till.back.done' : 'till.back.doneNone');
  const money = shown.moneyBackMinor > 0 ? format.money(shown.moneyBackMinor) : '';
  const balance = t('till.outcome.balance', { count: shown.balance });
  return (
    <DoneScreen
      spoken={[title, money, ...words, balance].join('. ')}
      goesAfterMs={GOES_AFTER_MS}
      onDone={onDone}
    >
      <span className={css.title}>{title}</span>
      {money !== '' && <span className={css.pay}>{money}</span>}
      {words.map((each) => (
        <span key={each} className={css.words}>
          {each}
        </span>
      ))}
      <span className={css.note}>{balance}</span>
      {shown.replayed && <span className={css.note}>{t('till.back.replayed')}</span>}
    </DoneScreen>
  );
}
