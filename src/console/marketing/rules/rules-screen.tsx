import { Button, Chip, Group, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconTags } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RuleRow } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { BudgetAlerts } from './budget-alerts.tsx';
import { RuleCard } from './rule-card.tsx';
import css from './rules-screen.module.css';
import { telling } from './told-in-language.ts';

const STATUSES = ['live', 'draft', 'paused', 'ended'] as const;
const LOOK_EVERY_MS = 15_000;

/** Every rule with its sentence and what its budget has given. */
export function RulesScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const list = useQuery({ ...telling(me, ruleRoutes.listRules, {}), refetchInterval: LOOK_EVERY_MS });
  return (
    <Page
      title={t('nav.rules')}
      actions={
        <>
          <Button
            component={Link}
            to="/rules/categories"
            variant="default"
            leftSection={<IconTags size={18} aria-hidden />}
          >
            {t('rules.categories.title')}
          </Button>
          <Button component={Link} to="/rules/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('rules.new')}
          </Button>
        </>
      }
    >
      <BudgetAlerts />
      <Answer of={list}>{({ rules }) => <RuleList rules={rules} />}</Answer>
    </Page>
  );
}

function RuleList({ rules }: { rules: RuleRow[] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const wanted = search.trim().toLocaleLowerCase();
  // What has ended is history: it is shown when it is asked for.
  const shown = rules.filter(
    ({ name, sentence, status }) =>
      (chosen.length === 0 ? status !== 'ended' || wanted !== '' : chosen.includes(status)) &&
      `${name} ${sentence}`.toLocaleLowerCase().includes(wanted),
  );
  const count = (status: RuleRow['status']) => rules.filter((one) => one.status === status).length;
  return (
    <>
      <Group gap="sm">
        <TextInput
          aria-label={t('rules.search')}
          placeholder={t('rules.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          leftSection={<IconSearch size={18} aria-hidden />}
          flex="1 1 220px"
          maw={380}
        />
        <Chip.Group multiple value={chosen} onChange={setChosen}>
          <Group gap={6} role="group" aria-label={t('rules.filter')}>
            {STATUSES.filter((status) => count(status) > 0).map((status) => (
              <Chip key={status} value={status} size="sm">
                {t(`rules.status.${status}`)} {count(status)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Group>
      {rules.length <= 1 && search === '' && (
        <EmptyState title={t('rules.empty.title')} text={t('rules.empty.text')}>
          <Button component={Link} to="/rules/new">
            {t('rules.new')}
          </Button>
        </EmptyState>
      )}
      {shown.length === 0 && rules.length > 0 && <Text c="dimmed">{t('rules.nothingFound')}</Text>}
      <ul className={css.rules} aria-label={t('nav.rules')}>
        {shown.map((rule) => (
          <li key={rule.ruleId}>
            <RuleCard rule={rule} />
          </li>
        ))}
      </ul>
    </>
  );
}
