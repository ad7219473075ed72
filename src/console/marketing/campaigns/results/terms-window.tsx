import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignResults, campaignResultRoutes } from '#src/contract/campaign-results.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { FormWindow } from '../../../parts/form-window.tsx';
import { symbolOf } from '../../../parts/formats.ts';
import { useMe } from '../../../session/session-query.ts';

/** By what the campaign is judged. */
export function TermsWindow({ results, onClose }: { results: CampaignResults; onClose: () => void }) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const [days, setDays] = useState<number | string>(results.attributionDays);
  const [margin, setMargin] = useState<number | string>(results.marginPercent);
  const [cost, setCost] = useState<number | string>(results.costMinor / 100);
  const change = useWriting(campaignResultRoutes.changeTerms, {
    stale: [campaignResultRoutes.readResults, campaignResultRoutes.listResults],
  });
  const ready = typeof days === 'number' && typeof margin === 'number' && typeof cost === 'number';
  const save = () => {
    if (!ready) return;
    const body = { attributionDays: days, marginPercent: margin, costMinor: Math.round(cost * 100) };
    change.mutate({ params: { campaignId: results.campaignId }, body }, { onSuccess: onClose });
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
        label={t('results.terms.days')}
        description={t('results.terms.daysHint')}
        value={days}
        onChange={setDays}
        min={1}
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
        label={t('results.terms.cost')}
        description={t('results.terms.costHint')}
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
