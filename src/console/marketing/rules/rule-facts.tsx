import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { BudgetBar } from './budget-bar.tsx';
import css from './rule-editor.module.css';
import { RuleStatus } from './rule-status.tsx';
import { takesOverAt } from './version-stands.ts';

/** How the stored rule stands: its status, its version and what its budget has given. */
export function RuleFacts({ rule }: { rule: RuleTold }) {
  const { t } = useTranslation();
  const format = useFormats();
  const ahead = takesOverAt(rule, Date.now());
  return (
    <Sheet>
      <div className={css.facts}>
        <Group justify="space-between">
          <RuleStatus status={rule.status} />
          {rule.hasDraft && rule.version !== null && (
            <Text size="sm" c="dimmed">
              {t('rules.facts.hasDraft')}
            </Text>
          )}
        </Group>
        {(rule.version !== null || rule.liveFrom) && (
          <dl>
            {rule.version !== null && (
              <>
                <dt>{t('rules.facts.version')}</dt>
                <dd>{format.number(rule.version)}</dd>
              </>
            )}
            {rule.liveFrom && (
              <>
                <dt>{t(ahead === null ? 'rules.facts.liveFrom' : 'rules.facts.ahead')}</dt>
                <dd>{ahead === null ? format.day(rule.liveFrom) : format.moment(ahead)}</dd>
              </>
            )}
          </dl>
        )}
        {ahead !== null && <Text size="sm">{t('rules.untilThen', { moment: format.moment(ahead) })}</Text>}
        {rule.budget && <BudgetBar spent={rule.budget.spent} budget={rule.budget.points} />}
      </div>
    </Sheet>
  );
}
