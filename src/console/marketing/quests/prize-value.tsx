import { Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { useRewardName } from '../rewards/reward-words.ts';
import { NumberField } from '../rules/number-field.tsx';
import { segmentBuilderQuery } from '../segments/use-segment-words.ts';
import { useEditing, useProblem } from './editing.ts';
import type { PrizeDraft, Texts } from './quest-draft.ts';

type Value = PrizeDraft['prize'];
const KINDS = ['points', 'coupon', 'gift', 'badge'] as const;

/** What a prize is: points, a coupon of an offer, a piece of a reward, a badge. */
export function PrizeValue({
  prize,
  titles,
  path,
  onChange,
}: {
  prize: Value;
  /** Of the prize: a badge begins with the same words. */
  titles: Texts;
  path: string;
  onChange: (prize: Value) => void;
}) {
  const { t } = useTranslation();
  const { launched } = useEditing();
  const problem = useProblem(path);
  const offers = useQuery(segmentBuilderQuery).data?.offers ?? [];
  const rewards = useQuery(reading(rewardRoutes.listRewards, {})).data;
  const nameOf = useRewardName(rewards?.fallback ?? 'uk');
  const begin = (kind: string | null) => {
    if (kind === 'points') onChange({ kind, points: 100 });
    if (kind === 'coupon') onChange({ kind, offerId: offers[0]?.offerId ?? 'off_0' });
    if (kind === 'gift') onChange({ kind, rewardId: rewards?.rewards[0]?.rewardId ?? 'rwd_0' });
    if (kind === 'badge') onChange({ kind, sign: '🏅', titles });
  };
  return (
    <Group gap="sm" align="start">
      <Select
        label={t('quests.prize.kind')}
        data={KINDS.map((value) => ({ value, label: t(`quests.prize.kinds.${value}`) }))}
        value={prize.kind}
        disabled={launched}
        allowDeselect={false}
        onChange={begin}
        w={170}
      />
      {prize.kind === 'points' && (
        <NumberField
          label={t('quests.prize.points')}
          value={prize.points}
          disabled={launched}
          min={1}
          max={1_000_000}
          onChange={(points) => onChange({ ...prize, points: points ?? 1 })}
          w={140}
        />
      )}
      {prize.kind === 'coupon' && (
        <Select
          label={t('quests.prize.offer')}
          data={offers.map(({ offerId, name }) => ({ value: offerId, label: name }))}
          value={prize.offerId}
          error={problem}
          disabled={launched}
          onChange={(offerId) => offerId && onChange({ ...prize, offerId })}
          searchable
          flex="1 1 240px"
        />
      )}
      {prize.kind === 'gift' && (
        <Select
          label={t('quests.prize.reward')}
          data={(rewards?.rewards ?? []).map((each) => ({
            value: each.rewardId,
            label: nameOf(each.names),
          }))}
          value={prize.rewardId}
          error={problem}
          disabled={launched}
          onChange={(rewardId) => rewardId && onChange({ ...prize, rewardId })}
          searchable
          flex="1 1 240px"
        />
      )}
      {prize.kind === 'badge' && (
        <TextInput
          label={t('quests.prize.sign')}
          value={prize.sign}
          error={problem}
          disabled={launched}
          maxLength={16}
          onChange={(event) => onChange({ ...prize, sign: event.currentTarget.value })}
          w={110}
        />
      )}
    </Group>
  );
}
