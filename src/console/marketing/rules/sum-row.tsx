import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import type { SumNode } from './condition-tree.ts';
import { NumberField } from './number-field.tsx';

const UNIT_OF = { amountMinor: 'money', quantityMilli: 'quantity', count: 'whole' } as const;
const OPERATORS = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'is', 'isNot'] as const;

/** How much all the lines that are like that come to. */
export function SumRow({ node, onChange }: { node: SumNode; onChange: (node: SumNode) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        className={css.operator}
        aria-label={t('rules.condition.how')}
        data={OPERATORS.map((value) => ({ value, label: t(`rules.operator.number.${value}`) }))}
        value={node.is}
        onChange={(next) => onChange({ ...node, is: OPERATORS.find((one) => one === next) ?? node.is })}
        allowDeselect={false}
      />
      <NumberField
        className={css.value}
        aria-label={t('rules.condition.value')}
        unit={UNIT_OF[node.sum]}
        value={node.value}
        onChange={(value) => onChange({ ...node, value })}
      />
    </>
  );
}
