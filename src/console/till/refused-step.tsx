import { useTranslation } from 'react-i18next';
import { AmberScreen } from './amber-screen.tsx';
import type { TillState } from './till-flow.ts';
import type { Till } from './use-till.ts';

/** Refusals in which somebody may be using a card that is not theirs. */
const GRAVE = new Set(['burn_refused_by_member', 'live_code_forged']);

/** The receipt, or the card, was refused: back to the receipt, or on with another card. */
export function RefusedStep({ till, refused }: { till: Till; refused: TillState & { step: 'refused' } }) {
  const { t } = useTranslation();
  const { why, back } = refused;
  const anew = { label: t('till.refused.scan'), onClick: () => till.dispatch({ happened: 'began anew' }) };
  const toReceipt = {
    label: t('till.refused.back'),
    onClick: () => till.dispatch({ happened: 'went back' }),
  };
  return (
    <AmberScreen
      words={why.message}
      grave={GRAVE.has(why.code)}
      main={back ? toReceipt : anew}
      second={back ? anew : undefined}
    />
  );
}
