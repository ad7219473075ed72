import { Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ONE_RECEIPT } from '../rules/condition-choices.ts';
import { ConditionGroup } from '../rules/condition-group.tsx';
import { type GroupNode, toCondition, toTree, unfinished } from '../rules/condition-tree.ts';
import { NumberField } from '../rules/number-field.tsx';
import { RuleWordsContext } from '../rules/rule-words.ts';
import { TriggerContext } from '../rules/trigger-field.tsx';
import { useSegmentWords } from '../segments/use-segment-words.ts';
import { useProblem } from './editing.ts';
import type { TaskAsk } from './quest-draft.ts';

/** Which receipts count, and how many of them. A condition that is not whole yet stays here. */
export function GoodsField({
  ask,
  path,
  onChange,
}: {
  ask: Extract<TaskAsk, { type: 'purchase' }>;
  path: string;
  onChange: (ask: TaskAsk) => void;
}) {
  const { t } = useTranslation();
  const words = useSegmentWords();
  const problem = useProblem(`${path}.where`);
  const [tree, setTree] = useState<GroupNode>(() => toTree(ask.where));
  const change = (next: GroupNode) => {
    setTree(next);
    const where = toCondition(next);
    if (where !== unfinished) onChange({ ...ask, where });
  };
  return (
    <Stack gap="sm">
      <NumberField
        label={t('quests.ask.receipts')}
        value={ask.count}
        min={1}
        max={50}
        onChange={(count) => onChange({ ...ask, count: count ?? 1 })}
        w={160}
      />
      {words ? (
        <RuleWordsContext value={words}>
          <TriggerContext value="receipt">
            <Text size="sm" fw={500}>
              {t('quests.ask.goods')}
            </Text>
            <ConditionGroup
              node={tree}
              scopes={ONE_RECEIPT}
              onChange={change}
              label={t('quests.ask.goods')}
            />
          </TriggerContext>
        </RuleWordsContext>
      ) : (
        <Skeleton height={40} />
      )}
      {problem && (
        <Text size="xs" c="orange">
          {problem}
        </Text>
      )}
    </Stack>
  );
}
