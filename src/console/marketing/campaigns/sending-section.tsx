import { Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Sheet } from '../../parts/page.tsx';
import { CascadeField } from './cascade-field.tsx';
import { EstimateFigures } from './estimate-figures.tsx';
import { RoomField } from './room-field.tsx';
import { SendModeField } from './send-mode-field.tsx';
import type { Section } from './use-campaign-draft.ts';
import { WhenField } from './when-field.tsx';

/** When it goes out and by which ways, with what each way comes to. */
export function SendingSection({ campaignId, draft, onChange }: Section) {
  const { t } = useTranslation();
  const estimate = useQuery({
    ...reading(campaignPlanRoutes.estimateCampaign, { params: { campaignId: campaignId ?? '' } }),
    enabled: campaignId !== null,
    placeholderData: keepPreviousData,
  });
  return (
    <Sheet title={t('plan.section.sending')}>
      <Stack gap="lg">
        <WhenField from={draft.sendFrom} until={draft.sendUntil} onChange={onChange} />
        <SendModeField draft={draft} estimate={estimate.data} onChange={onChange} />
        <CascadeField draft={draft} onChange={onChange} />
        <RoomField draft={draft} onChange={onChange} />
        <FailureNote failure={estimate.error} onRetry={() => void estimate.refetch()} />
        {campaignId === null ? (
          <Text c="dimmed">{t('plan.sending.saveFirst')}</Text>
        ) : (
          estimate.data && <EstimateFigures estimate={estimate.data} />
        )}
      </Stack>
    </Sheet>
  );
}
