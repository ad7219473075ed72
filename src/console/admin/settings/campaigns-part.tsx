import { NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignSettings, campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { shownLanguage } from '../../i18n.ts';
import { Answer } from '../../parts/answer.tsx';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useEdits } from './use-edits.ts';
import { OptionalNumber } from './whole-number.tsx';

/** From which size on a second person has to agree to a campaign, and what its messages cost. */
export function CampaignsPart() {
  const read = useQuery(reading(campaignPlanRoutes.readCampaignSettings, {}));
  return <Answer of={read}>{(settings) => <CampaignsForm before={settings} />}</Answer>;
}

const MICROS = 1_000_000;

function CampaignsForm({ before }: { before: CampaignSettings }) {
  const { t } = useTranslation();
  const { next, set, changed, untouched, drop } = useEdits(before);
  const change = useWriting(campaignPlanRoutes.changeCampaignSettings, {
    stale: [campaignPlanRoutes.readCampaignSettings, campaignPlanRoutes.estimateCampaign],
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ body: changed }, { onSuccess: drop });
  };
  const price = (name: 'viberPriceMicros' | 'smsPriceMicros', empty: number | null) => (
    <NumberInput
      label={t(`plan.settings.${name}`, { currency: next.priceCurrency })}
      description={t(`plan.settings.${name}Hint`)}
      placeholder={t('plan.settings.unknown')}
      value={next[name] === null ? '' : (next[name] ?? 0) / MICROS}
      onChange={(typed) => set({ [name]: typed === '' ? empty : Math.round(Number(typed) * MICROS) })}
      min={0}
      max={10}
      decimalScale={4}
      decimalSeparator={shownLanguage() === 'en' ? '.' : ','}
      allowedDecimalSeparators={[',', '.']}
      allowNegative={false}
    />
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Sheet title={t('plan.settings.approval')}>
          <OptionalNumber
            label={t('plan.settings.approvalPeople')}
            description={t('plan.settings.approvalPeopleHint')}
            placeholder={t('plan.settings.nobody')}
            value={next.approvalPeople}
            onChange={(approvalPeople) => set({ approvalPeople })}
          />
        </Sheet>
        <Sheet title={t('plan.settings.prices')}>
          <Text size="sm" c="dimmed" mb="sm">
            {t('plan.settings.pricesHint')}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {price('viberPriceMicros', 0)}
            {price('smsPriceMicros', null)}
          </SimpleGrid>
        </Sheet>
      </Stack>
      <SaveBar
        of={{
          untouched,
          saving: change.isPending,
          saved: change.isSuccess,
          failure: change.error,
        }}
      />
    </form>
  );
}
