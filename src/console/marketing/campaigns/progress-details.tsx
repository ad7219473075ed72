import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignProgress } from '#src/contract/campaign-plan.ts';
import { useFormats } from '../../parts/formats.ts';

/** What is held and until when, and what came after the first try; nothing where there is neither. */
export function ProgressDetails({ progress }: { progress: CampaignProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { held, steps, nextStepAt } = progress;
  const said: string[] = [];
  if (held.quietHours > 0)
    said.push(t('plan.progress.quietHours', { people: format.number(held.quietHours) }));
  if (held.visit > 0) said.push(t('plan.progress.visit', { people: format.number(held.visit) }));
  for (const { step, sent, queued, failed, unknown, skipped } of steps)
    said.push(
      `${t('plan.progress.step', { step })}: ${t('plan.progress.stepCounts', {
        sent: format.number(sent + unknown),
        queued: format.number(queued),
        failed: format.number(failed),
        skipped: format.number(skipped),
      })}.`,
    );
  if (nextStepAt) said.push(t('plan.progress.nextStep', { moment: format.moment(nextStepAt) }));
  if (said.length === 0) return null;
  return (
    <Stack gap={4} mt="md">
      {said.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}
