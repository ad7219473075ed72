import { ActionIcon, Button, Group, Select, Text } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconTrash } from '@tabler/icons-react';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import { ONE_LINE, type Scope, startCondition } from './condition-choices.ts';
import { ConditionPicker } from './condition-picker.tsx';
import { type ConditionNode, emptyGroup, type GroupNode, MODES } from './condition-tree.ts';
import { FieldRow } from './field-row.tsx';
import { HistoryBounds, HistoryRow } from './history-row.tsx';
import { useRuleWords } from './rule-words.ts';
import { SumRow } from './sum-row.tsx';
import { TriggerContext } from './trigger-field.tsx';

/** Conditions put together, nested as deep as anybody likes. */
export function ConditionGroup({
  node,
  scopes,
  onChange,
  onRemove,
  label,
}: {
  node: GroupNode;
  scopes: readonly Scope[];
  onChange: (node: GroupNode) => void;
  onRemove?: () => void;
  label: string;
}) {
  const { t } = useTranslation();
  const context = use(TriggerContext);
  const { fields } = useRuleWords();
  const { children } = node;
  const first = FIRST[scopes[1] ?? scopes[0] ?? 'member'];
  const change = (next: ConditionNode) =>
    onChange({ ...node, children: children.map((one) => (one.id === next.id ? next : one)) });
  const remove = (id: string) => onChange({ ...node, children: children.filter((one) => one.id !== id) });
  const add = (one: ConditionNode) => onChange({ ...node, children: [...children, one] });
  return (
    <fieldset className={css.group} data-inner={onRemove ? true : undefined}>
      <legend className={css.hidden}>{label}</legend>
      {(children.length > 1 || onRemove) && (
        <Group gap="xs" className={css.mode} wrap="nowrap">
          <Select
            aria-label={t('rules.mode.label')}
            data={MODES.map((value) => ({ value, label: t(`rules.mode.${value}`) }))}
            value={node.mode}
            onChange={(mode) => onChange({ ...node, mode: MODES.find((one) => one === mode) ?? 'all' })}
            allowDeselect={false}
            size="xs"
            w={230}
          />
          {onRemove && (
            <ActionIcon variant="subtle" color="gray" aria-label={t('rules.group.remove')} onClick={onRemove}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      )}
      {children.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(scopes === ONE_LINE ? 'rules.condition.everyLine' : 'rules.condition.always', { context })}
        </Text>
      )}
      {children.map((child) => (
        <ConditionItem
          key={child.id}
          node={child}
          scopes={scopes}
          onChange={change}
          onRemove={() => remove(child.id)}
        />
      ))}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => add(startCondition(first, fields))}
        >
          {t('rules.condition.add')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconFolderPlus size={16} aria-hidden />}
          onClick={() => add({ ...emptyGroup('any'), children: [startCondition(first, fields)] })}
        >
          {t('rules.group.add')}
        </Button>
      </Group>
    </fieldset>
  );
}

/** What a new condition is about before anything is picked. */
const FIRST: Record<Scope, string> = {
  member: 'member.tier',
  receipt: 'receipt.amount',
  line: 'line.category',
  event: 'event.name',
  audience: 'member.lifeCycle',
};

function ConditionItem({
  node,
  scopes,
  onChange,
  onRemove,
}: {
  node: ConditionNode;
  scopes: readonly Scope[];
  onChange: (node: ConditionNode) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { fields } = useRuleWords();
  if (node.kind === 'group') {
    return (
      <ConditionGroup
        node={node}
        scopes={scopes}
        onChange={onChange}
        onRemove={onRemove}
        label={t('rules.group.label')}
      />
    );
  }
  return (
    <div className={css.condition}>
      <div className={css.row}>
        <ConditionPicker
          node={node}
          scopes={scopes}
          onPick={(choice) => onChange(startCondition(choice, fields, node.id))}
        />
        {node.kind === 'field' && <FieldRow node={node} onChange={onChange} />}
        {node.kind === 'sum' && <SumRow node={node} onChange={onChange} />}
        {node.kind === 'history' && <HistoryRow node={node} onChange={onChange} />}
        <ActionIcon
          className={css.remove}
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('rules.condition.remove')}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </div>
      {node.kind === 'history' && (
        <HistoryBounds node={node} onChange={onChange}>
          {(group) => <ConditionGroup {...group} />}
        </HistoryBounds>
      )}
      {(node.kind === 'lines' || node.kind === 'sum') && (
        <div className={css.where}>
          <Text size="sm" c="dimmed">
            {t('rules.condition.where')}
          </Text>
          <ConditionGroup
            node={node.where}
            scopes={ONE_LINE}
            onChange={(where) => onChange({ ...node, where })}
            label={t('rules.condition.where')}
          />
        </div>
      )}
    </div>
  );
}
