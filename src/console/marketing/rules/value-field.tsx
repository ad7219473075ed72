import { MultiSelect, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConditionValue, Operator } from '#src/contract/rules.ts';
import css from './builder.module.css';
import { NumberField } from './number-field.tsx';
import { type FieldTold, useRuleWords } from './rule-words.ts';
import { WeekdayChips } from './weekday-chips.tsx';

const UNIT_OF = { number: 'whole', money: 'money', quantity: 'quantity', share: 'share' } as const;

/** The right control for a field's type: what is compared with it. */
export function ValueField({
  field,
  is,
  value,
  onChange,
}: {
  field: FieldTold;
  is: Operator;
  value: ConditionValue | null;
  onChange: (value: ConditionValue | null) => void;
}) {
  const { t } = useTranslation();
  const { choicesOf } = useRuleWords();
  const label = t('rules.condition.value');
  switch (field.type) {
    case 'number':
    case 'money':
    case 'quantity':
    case 'share':
      return (
        <NumberField
          aria-label={label}
          unit={UNIT_OF[field.type]}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
        />
      );
    case 'boolean':
      return (
        <SegmentedControl
          aria-label={label}
          data={[
            { value: 'true', label: t('rules.yes') },
            { value: 'false', label: t('rules.no') },
          ]}
          value={String(value === true)}
          onChange={(next) => onChange(next === 'true')}
        />
      );
    case 'timeOfDay':
    case 'date':
      return (
        <TextInput
          aria-label={label}
          type={field.type === 'date' ? 'date' : 'time'}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'weekday':
      return <WeekdayChips label={label} value={numbersOf(value)} onChange={onChange} />;
    case 'choice':
      return (
        <MultiSelect
          aria-label={label}
          classNames={wordsOf(value).length > 0 ? { inputField: css.typing } : {}}
          data={choicesOf(field.name)}
          value={wordsOf(value)}
          onChange={onChange}
          placeholder={wordsOf(value).length === 0 ? t('rules.condition.choose') : undefined}
          searchable
          hidePickedOptions
          nothingFoundMessage={t('rules.nothingFound')}
        />
      );
    case 'text':
      return is === 'in' || is === 'notIn' ? (
        <TagsInput
          aria-label={label}
          classNames={wordsOf(value).length > 0 ? { inputField: css.typing } : {}}
          data={choicesOf(field.name)}
          value={wordsOf(value)}
          onChange={onChange}
          placeholder={wordsOf(value).length === 0 ? t('rules.condition.typeList') : undefined}
          splitChars={[',', ';']}
          acceptValueOnBlur
        />
      ) : (
        <TextInput
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function wordsOf(value: ConditionValue | null): string[] {
  if (value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function numbersOf(value: ConditionValue | null): number[] {
  return wordsOf(value).map(Number);
}
