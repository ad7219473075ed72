import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../session/session-query.ts';
import css from './builder.module.css';
import { toInstant, toWallClock } from './wall-clock.ts';

/** From when and until when a rule holds, by the clock of the shop; left empty, always. */
export function BoundsDates({
  from,
  until,
  onChange,
}: {
  from: string | null;
  until: string | null;
  onChange: (dates: { validFrom?: string | null; validUntil?: string | null }) => void;
}) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const field = (name: 'validFrom' | 'validUntil', instant: string | null) => (
    <TextInput
      label={t(`rules.bounds.${name}`)}
      type="datetime-local"
      value={instant === null ? '' : toWallClock(instant, shop.timeZone)}
      onChange={(event) => onChange({ [name]: toInstant(event.currentTarget.value, shop.timeZone) })}
    />
  );
  return (
    <div className={css.fields}>
      {field('validFrom', from)}
      {field('validUntil', until)}
    </div>
  );
}
