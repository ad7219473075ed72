import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import { AudienceField } from '../segments/audience-field.tsx';
import { ControlGroupField } from './control-group-field.tsx';
import type { Section } from './use-campaign-draft.ts';
import { VariantsField } from './variants-field.tsx';

/** To whom it goes, who is left alone to compare with, and who gets which variant. */
export function AudienceSection({
  draft,
  onChange,
  unfinished,
  onUnfinished,
}: Section & {
  /** The condition on the screen is not whole, so that the one before it still stands in the draft. */
  unfinished: boolean;
  onUnfinished: (unfinished: boolean) => void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(draft.audienceWhere !== null);
  return (
    <Sheet title={t('plan.section.audience')}>
      <Stack gap="lg">
        <div>
          <SegmentedControl
            aria-label={t('plan.section.audience')}
            data={[
              { value: 'all', label: t('plan.audience.all') },
              { value: 'some', label: t('plan.audience.some') },
            ]}
            value={chosen ? 'some' : 'all'}
            onChange={(next) => {
              setChosen(next === 'some');
              onUnfinished(false);
              if (next === 'all') onChange({ audienceWhere: null });
            }}
            mb="xs"
          />
          {chosen ? (
            <AudienceField
              value={draft.audienceWhere}
              label={t('plan.section.audience')}
              onChange={(condition) => {
                onUnfinished(condition === undefined);
                if (condition !== undefined) onChange({ audienceWhere: condition });
              }}
            />
          ) : (
            <Text size="sm" c="dimmed">
              {t('plan.audience.everybody')}
            </Text>
          )}
          {unfinished && (
            <Text size="sm" c="orange" role="status" mt="xs">
              {t('plan.audience.unfinished')}
            </Text>
          )}
        </div>
        <ControlGroupField
          percent={draft.controlPercent}
          onChange={(controlPercent) => onChange({ controlPercent })}
        />
        <VariantsField variants={draft.variants} onChange={(variants) => onChange({ variants })} />
      </Stack>
    </Sheet>
  );
}
