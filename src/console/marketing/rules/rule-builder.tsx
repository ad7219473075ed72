import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import { BoundsSection } from './bounds-section.tsx';
import css from './builder.module.css';
import { scopesOf } from './condition-choices.ts';
import { ConditionGroup } from './condition-group.tsx';
import { EffectCard } from './effect-card.tsx';
import { type EffectNode, newEffect } from './effect-node.ts';
import { withTrigger } from './prune-form.ts';
import { type RuleForm, takesBudget } from './rule-form.ts';
import { useRuleWords } from './rule-words.ts';
import { TriggerContext, TriggerField } from './trigger-field.tsx';

/** When, if, then, and within which bounds. */
export function RuleBuilder({ form, onChange }: { form: RuleForm; onChange: (form: RuleForm) => void }) {
  const { t } = useTranslation();
  const { currencies, fields } = useRuleWords();
  const { trigger, when, effects, bounds } = form;
  const scopes = scopesOf(trigger);
  const setEffect = (next: EffectNode) =>
    onChange({ ...form, effects: effects.map((one) => (one.id === next.id ? next : one)) });
  const add = () => {
    const currency = currencies[0]?.currency ?? 'points';
    onChange({ ...form, effects: [...effects, newEffect('fixed', currency)] });
  };
  return (
    <TriggerContext value={trigger.on}>
      <Sheet title={t('rules.step.when')}>
        <TriggerField value={trigger} onChange={(next) => onChange(withTrigger(form, next, fields))} />
      </Sheet>
      <Sheet title={t('rules.step.if')}>
        <ConditionGroup
          node={when}
          scopes={scopes}
          onChange={(next) => onChange({ ...form, when: next })}
          label={t('rules.step.if')}
        />
      </Sheet>
      <Sheet title={t('rules.step.then')}>
        <div className={css.step}>
          {effects.map((node) => (
            <EffectCard
              key={node.id}
              node={node}
              withLines={trigger.on === 'receipt'}
              onChange={setEffect}
              {...(effects.length > 1 && {
                onRemove: () => onChange({ ...form, effects: effects.filter(({ id }) => id !== node.id) }),
              })}
            />
          ))}
          <Button
            w="max-content"
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={add}
          >
            {t('rules.effect.add')}
          </Button>
        </div>
      </Sheet>
      <Sheet title={t('rules.step.bounds')}>
        <Stack gap={4}>
          <BoundsSection
            value={bounds}
            withBudget={takesBudget(effects)}
            onChange={(next) => onChange({ ...form, bounds: next })}
          />
        </Stack>
      </Sheet>
    </TriggerContext>
  );
}
