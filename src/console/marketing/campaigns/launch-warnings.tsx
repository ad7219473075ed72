import { Alert, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignEstimate } from '#src/contract/campaign-plan.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import { says } from './content-draft.ts';
import type { CampaignDraft } from './use-campaign-draft.ts';

/** What its author may have overlooked; none of it keeps the campaign from leaving. */
export function LaunchWarnings({ draft, estimate }: { draft: CampaignDraft; estimate: CampaignEstimate }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { needed, audience, byLanguage } = estimate;
  const warnings: string[] = [];
  if (draft.controlPercent === 0) warnings.push(t('plan.control.none'));
  if (needed !== null && audience < needed)
    warnings.push(t('plan.warning.small', { needed: format.number(needed) }));
  for (const language of LANGUAGES)
    if (!says(draft.content, language) && byLanguage[language] > 0)
      warnings.push(
        t('plan.warning.language', {
          language: LANGUAGE_NAMES[language],
          count: byLanguage[language],
        }),
      );
  if (warnings.length === 0) return null;
  return (
    <Alert color="orange" mt="sm" p="sm">
      <List size="sm" spacing={4}>
        {warnings.map((warning) => (
          <List.Item key={warning}>{warning}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
