import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AmountFields } from './amount-fields.tsx';
import css from './builder.module.css';
import { ONE_LINE, ONE_RECEIPT, type Scope, startCondition } from './condition-choices.ts';
import { emptyGroup, type GroupNode, type HistoryNode } from './condition-tree.ts';
import { PeriodField } from './period-field.tsx';
import { useRuleWords } from './rule-words.ts';

const UNIT_OF = {
  receipts: 'whole',
  days: 'whole',
  lines: 'whole',
  spent: 'money',
  pieces: 'quantity',
} as const;

interface Row {
  node: HistoryNode;
  onChange: (node: HistoryNode) => void;
}

/** How much was bought, and over which time. */
export function HistoryRow({ node, onChange }: Row) {
  return (
    <>
      <AmountFields node={node} unit={UNIT_OF[node.history]} onChange={onChange} />
      <PeriodField
        required={false}
        value={node.period}
        onChange={(period) => onChange({ ...node, period })}
      />
    </>
  );
}

const BOUNDS = [
  { part: 'line', scopes: ONE_LINE, first: 'line.category' },
  { part: 'receipt', scopes: ONE_RECEIPT, first: 'receipt.store' },
] as const;

/** Which goods and which receipts count; nothing stands there while all of them do. */
export function HistoryBounds({
  node,
  onChange,
  children,
}: Row & {
  /** Draws a group of conditions. */
  children: (group: {
    node: GroupNode;
    scopes: readonly Scope[];
    onChange: (node: GroupNode) => void;
    label: string;
  }) => ReactNode;
}) {
  const { t } = useTranslation();
  const { fields } = useRuleWords();
  const open = BOUNDS.filter(({ part }) => node[part].children.length > 0);
  const closed = BOUNDS.filter(({ part }) => node[part].children.length === 0);
  return (
    <>
      {open.map(({ part, scopes }) => (
        <div key={part} className={css.where}>
          <Text size="sm" c="dimmed">
            {t(`rules.history.${part}`)}
          </Text>
          {children({
            node: node[part],
            scopes,
            onChange: (next) => onChange({ ...node, [part]: next }),
            label: t(`rules.history.${part}`),
          })}
        </div>
      ))}
      {closed.length > 0 && (
        <Group gap={4}>
          {closed.map(({ part, first }) => (
            <Button
              key={part}
              size="compact-xs"
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() =>
                onChange({ ...node, [part]: { ...emptyGroup(), children: [startCondition(first, fields)] } })
              }
            >
              {t(`rules.history.only.${part}`)}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}
