import { Anchor, Autocomplete, Code, Group, Select, Stack, Text } from '@mantine/core';
import { createContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '#src/contract/rules.ts';
import css from './builder.module.css';
import { NumberField } from './number-field.tsx';
import { useRuleWords } from './rule-words.ts';

const TRIGGERS = ['receipt', 'return', 'registration', 'birthday', 'tier', 'daily', 'event'] as const;
const WAYS = ['up', 'down', 'any'] as const;

/** What the rule is asked on: the words for a receipt are others where goods come back. */
export const TriggerContext = createContext<Trigger['on'] | 'audience'>('receipt');

/** When the rule is asked at all. */
export function TriggerField({ value, onChange }: { value: Trigger; onChange: (value: Trigger) => void }) {
  const { t } = useTranslation();
  const choose = (on: string | null) => {
    if (on === 'birthday') onChange({ on, daysBefore: 0 });
    else if (on === 'event') onChange({ on, name: '' });
    else if (on === 'tier') onChange({ on, to: 'up' });
    else if (on === 'receipt' || on === 'return' || on === 'registration' || on === 'daily') onChange({ on });
  };
  return (
    <Stack gap="xs">
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
        {value.on === 'tier' && (
          <Select
            aria-label={t('rules.trigger.tierWay')}
            data={WAYS.map((one) => ({ value: one, label: t(`rules.trigger.tierTo.${one}`) }))}
            value={value.to ?? 'up'}
            onChange={(way) => onChange({ on: 'tier', to: WAYS.find((one) => one === way) ?? 'up' })}
            allowDeselect={false}
            w={200}
          />
        )}
        {value.on === 'event' && <EventName value={value.name} onChange={onChange} />}
      </Group>
      {value.on === 'event' && (
        <Text size="sm" c="dimmed">
          {t('rules.trigger.eventHow')} <Code className={css.call}>POST /api/v1/members/…/events</Code>{' '}
          <Anchor href="/api/reference" target="_blank" size="sm">
            {t('rules.trigger.eventReference')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

/** Names that have come before are offered; any other can be typed. */
function EventName({ value, onChange }: { value: string; onChange: (value: Trigger) => void }) {
  const { t } = useTranslation();
  const { builder } = useRuleWords();
  const said = new Map(
    builder.followed.flatMap(({ segmentId, name }) =>
      (['entered', 'left'] as const).map((way) => [
        `segment.${way}:${segmentId}`,
        t(`rules.trigger.segment.${way}`, { name }),
      ]),
    ),
  );
  return (
    <Autocomplete
      aria-label={t('rules.trigger.eventName')}
      description={said.get(value) ?? t('rules.trigger.eventName')}
      renderOption={({ option }) => said.get(option.value) ?? option.value}
      inputWrapperOrder={['input', 'description']}
      data={builder.events}
      value={value}
      maxLength={64}
      onChange={(name) => onChange({ on: 'event', name })}
      flex="1 1 180px"
      maw={260}
    />
  );
}
