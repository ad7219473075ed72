import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import type { HistoryNode, SumNode } from './condition-tree.ts';
import { NumberField, type UNITS } from './number-field.tsx';

const OPERATORS = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'is', 'isNot'] as const;

/** At least, at most or exactly so much. */
export function AmountFields<Node extends SumNode | HistoryNode>({
  node,
  unit,
  onChange,
}: {
  node: Node;
  unit: keyof typeof UNITS;
  onChange: (node: Node) => void;
}) {
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
        unit={unit}
        value={node.value}
        onChange={(value) => onChange({ ...node, value })}
      />
    </>
  );
}
