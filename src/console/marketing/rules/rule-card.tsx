import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RuleRow } from '#src/contract/rule-shapes.ts';
import { useFormats } from '../../parts/formats.ts';
import { BudgetBar } from './budget-bar.tsx';
import { useRuleName } from './rule-name.ts';
import { RuleStatus } from './rule-status.tsx';
import css from './rules-screen.module.css';
import { takesOverAt } from './version-stands.ts';

/** One rule in the list: its name, how it stands, its sentence and its budget. */
export function RuleCard({ rule }: { rule: RuleRow }) {
  const { t } = useTranslation();
  const format = useFormats();
  const nameOf = useRuleName();
  const ahead = takesOverAt(rule, Date.now());
  return (
    <article className={css.rule} data-quiet={rule.status === 'ended' || undefined}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Link to={`/rules/${rule.ruleId}`}>{nameOf(rule.name)}</Link>
        <RuleStatus status={rule.status} />
      </Group>
      <p>{rule.sentence}</p>
      {ahead !== null && <Text size="sm">{t('rules.untilThen', { moment: format.moment(ahead) })}</Text>}
      {rule.budget && <BudgetBar spent={rule.budget.spent} budget={rule.budget.points} />}
      {rule.hasDraft && rule.version !== null && rule.status !== 'ended' && (
        <Text size="sm" c="var(--spent)" fw={600}>
          {t('rules.hasDraft')}
        </Text>
      )}
    </article>
  );
}
