import { Input, MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberField } from './number-field.tsx';
import { ProductChoice } from './product-choice.tsx';
import { type TemplateTold, useRuleWords } from './rule-words.ts';
import { ShareOrTier } from './share-or-tier.tsx';
import { WeekdayChips } from './weekday-chips.tsx';

const UNIT_OF: Record<string, 'money' | 'share' | 'times'> = {
  money: 'money',
  share: 'share',
  times: 'times',
};

/** In the units that are typed. */
const LEAST: Record<string, number> = { days: 0, times: 1.01, share: 0.01, money: 0.01 };

/** One thing that a template asks for, by its type. */
export function TemplateField({
  param,
  value,
  onChange,
}: {
  param: TemplateTold['params'][number];
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation();
  const { choicesOf, currencies } = useRuleWords();
  const label = t(`rules.param.${param.name}`, { defaultValue: param.name });
  switch (param.type) {
    case 'currency':
      return (
        <Select
          label={label}
          data={currencies.map(({ currency, name }) => ({ value: currency, label: name }))}
          value={String(value)}
          onChange={(next) => next !== null && onChange(next)}
          allowDeselect={false}
        />
      );
    case 'categories':
      return (
        <MultiSelect
          label={label}
          data={choicesOf('line.category')}
          value={listOf(value).map(String)}
          onChange={onChange}
          placeholder={listOf(value).length === 0 ? t('rules.condition.choose') : undefined}
          searchable
          hidePickedOptions
          nothingFoundMessage={t('rules.nothingFound')}
        />
      );
    case 'skus':
      return <ProductChoice label={label} value={listOf(value).map(String)} onChange={onChange} />;
    case 'weekdays':
      return (
        <Input.Wrapper label={label} labelElement="div">
          <WeekdayChips label={label} value={listOf(value).map(Number)} onChange={onChange} />
        </Input.Wrapper>
      );
    case 'time':
      return (
        <TextInput
          label={label}
          type="time"
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'shareOrTier':
      return <ShareOrTier value={value === 'tier' ? 'tier' : numberOf(value)} onChange={onChange} />;
    default:
      return (
        <NumberField
          label={label}
          unit={UNIT_OF[param.type] ?? 'whole'}
          value={numberOf(value)}
          min={LEAST[param.type] ?? 1}
          onChange={onChange}
        />
      );
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
