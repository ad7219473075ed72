import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ChallengeShown } from '#src/contract/challenges.ts';
import { StatisticsPart } from './statistics-part.tsx';
import { TakersPart } from './takers-part.tsx';

const TABS = ['terms', 'members', 'statistics'] as const;

/** What was agreed, who takes part, and what it has come to. */
export function ChallengeTabs({ challenge, terms }: { challenge: ChallengeShown; terms: ReactNode }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((each) => each === search.get('tab')) ?? 'terms';
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) => setSearch(next === 'terms' || !next ? {} : { tab: next })}
    >
      <Tabs.List mb="md">
        {TABS.map((each) => (
          <Tabs.Tab key={each} value={each}>
            {t(`challenges.tab.${each}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="terms" keepMounted>
        {terms}
      </Tabs.Panel>
      <Tabs.Panel value="members">
        <TakersPart challenge={challenge} />
      </Tabs.Panel>
      <Tabs.Panel value="statistics">
        <StatisticsPart challenge={challenge} />
      </Tabs.Panel>
    </Tabs>
  );
}
