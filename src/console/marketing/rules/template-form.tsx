import { Button, Group, Text } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import css from './builder.module.css';
import type { Params } from './rule-draft.ts';
import { useRuleWords } from './rule-words.ts';
import { TemplateField } from './template-field.tsx';

/** The few things that a template asks for, and the way to the builder, which can change everything else. */
export function TemplateForm({
  template,
  onChange,
  onBuild,
}: {
  template: { key: string; params: Params };
  onChange: (params: Params) => void;
  /** Left out while the rule cannot be built from what is filled in. */
  onBuild: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { builder, currencies } = useRuleWords();
  const told = builder.templates.find(({ key }) => key === template.key);
  const asked = told?.params.filter(({ type }) => type !== 'currency' || currencies.length > 1) ?? [];
  return (
    <Sheet title={t(`rules.template.${template.key}.title`, { defaultValue: template.key })}>
      <Text c="dimmed" mb="md">
        {t(`rules.template.${template.key}.text`, { defaultValue: '' })}
      </Text>
      <div className={css.params}>
        {asked.map((param) => (
          <TemplateField
            key={param.name}
            param={param}
            value={template.params[param.name]}
            onChange={(value) => onChange({ ...template.params, [param.name]: value })}
          />
        ))}
      </div>
      <Group mt="lg">
        <Button
          variant="default"
          size="sm"
          leftSection={<IconAdjustments size={18} aria-hidden />}
          disabled={!onBuild}
          onClick={onBuild}
        >
          {t('rules.toBuilder')}
        </Button>
        <Text size="sm" c="dimmed" flex="1 1 220px">
          {t('rules.toBuilderHint')}
        </Text>
      </Group>
    </Sheet>
  );
}
