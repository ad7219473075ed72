import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type QuestResults, questResultRoutes } from '#src/contract/quest-results.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { FormWindow } from '../../../parts/form-window.tsx';
import { symbolOf } from '../../../parts/formats.ts';
import { useMe } from '../../../session/session-query.ts';

/** By what the quest is judged. */
export function TermsWindow({
  questId,
  results,
  onClose,
}: {
  questId: string;
  results: QuestResults;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const [days, setDays] = useState<number | string>(results.daysAfter);
  const [margin, setMargin] = useState<number | string>(results.marginPercent);
  const [cost, setCost] = useState<number | string>(results.costMinor / 100);
  const change = useWriting(questResultRoutes.changeTerms, { stale: [questResultRoutes.readResults] });
  const ready = typeof days === 'number' && typeof margin === 'number' && typeof cost === 'number';
  const save = () => {
    if (!ready) return;
    const body = { daysAfter: days, marginPercent: margin, costMinor: Math.round(cost * 100) };
    change.mutate({ params: { questId }, body }, { onSuccess: onClose });
  };
  return (
    <FormWindow
      title={t('results.terms.title')}
      submit={t('common.save')}
      busy={change.isPending}
      ready={ready}
      failure={change.error}
      onSubmit={save}
      onClose={onClose}
    >
      <NumberInput
        label={t('questLive.result.terms.days')}
        description={t('questLive.result.terms.daysHint')}
        value={days}
        onChange={setDays}
        min={0}
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
        label={t('questLive.result.terms.cost')}
        description={t('questLive.result.terms.costHint')}
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
