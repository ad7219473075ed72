import { Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Period } from '#src/contract/rules.ts';
import { NumberField } from './number-field.tsx';

type Kind = 'ever' | 'today' | 'days' | 'months';

/** Over which time something is counted, back from the moment of the receipt. */
export function PeriodField({
  required,
  ahead = false,
  value,
  onChange,
}: {
  required: boolean;
  /** The time to come, and not the time before. */
  ahead?: boolean;
  value: Period | null;
  onChange: (value: Period | null) => void;
}) {
  const { t } = useTranslation();
  const kinds: Kind[] = required ? ['today', 'days', 'months'] : ['ever', 'today', 'days', 'months'];
  const kind: Kind =
    value === null ? 'ever' : value === 'today' ? 'today' : 'days' in value ? 'days' : 'months';
  const setKind = (next: string | null) => {
    if (next === 'ever') onChange(null);
    else if (next === 'today') onChange('today');
    else if (next === 'days') onChange({ days: 30 });
    else if (next === 'months') onChange({ months: 3 });
  };
  const count = value === null || value === 'today' ? null : 'days' in value ? value.days : value.months;
  return (
    <Group gap={6} wrap="nowrap" flex="1 1 190px" miw={0}>
      <Select
        aria-label={t('rules.period.label')}
        data={kinds.map((one) => ({
          value: one,
          label: t(`rules.period.${ahead ? 'ahead.' : ''}${one}`),
        }))}
        value={kind}
        onChange={setKind}
        allowDeselect={false}
        flex={1}
        miw={0}
      />
      {count !== null && (
        <NumberField
          aria-label={t('rules.period.count')}
          value={count}
          min={1}
          max={kind === 'months' ? 24 : 730}
          onChange={(next) => onChange(kind === 'months' ? { months: next ?? 1 } : { days: next ?? 1 })}
          w={64}
          flex="none"
        />
      )}
    </Group>
  );
}
