import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Condition } from '#src/contract/rule-language.ts';
import { AUDIENCE } from '../rules/condition-choices.ts';
import { ConditionGroup } from '../rules/condition-group.tsx';
import {
  type ConditionNode,
  type GroupNode,
  toCondition,
  toTree,
  unfinished,
} from '../rules/condition-tree.ts';
import { RuleWordsContext } from '../rules/rule-words.ts';
import { TriggerContext } from '../rules/trigger-field.tsx';
import css from './audience.module.css';
import { AudienceCount } from './audience-count.tsx';
import { ReadyPicker } from './ready-picker.tsx';
import { useSegmentWords } from './use-segment-words.ts';

/**
 * Who is meant: a condition over members while it is being built, with how many they are now and some of them. It keeps what
 * is not finished yet to itself and hands out `undefined` for it, so that nobody stores half a condition; null is
 * everybody. What `value` it begins with counts once: give it another `key` for another condition.
 */
export function AudienceField({
  value,
  onChange,
  label,
  withCount = true,
}: {
  value: Condition | null;
  onChange: (value: Condition | null | undefined) => void;
  label: string;
  /** False where a small one stands among others, such as one version of a text. */
  withCount?: boolean;
}) {
  const words = useSegmentWords();
  const [tree, setTree] = useState<GroupNode>(() => toTree(value));
  if (!words) return <Skeleton height={64} />;
  const change = (next: GroupNode) => {
    setTree(next);
    onChange(finished(next));
  };
  return (
    <RuleWordsContext value={words}>
      <TriggerContext value="audience">
        <div className={css.field}>
          <ReadyPicker onPick={(where) => change({ ...tree, children: [...tree.children, oneOf(where)] })} />
          <ConditionGroup node={tree} scopes={AUDIENCE} onChange={change} label={label} />
          {withCount && <AudienceCount where={finished(tree)} />}
        </div>
      </TriggerContext>
    </RuleWordsContext>
  );
}

/** A condition as one node among others, whatever they are joined by. */
function oneOf(where: Condition): ConditionNode {
  const tree = toTree(where);
  const [only, ...more] = tree.children;
  return only && more.length === 0 ? only : tree;
}

function finished(tree: GroupNode): Condition | null | undefined {
  const condition = toCondition(tree);
  return condition === unfinished ? undefined : condition;
}
