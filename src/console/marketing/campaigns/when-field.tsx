import { Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../session/session-query.ts';
import { toInstant, toWallClock } from '../rules/wall-clock.ts';

type When = { sendFrom?: string | null; sendUntil?: string | null };

/** By the clock of the shop; left empty, at once and without an end. */
export function WhenField({
  from,
  until,
  onChange,
}: {
  from: string | null;
  until: string | null;
  onChange: (when: When) => void;
}) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const field = (name: keyof When, instant: string | null) => (
    <TextInput
      label={t(`plan.when.${name}`)}
      description={t(`plan.when.${name}Hint`)}
      type="datetime-local"
      value={instant === null ? '' : toWallClock(instant, shop.timeZone)}
      onChange={(event) => onChange({ [name]: toInstant(event.currentTarget.value, shop.timeZone) })}
      flex={1}
      miw={230}
    />
  );
  return (
    <Group gap="md" align="start">
      {field('sendFrom', from)}
      {field('sendUntil', until)}
    </Group>
  );
}
