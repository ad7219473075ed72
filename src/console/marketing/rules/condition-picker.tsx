import { Select } from '@mantine/core';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { choicesFor, type Scope } from './condition-choices.ts';
import type { ConditionNode } from './condition-tree.ts';
import { useRuleWords } from './rule-words.ts';
import { TriggerContext } from './trigger-field.tsx';

/** What is asked about: fields of the member, the receipt or its lines, in groups. */
export function ConditionPicker({
  node,
  scopes,
  onPick,
}: {
  node: ConditionNode;
  scopes: readonly Scope[];
  onPick: (choice: string) => void;
}) {
  const { t } = useTranslation();
  const { fields } = useRuleWords();
  const context = use(TriggerContext);
  const data = choicesFor(fields, scopes).map(({ group, choices }) => ({
    group: t(`rules.scope.${group}`, { context }),
    items: choices.map((value) => ({
      value,
      label: t(`rules.asked.${value.replace(':', '_')}`, { context }),
    })),
  }));
  const value =
    node.kind === 'field'
      ? node.field
      : node.kind === 'lines'
        ? `lines:${node.lines}`
        : node.kind === 'sum'
          ? `sum:${node.sum}`
          : node.kind === 'history'
            ? `history:${node.history}`
            : null;
  return (
    <Select
      aria-label={t('rules.condition.what')}
      data={data}
      value={value}
      onChange={(choice) => choice !== null && onPick(choice)}
      allowDeselect={false}
      searchable
      nothingFoundMessage={t('rules.nothingFound')}
      maxDropdownHeight={320}
    />
  );
}
