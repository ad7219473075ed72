import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '#src/contract/rules.ts';
import { NumberField } from './number-field.tsx';

const TRIGGERS = ['receipt', 'return', 'registration', 'birthday', 'tier', 'daily', 'event'] as const;

/** When the rule is asked at all. */
export function TriggerField({ value, onChange }: { value: Trigger; onChange: (value: Trigger) => void }) {
  const { t } = useTranslation();
  const choose = (on: string | null) => {
    if (on === 'birthday') onChange({ on, daysBefore: 0 });
    else if (on === 'event') onChange({ on, name: '' });
    else if (on === 'receipt' || on === 'return' || on === 'registration' || on === 'tier' || on === 'daily')
      onChange({ on });
  };
  return (
    <Group align="flex-start" gap="sm">
      <Select
        aria-label={t('rules.trigger.label')}
        data={TRIGGERS.map((one) => ({ value: one, label: t(`rules.trigger.${one}`) }))}
        value={value.on}
        onChange={choose}
        allowDeselect={false}
        flex="1 1 220px"
        maw={380}
      />
      {value.on === 'birthday' && (
        <NumberField
          aria-label={t('rules.trigger.daysBefore')}
          description={t('rules.trigger.daysBefore')}
          value={value.daysBefore}
          max={60}
          onChange={(daysBefore) => onChange({ on: 'birthday', daysBefore: daysBefore ?? 0 })}
          w={200}
        />
      )}
      {value.on === 'event' && (
        <TextInput
          aria-label={t('rules.trigger.eventName')}
          description={t('rules.trigger.eventName')}
          value={value.name}
          maxLength={60}
          onChange={(event) => onChange({ on: 'event', name: event.currentTarget.value })}
          flex="1 1 180px"
          maw={260}
        />
      )}
    </Group>
  );
}
