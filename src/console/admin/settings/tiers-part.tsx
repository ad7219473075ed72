import { Radio, Select, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  type Programme,
  programmeRoutes,
  TIER_BASES,
  TIER_DOWNGRADES,
  TIER_PERIODS,
} from '#src/contract/programme.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { TierTable } from './tier-table.tsx';
import { useSettings } from './use-settings.ts';
import { WholeNumber } from './whole-number.tsx';

const FIELDS = ['tierBasis', 'tierPeriod', 'tierMonths', 'tierGraceDays', 'tierDowngrade'] as const;

/** The tiers, and how a member comes to one, keeps it and loses it. */
export function TiersPart({ programme }: { programme: Programme }) {
  const tiers = useQuery(reading(programmeRoutes.listTiers, {}));
  return (
    <Stack>
      <Answer of={tiers}>{(data) => <TierTable {...data} basis={programme.tierBasis} />}</Answer>
      <TierRules programme={programme} />
    </Stack>
  );
}

function TierRules({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const settings = useSettings(programme, FIELDS);
  const { next, set } = settings;

  return (
    <form onSubmit={settings.submit}>
      <Sheet title={t('tiers.rules')}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Select
              label={t('tiers.basis')}
              data={TIER_BASES.map((value) => ({ value, label: t(`tiers.bases.${value}`) }))}
              value={next.tierBasis}
              onChange={(value) => set({ tierBasis: TIER_BASES.find((one) => one === value) ?? 'spend' })}
              allowDeselect={false}
            />
            <Select
              label={t('tiers.period')}
              data={TIER_PERIODS.map((value) => ({ value, label: t(`tiers.periods.${value}`) }))}
              value={next.tierPeriod}
              onChange={(value) => set({ tierPeriod: TIER_PERIODS.find((one) => one === value) ?? 'always' })}
              allowDeselect={false}
            />
            {next.tierPeriod === 'months' && (
              <WholeNumber
                label={t('tiers.months')}
                value={next.tierMonths}
                min={1}
                max={60}
                onChange={(tierMonths) => set({ tierMonths })}
              />
            )}
          </SimpleGrid>
          <Radio.Group
            label={t('tiers.downgrade')}
            value={next.tierDowngrade}
            onChange={(value) =>
              set({ tierDowngrade: TIER_DOWNGRADES.find((one) => one === value) ?? 'never' })
            }
          >
            <Stack gap="sm" mt="xs">
              {TIER_DOWNGRADES.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`tiers.downgrades.${value}`)}
                  description={t(`tiers.downgrades.${value}Hint`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {next.tierDowngrade !== 'never' && (
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <WholeNumber
                label={t('tiers.grace')}
                description={t('tiers.graceHint')}
                value={next.tierGraceDays}
                max={366}
                onChange={(tierGraceDays) => set({ tierGraceDays })}
              />
            </SimpleGrid>
          )}
        </Stack>
      </Sheet>
      <SaveBar of={settings} />
    </form>
  );
}
