import { MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Dispatch, SetStateAction } from 'react';
import { useTranslation } from 'react-i18next';
import { DESCRIPTION_MOST, NAME_MOST } from '#src/contract/rewards.ts';
import { Sheet } from '../../parts/page.tsx';
import { PictureField } from '../../parts/picture-field.tsx';
import { useTierName } from '../../parts/tier-name.ts';
import css from '../editor.module.css';
import { TextInLanguages } from '../rules/text-in-languages.tsx';
import type { RewardForm } from './reward-form.ts';
import own from './rewards.module.css';
import type { Catalogue } from './rewards-screen.tsx';

interface Fields {
  form: RewardForm;
  setForm: Dispatch<SetStateAction<RewardForm>>;
  catalogue: Catalogue;
  isNew: boolean;
  /** It is being made: how many there are goes along once. */
  isMaking: boolean;
}

/** What it is, what it costs, for whom, and how it is handed over. */
export function RewardFields(props: Fields) {
  const { t } = useTranslation();
  const { form, setForm } = props;
  const full = (texts: Partial<RewardForm['names']>) => ({ uk: '', ru: '', en: '', ...texts });
  return (
    <>
      <Sheet title={t('rewards.part.what')}>
        <div className={css.stack}>
          <PictureField
            label={t('rewards.picture')}
            value={form.pictureId}
            onChange={(pictureId) => setForm((before) => ({ ...before, pictureId }))}
          />
          <TextInLanguages
            label={t('rewards.name')}
            hint={t('rewards.nameHint')}
            value={form.names}
            most={NAME_MOST}
            onChange={(names) => setForm({ ...form, names: full(names) })}
          />
          <TextInLanguages
            label={t('rewards.description')}
            value={form.descriptions}
            most={DESCRIPTION_MOST}
            long
            onChange={(descriptions) => setForm({ ...form, descriptions: full(descriptions) })}
          />
        </div>
      </Sheet>
      <Sheet title={t('rewards.part.price')}>
        <Price {...props} />
      </Sheet>
      <Sheet title={t('rewards.part.pickUp')}>
        <PickUp {...props} />
      </Sheet>
    </>
  );
}

function Price({ form, setForm, catalogue, isNew, isMaking }: Fields) {
  const { t } = useTranslation();
  const tierName = useTierName();
  const whole = { allowDecimal: false, allowNegative: false, clampBehavior: 'strict' } as const;
  return (
    <div className={css.stack}>
      <div className={css.pair}>
        <NumberInput
          label={t('rewards.price')}
          value={form.price}
          min={1}
          max={100_000_000}
          thousandSeparator=" "
          {...whole}
          onChange={(price) => setForm({ ...form, price: numberOf(price) })}
        />
        {catalogue.currencies.length > 1 && (
          <Select
            label={t('rewards.currency')}
            data={catalogue.currencies.map(({ currency, name }) => ({ value: currency, label: name }))}
            value={form.currency}
            allowDeselect={false}
            onChange={(currency) => setForm({ ...form, currency: currency ?? 'points' })}
          />
        )}
        {isNew && (
          <NumberInput
            label={t('rewards.stock')}
            placeholder={t('rewards.endless')}
            value={form.stock}
            disabled={isMaking}
            min={0}
            max={1_000_000}
            {...whole}
            onChange={(stock) => setForm({ ...form, stock: numberOf(stock) })}
          />
        )}
        <NumberInput
          label={t('rewards.memberLimit')}
          placeholder={t('rewards.noLimit')}
          value={form.memberLimit}
          min={1}
          max={1_000}
          {...whole}
          onChange={(memberLimit) => setForm({ ...form, memberLimit: numberOf(memberLimit) })}
        />
      </div>
      <MultiSelect
        label={t('rewards.tiers')}
        placeholder={form.tierKeys.length === 0 ? t('rewards.everybody') : undefined}
        data={catalogue.tiers.map((tierKey) => ({ value: tierKey, label: tierName(tierKey) }))}
        value={form.tierKeys}
        onChange={(tierKeys) => setForm({ ...form, tierKeys })}
      />
      <div className={css.pair}>
        <TextInput
          type="date"
          label={t('rewards.firstDay')}
          value={form.firstDay}
          onChange={(event) => setForm({ ...form, firstDay: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('rewards.lastDay')}
          value={form.lastDay}
          min={form.firstDay || undefined}
          onChange={(event) => setForm({ ...form, lastDay: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}

function PickUp({ form, setForm, catalogue }: Fields) {
  const { t } = useTranslation();
  return (
    <div className={css.stack}>
      <SegmentedControl
        aria-label={t('rewards.part.pickUp')}
        data={[
          { value: 'at_once', label: t('rewards.atOnce') },
          { value: 'ahead', label: t('rewards.ahead') },
        ]}
        value={form.preparation}
        onChange={(value) => setForm({ ...form, preparation: value === 'ahead' ? 'ahead' : 'at_once' })}
      />
      <span className={own.small}>{t(`rewards.preparationHint.${form.preparation}`)}</span>
      <MultiSelect
        label={t('rewards.stores')}
        placeholder={form.storeIds.length === 0 ? t('rewards.everyStore') : undefined}
        data={catalogue.stores.map(({ storeId, name, city }) => ({
          value: storeId,
          label: `${name}, ${city}`,
        }))}
        value={form.storeIds}
        onChange={(storeIds) => setForm({ ...form, storeIds })}
        searchable
        hidePickedOptions
      />
      <NumberInput
        label={t('rewards.pickUpDays')}
        value={form.pickUpDays}
        min={1}
        max={365}
        allowDecimal={false}
        allowNegative={false}
        maw={220}
        onChange={(pickUpDays) => setForm({ ...form, pickUpDays: numberOf(pickUpDays) })}
      />
    </div>
  );
}

function numberOf(value: string | number): number | '' {
  return typeof value === 'number' ? value : '';
}
