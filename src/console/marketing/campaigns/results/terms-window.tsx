import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormWindow } from '../../../parts/form-window.tsx';
import { symbolOf } from '../../../parts/formats.ts';
import { useMe } from '../../../session/session-query.ts';

export interface ResultTerms {
  days: number;
  marginPercent: number;
  costMinor: number;
}

/** By what a campaign or a quest is judged; `words` say which days count, and what cost is meant. */
export function TermsWindow({
  terms,
  leastDays,
  words,
  saving,
  onSave,
  onClose,
}: {
  terms: ResultTerms;
  leastDays: number;
  words: { days: string; daysHint: string; cost: string; costHint: string };
  saving: { isPending: boolean; error: Error | null };
  onSave: (terms: ResultTerms) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const [days, setDays] = useState<number | string>(terms.days);
  const [margin, setMargin] = useState<number | string>(terms.marginPercent);
  const [cost, setCost] = useState<number | string>(terms.costMinor / 100);
  const ready = typeof days === 'number' && typeof margin === 'number' && typeof cost === 'number';
  return (
    <FormWindow
      title={t('results.terms.title')}
      submit={t('common.save')}
      busy={saving.isPending}
      ready={ready}
      failure={saving.error}
      onSubmit={() => ready && onSave({ days, marginPercent: margin, costMinor: Math.round(cost * 100) })}
      onClose={onClose}
    >
      <NumberInput
        label={words.days}
        description={words.daysHint}
        value={days}
        onChange={setDays}
        min={leastDays}
        max={90}
        allowDecimal={false}
      />
      <NumberInput
        label={t('results.terms.margin')}
        description={t('results.terms.marginHint')}
        value={margin}
        onChange={setMargin}
        min={0}
        max={100}
        suffix=" %"
        allowDecimal={false}
      />
      <NumberInput
        label={words.cost}
        description={words.costHint}
        value={cost}
        onChange={setCost}
        min={0}
        decimalScale={2}
        thousandSeparator={'\u00a0'}
        suffix={` ${symbolOf(shop.moneyCurrency)}`}
      />
    </FormWindow>
  );
}
