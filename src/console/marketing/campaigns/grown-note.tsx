import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WaitingCampaign } from '#src/contract/campaign-plan.ts';

/** Why a campaign that somebody had agreed to did not begin at its time; nothing for any other. */
export function GrownNote({ campaign: { agreedAudience } }: { campaign: WaitingCampaign }) {
  const { t } = useTranslation();
  if (agreedAudience === null) return null;
  return (
    <Alert color="orange" p="sm" my="xs">
      {t('plan.approval.grown', { people: t('plan.approval.people', { count: agreedAudience }) })}
    </Alert>
  );
}
