import { Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Checked, RuleTold } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { useFormats } from '../../parts/formats.ts';
import { ConflictList } from './sentence-card.tsx';
import { takesOverAt, worksNow } from './version-stands.ts';

/** The last question before a rule comes into force: what will happen, what it is likely to cost, what it gets in the way of. */
export function PublishConfirmation({
  rule,
  checked,
  opened,
  onPublished,
  onStale,
  onClose,
}: {
  rule: RuleTold;
  checked: Checked | null;
  opened: boolean;
  onPublished: (rule: RuleTold) => void;
  /** Hears what was refused, in case somebody else has changed the rule. */
  onStale: (error: Error) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { ruleId, changedAt } = rule;
  const [resetBudget, setResetBudget] = useState(false);
  const replays = useQuery({
    ...reading(ruleRoutes.listReplays, { params: { ruleId } }),
    enabled: opened,
    staleTime: 0,
  });
  const publish = useWriting(ruleRoutes.publishRule);
  const last = replays.data?.replays.find(({ status }) => status === 'done');
  const cost = last?.result?.difference.costMinor;
  const validFrom = checked?.definition?.validFrom;
  const now = Date.now();
  const later = validFrom !== null && validFrom !== undefined && Date.parse(validFrom) > now;
  const untilThen = later && worksNow(rule, now);
  const replaced = takesOverAt(rule, now);
  return (
    <Confirmation
      opened={opened}
      title={t('rules.publish.title')}
      confirm={t('rules.publish.confirm')}
      busy={publish.isPending}
      failure={publish.error}
      onClose={onClose}
      onConfirm={() =>
        publish.mutate(
          { params: { ruleId }, body: { changedAt, resetBudget } },
          {
            onSuccess: (next) => {
              onPublished(next);
              onClose();
            },
            onError: onStale,
          },
        )
      }
    >
      <Stack gap="sm">
        <Text fw={600}>{checked?.sentence}</Text>
        <Text size="sm">
          {later
            ? t('rules.publish.later', { moment: format.moment(validFrom) })
            : t(rule.version === null ? 'rules.publish.now' : 'rules.publish.nowInstead')}{' '}
          {untilThen && `${t('rules.publish.untilThen')} `}
          {t('rules.publish.undo')}
        </Text>
        {replaced !== null && (
          <Text size="sm">
            {t('rules.publish.replaces', { number: rule.version, moment: format.moment(replaced) })}
          </Text>
        )}
        <Text size="sm" c={last && !last.isStale ? undefined : 'dimmed'}>
          {last && cost !== undefined
            ? t(last.isStale ? 'rules.publish.costStale' : 'rules.publish.cost', {
                cost: format.wholeMoney(cost),
                weeks: t('rules.replay.weeks', { count: last.weeks }),
              })
            : t('rules.publish.noReplay')}
        </Text>
        {checked !== null && checked.conflicts.length > 0 && <ConflictList conflicts={checked.conflicts} />}
        {rule.budget && rule.budget.spent > 0 && (
          <Switch
            label={t('rules.publish.resetBudget')}
            description={t('rules.budget.spent', {
              spent: format.number(rule.budget.spent),
              budget: format.number(rule.budget.points),
            })}
            checked={resetBudget}
            onChange={(event) => setResetBudget(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </Confirmation>
  );
}
