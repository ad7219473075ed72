import { ActionIcon, Select, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import { ONE_LINE } from './condition-choices.ts';
import { ConditionGroup } from './condition-group.tsx';
import { Disclosure } from './disclosure.tsx';
import { EffectAmounts } from './effect-amounts.tsx';
import { EFFECT_GROUPS, type EffectNode, HAS_LINES, HAS_TERMS } from './effect-node.ts';
import { TermsField } from './terms-field.tsx';
import { TextInLanguages } from './text-in-languages.tsx';

const LONGEST_GIFT = 60;
const LONGEST_MESSAGE = 1000;

/** One thing that the rule does. */
export function EffectCard({
  node,
  withLines,
  onChange,
  onRemove,
}: {
  node: EffectNode;
  /** Whether the trigger brings lines at all. */
  withLines: boolean;
  onChange: (node: EffectNode) => void;
  onRemove?: () => void;
}) {
  const { t } = useTranslation();
  const kinds = EFFECT_GROUPS.map(({ name, kinds: group }) => ({
    group: t(`rules.effect.group.${name}`),
    items: group
      .filter((kind) => withLines || !HAS_LINES.includes(kind))
      .map((value) => ({ value, label: t(`rules.effect.kind.${value}`) })),
  })).filter(({ items }) => items.length > 0);
  const setKind = (next: string | null) => {
    const kind = EFFECT_GROUPS.flatMap((group): readonly EffectNode['kind'][] => group.kinds).find(
      (one) => one === next,
    );
    if (kind) onChange({ ...node, kind });
  };
  return (
    <div className={css.effect}>
      <div className={css.effectHead}>
        <Select
          aria-label={t('rules.effect.what')}
          data={kinds}
          value={node.kind}
          onChange={setKind}
          allowDeselect={false}
          maxDropdownHeight={340}
        />
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('rules.effect.remove')}
            onClick={onRemove}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <EffectAmounts node={node} onChange={onChange} />
      {(node.kind === 'gift' || node.kind === 'message') && (
        <TextInLanguages
          label={t(`rules.effect.${node.kind === 'gift' ? 'giftName' : 'messageText'}`)}
          hint={t('rules.effect.languagesHint')}
          value={node.text}
          onChange={(text) => onChange({ ...node, text })}
          long={node.kind === 'message'}
          most={node.kind === 'gift' ? LONGEST_GIFT : LONGEST_MESSAGE}
        />
      )}
      {node.kind === 'event' && (
        <TextInput
          label={t('rules.effect.eventName')}
          description={t('rules.effect.eventHint')}
          value={node.eventName}
          maxLength={60}
          maw={380}
          onChange={(event) => onChange({ ...node, eventName: event.currentTarget.value })}
        />
      )}
      {withLines && HAS_LINES.includes(node.kind) && (
        <div className={css.where} style={{ marginLeft: 0 }}>
          <Text size="sm" fw={600} aria-hidden>
            {t('rules.effect.where')}
          </Text>
          <ConditionGroup
            node={node.where}
            scopes={ONE_LINE}
            onChange={(where) => onChange({ ...node, where })}
            label={t('rules.effect.where')}
          />
        </div>
      )}
      {HAS_TERMS.includes(node.kind) && (
        <Disclosure title={t('rules.terms.title')} opened={node.terms !== undefined}>
          <TermsField value={node.terms} onChange={(terms) => onChange({ ...node, terms })} />
        </Disclosure>
      )}
    </div>
  );
}
