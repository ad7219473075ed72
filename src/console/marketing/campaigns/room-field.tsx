import { MultiSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading } from '../../api/api-queries.ts';
import type { CampaignDraft } from './use-campaign-draft.ts';

const PRIORITIES = [1, 2, 3] as const;
const MOST_TOPICS = 20;

/** Which of several campaigns goes where only one may, and who has asked to hear of something else. */
export function RoomField({
  draft,
  onChange,
}: {
  draft: CampaignDraft;
  onChange: (change: Partial<CampaignDraft>) => void;
}) {
  const { t } = useTranslation();
  const { data } = useQuery(reading(ruleRoutes.listCategories, {}));
  // One that has left the assortment meanwhile stays to be seen.
  const known = data?.categories.map(({ category }) => category) ?? [];
  return (
    <Stack gap="md">
      <div>
        <Text fw={500} size="sm">
          {t('plan.room.priority')}
        </Text>
        <Text size="sm" c="dimmed" mb={6}>
          {t('plan.room.priorityHint')}
        </Text>
        <SegmentedControl
          aria-label={t('plan.room.priority')}
          data={PRIORITIES.map((value) => ({ value: String(value), label: t(`plan.room.of.${value}`) }))}
          value={String(draft.priority)}
          onChange={(next) => onChange({ priority: Number(next) })}
        />
      </div>
      <MultiSelect
        label={t('plan.room.topics')}
        description={t('plan.room.topicsHint')}
        data={[...new Set([...known, ...draft.topics])]}
        value={draft.topics}
        onChange={(topics) => onChange({ topics })}
        maxValues={MOST_TOPICS}
        searchable
        clearable
      />
    </Stack>
  );
}
