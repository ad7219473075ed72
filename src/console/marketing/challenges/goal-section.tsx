import { Alert, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { symbolOf } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import css from '../editor.module.css';
import { Disclosure } from '../rules/disclosure.tsx';
import { ProductChoice } from '../rules/product-choice.tsx';
import { WeekdayChips } from '../rules/weekday-chips.tsx';
import { segmentBuilderQuery } from '../segments/use-segment-words.ts';
import type { FormProps } from './challenge-editor.tsx';
import { NO_FILTER } from './filter-form.ts';
import { GOALS } from './goal-form.ts';

/** What is counted, and which purchases are. */
export function GoalSection({ form, setForm, fixed }: FormProps) {
  const { t } = useTranslation();
  const { goal } = form;
  return (
    <Sheet title={t('challenges.part.goal')}>
      <fieldset className={css.stack} disabled={fixed} style={{ border: 0, margin: 0, padding: 0 }}>
        <Select
          label={t('challenges.goal')}
          data={GOALS.map((value) => ({ value, label: t(`challenges.goals.${value.replace('.', '_')}`) }))}
          value={goal}
          allowDeselect={false}
          onChange={(next) =>
            setForm({ ...form, goal: GOALS.find((each) => each === next) ?? goal, set: [] })
          }
          disabled={fixed}
        />
        {goal.startsWith('set.') && <SetField form={form} setForm={setForm} fixed={fixed} />}
        {form.kept ? (
          <Alert variant="light" p="sm">
            {t('challenges.filterKept')}
          </Alert>
        ) : (
          <Filter form={form} setForm={setForm} fixed={fixed} />
        )}
      </fieldset>
    </Sheet>
  );
}

function useShopChoices() {
  const { data } = useQuery(segmentBuilderQuery);
  return {
    categories: (data?.categories ?? []).map(({ category }) => category),
    stores: (data?.stores ?? []).map(({ storeId, name }) => ({ value: storeId, label: name })),
  };
}

/** Each of these at least once. */
function SetField({ form, setForm, fixed }: FormProps) {
  const { t } = useTranslation();
  const { categories, stores } = useShopChoices();
  const choose = { value: form.set, onChange: (set: string[]) => setForm({ ...form, set }) };
  if (form.goal === 'set.skus') return <ProductChoice label={t('challenges.set')} {...choose} />;
  return (
    <MultiSelect
      label={t('challenges.set')}
      data={form.goal === 'set.stores' ? stores : categories}
      searchable
      hidePickedOptions
      disabled={fixed}
      {...choose}
    />
  );
}

function Filter({ form, setForm, fixed }: FormProps) {
  const { t } = useTranslation();
  const { categories, stores } = useShopChoices();
  const { moneyCurrency } = useMe().shop;
  const { filter } = form;
  const set = (change: Partial<typeof filter>) => setForm({ ...form, filter: { ...filter, ...change } });
  const isUsed = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  const any = (list: unknown[]) => (list.length === 0 ? t('challenges.any') : undefined);
  return (
    <Disclosure title={t('challenges.filter')} note={t('challenges.filterNone')} opened={isUsed}>
      <div className={css.stack}>
        <MultiSelect
          label={t('challenges.categories')}
          placeholder={any(filter.categories)}
          data={categories}
          value={filter.categories}
          onChange={(value) => set({ categories: value })}
          searchable
          hidePickedOptions
          disabled={fixed}
        />
        <ProductChoice label={t('challenges.skus')} value={filter.skus} onChange={(skus) => set({ skus })} />
        <MultiSelect
          label={t('challenges.stores')}
          placeholder={any(filter.storeIds)}
          data={stores}
          value={filter.storeIds}
          onChange={(storeIds) => set({ storeIds })}
          searchable
          hidePickedOptions
          disabled={fixed}
        />
        <WeekdayChips
          label={t('challenges.weekdays')}
          value={filter.weekdays}
          onChange={(weekdays) => set({ weekdays })}
        />
        <div className={css.pair}>
          <TextInput
            type="time"
            label={t('challenges.fromTime')}
            value={filter.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t('challenges.untilTime')}
            value={filter.until}
            onChange={(event) => set({ until: event.currentTarget.value })}
          />
          <NumberInput
            label={t('challenges.least')}
            value={filter.least}
            min={0}
            allowNegative={false}
            suffix={` ${symbolOf(moneyCurrency)}`}
            onChange={(value) => set({ least: typeof value === 'number' ? value : '' })}
          />
        </div>
      </div>
    </Disclosure>
  );
}
