import { MultiSelect, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CampaignContent } from '#src/contract/campaign-content.ts';
import { offerRoutes } from '#src/contract/offers.ts';
import { reading } from '../../api/api-queries.ts';
import { TextInLanguages } from '../rules/text-in-languages.tsx';

const MOST = 5;

/** Each reader's own best offers: what they are chosen from, how many, and what stands there for whom there is none. */
export function SlotsField({
  slots,
  onChange,
}: {
  slots: CampaignContent['slots'];
  onChange: (slots: CampaignContent['slots']) => void;
}) {
  const { t } = useTranslation();
  const { data } = useQuery(reading(offerRoutes.listOffers, {}));
  const offers = (data?.offers ?? []).filter(({ status, reach }) => status === 'live' && reach === 'public');
  const all = offers.map(({ offerId }) => offerId);
  return (
    <Stack gap="sm">
      <Switch
        label={t('campaign.slots.on')}
        description={t('campaign.slots.hint')}
        checked={slots !== null}
        disabled={slots === null && all.length === 0}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked ? { pool: all, count: Math.min(3, all.length), fallback: {} } : null,
          )
        }
      />
      {data && all.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('campaign.slots.none')}
        </Text>
      )}
      {slots && (
        <>
          <MultiSelect
            label={t('campaign.slots.pool')}
            data={offers.map(({ offerId, title, name }) => ({ value: offerId, label: title || name }))}
            value={slots.pool}
            onChange={(pool) => onChange({ ...slots, pool })}
            error={slots.pool.length === 0 ? t('campaign.slots.empty') : undefined}
            searchable
            clearable
          />
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t('campaign.slots.count')}
            </Text>
            <SegmentedControl
              aria-label={t('campaign.slots.count')}
              data={Array.from({ length: MOST }, (_, n) => String(n + 1))}
              value={String(slots.count)}
              onChange={(count) => onChange({ ...slots, count: Number(count) })}
            />
          </div>
          <TextInLanguages
            label={t('campaign.slots.fallback')}
            hint={t('campaign.slots.fallbackHint')}
            value={slots.fallback}
            onChange={(fallback) => onChange({ ...slots, fallback })}
            most={300}
          />
          <Text size="sm" c="dimmed">
            {t('campaign.slots.place', { skipInterpolation: true })}
          </Text>
        </>
      )}
    </Stack>
  );
}
