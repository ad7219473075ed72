import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import type { Section } from './use-campaign-draft.ts';

/** To whom it goes. */
export function AudienceSection(_section: Section) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('plan.section.audience')}>
      <Text>{t('plan.audience.everybody')}</Text>
    </Sheet>
  );
}
