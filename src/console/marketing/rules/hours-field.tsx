import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValidHours } from '#src/contract/rules.ts';
import css from './builder.module.css';
import { nodeId } from './condition-tree.ts';
import { WeekdayChips } from './weekday-chips.tsx';

const WORKING_DAYS = [1, 2, 3, 4, 5];
const WHOLE_DAY = { from: '00:00', until: '00:00' };

/** At which hours of which days a rule holds. An end before the beginning runs over midnight; `daysOnly`: whole days. */
export function HoursField({
  value,
  daysOnly = false,
  onChange,
}: {
  value: ValidHours[];
  daysOnly?: boolean;
  onChange: (value: ValidHours[]) => void;
}) {
  const { t } = useTranslation();
  const [ids, setIds] = useState(() => value.map(() => nodeId()));
  const add = () => {
    setIds([...ids, nodeId()]);
    const times = daysOnly ? WHOLE_DAY : { from: '09:00', until: '12:00' };
    onChange([...value, { days: WORKING_DAYS, ...times }]);
  };
  const remove = (at: number) => {
    setIds(ids.filter((_, i) => i !== at));
    onChange(value.filter((_, i) => i !== at));
  };
  const change = (at: number, part: Partial<ValidHours>) =>
    onChange(value.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t(daysOnly ? 'rules.hours.daysLabel' : 'rules.hours.label')}
      </Text>
      {value.map((hours, at) => (
        <div key={ids[at] ?? at} className={css.hours}>
          <WeekdayChips
            label={t('rules.hours.days')}
            value={hours.days}
            onChange={(days) => change(at, { days })}
          />
          <Group gap="xs" wrap="nowrap">
            {!daysOnly && (
              <>
                <TextInput
                  type="time"
                  aria-label={t('rules.hours.from')}
                  value={hours.from}
                  onChange={(event) => change(at, { from: event.currentTarget.value })}
                />
                <span aria-hidden>–</span>
                <TextInput
                  type="time"
                  aria-label={t('rules.hours.until')}
                  value={hours.until}
                  onChange={(event) => change(at, { until: event.currentTarget.value })}
                />
              </>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t(daysOnly ? 'rules.hours.removeDays' : 'rules.hours.remove')}
              onClick={() => remove(at)}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        </div>
      ))}
      {!(daysOnly && value.length > 0) && (
        <Button
          size="compact-sm"
          variant="light"
          w="max-content"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={add}
        >
          {t(daysOnly ? 'rules.hours.addDays' : 'rules.hours.add')}
        </Button>
      )}
    </Stack>
  );
}
