import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import { ControlGroupField } from './control-group-field.tsx';
import type { Section } from './use-campaign-draft.ts';
import { VariantsField } from './variants-field.tsx';

/** To whom it goes, who is left alone to compare with, and who gets which variant. */
export function AudienceSection({ draft, onChange }: Section) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('plan.section.audience')}>
      <Stack gap="lg">
        <Text>{t('plan.audience.everybody')}</Text>
        <ControlGroupField
          percent={draft.controlPercent}
          onChange={(controlPercent) => onChange({ controlPercent })}
        />
        <VariantsField variants={draft.variants} onChange={(variants) => onChange({ variants })} />
      </Stack>
    </Sheet>
  );
}
