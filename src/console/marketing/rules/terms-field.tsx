import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LotTerms } from '#src/contract/rules.ts';
import css from './builder.module.css';
import { NumberField } from './number-field.tsx';

type Pending = 'usual' | 'now' | 'hours' | 'days' | 'action';
type Life = 'usual' | 'never' | 'months';

/** When the points of an effect become active and how long they live, where that differs from the usual. */
export function TermsField({
  value,
  onChange,
}: {
  value: LotTerms | undefined;
  onChange: (value: LotTerms | undefined) => void;
}) {
  const { t } = useTranslation();
  const pending = value?.pending;
  const how = howOf(pending);
  const lifeMonths = value?.lifeMonths;
  const life: Life = lifeMonths === undefined ? 'usual' : lifeMonths === null ? 'never' : 'months';
  const put = (next: LotTerms) => onChange(Object.keys(next).length === 0 ? undefined : next);
  const { pending: _pending, ...withoutPending } = value ?? {};
  const { lifeMonths: _life, ...withoutLife } = value ?? {};
  const setHow = (next: string | null) => {
    if (next === 'hours') put({ ...value, pending: { hours: 24 } });
    else if (next === 'days') put({ ...value, pending: { days: 14 } });
    else if (next === 'action') put({ ...value, pending: { action: 'confirmed' } });
    else if (next === 'now') put({ ...value, pending: null });
    else put(withoutPending);
  };
  const setLife = (next: string | null) => {
    if (next === 'months') put({ ...value, lifeMonths: 3 });
    else if (next === 'never') put({ ...value, lifeMonths: null });
    else put(withoutLife);
  };
  return (
    <div className={css.fields}>
      <Select
        label={t('rules.terms.pending')}
        data={(['usual', 'now', 'hours', 'days', 'action'] as const).map((one) => ({
          value: one,
          label: t(`rules.terms.pendingKind.${one}`),
        }))}
        value={how}
        onChange={setHow}
        allowDeselect={false}
      />
      {pending && 'hours' in pending && (
        <NumberField
          label={t('rules.terms.hours')}
          value={pending.hours}
          min={1}
          onChange={(hours) => put({ ...value, pending: { hours: hours ?? 1 } })}
        />
      )}
      {pending && 'days' in pending && (
        <NumberField
          label={t('rules.terms.days')}
          value={pending.days}
          min={1}
          onChange={(days) => put({ ...value, pending: { days: days ?? 1 } })}
        />
      )}
      {pending && 'action' in pending && (
        <TextInput
          label={t('rules.terms.action')}
          value={pending.action}
          onChange={(event) => put({ ...value, pending: { action: event.currentTarget.value } })}
        />
      )}
      <Select
        label={t('rules.terms.life')}
        data={(['usual', 'months', 'never'] as const).map((one) => ({
          value: one,
          label: t(`rules.terms.lifeKind.${one}`),
        }))}
        value={life}
        onChange={setLife}
        allowDeselect={false}
      />
      {typeof lifeMonths === 'number' && (
        <NumberField
          label={t('rules.terms.months')}
          value={lifeMonths}
          min={1}
          onChange={(months) => put({ ...value, lifeMonths: months ?? 1 })}
        />
      )}
    </div>
  );
}

function howOf(pending: LotTerms['pending']): Pending {
  if (pending === undefined) return 'usual';
  if (pending === null) return 'now';
  if ('hours' in pending) return 'hours';
  return 'days' in pending ? 'days' : 'action';
}
