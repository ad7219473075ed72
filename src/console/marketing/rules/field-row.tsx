import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import type { FieldNode } from './condition-tree.ts';
import { PeriodField } from './period-field.tsx';
import { useRuleWords } from './rule-words.ts';
import { ValueField } from './value-field.tsx';

/** Operators with which a list of choices is compared; the others ask about one value. */
const OF_LISTS = ['in', 'notIn'] as const;

/** How a field is compared, with what, and over which time. */
export function FieldRow({ node, onChange }: { node: FieldNode; onChange: (node: FieldNode) => void }) {
  const { t } = useTranslation();
  const { fields } = useRuleWords();
  const field = fields.find(({ name }) => name === node.field);
  if (!field) return null;
  const lists = field.type === 'choice' || field.type === 'weekday' || field.type === 'text';
  // One of a list of one is the same as equal, so lists never offer both.
  const offered = field.operators.filter((one) => !lists || (one !== 'is' && one !== 'isNot'));
  const is = lists && node.is === 'is' ? 'in' : lists && node.is === 'isNot' ? 'notIn' : node.is;
  const isMany = field.type === 'choice' || (field.type === 'text' && OF_LISTS.some((one) => one === is));
  const setOperator = (next: string | null) => {
    const operator = offered.find((one) => one === next);
    if (!operator) return;
    const wasList = OF_LISTS.some((one) => one === is);
    const isList = OF_LISTS.some((one) => one === operator);
    onChange({ ...node, is: operator, value: wasList === isList ? node.value : null });
  };
  return (
    <>
      {field.type !== 'boolean' && (
        <Select
          className={css.operator}
          aria-label={t('rules.condition.how')}
          data={offered.map((value) => ({
            value,
            label: t(`rules.operator.${wordFor(field.type)}.${value}`),
          }))}
          value={is}
          onChange={setOperator}
          allowDeselect={false}
        />
      )}
      <div className={css.value} data-many={isMany || undefined}>
        <ValueField
          field={field}
          is={is}
          value={node.value}
          onChange={(value) => onChange({ ...node, is, value })}
        />
      </div>
      {field.period && (
        <PeriodField
          required={field.period === 'required'}
          ahead={field.ahead === true}
          value={node.period}
          onChange={(period) => onChange({ ...node, period })}
        />
      )}
    </>
  );
}

function wordFor(type: string): 'number' | 'time' | 'list' | 'share' {
  if (type === 'share') return 'share';
  if (type === 'timeOfDay' || type === 'date') return 'time';
  return type === 'choice' || type === 'weekday' || type === 'text' ? 'list' : 'number';
}
