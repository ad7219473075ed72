import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { RewardEditor } from './reward-editor.tsx';

/** One reward, or a new one. */
export function RewardScreen() {
  const { t } = useTranslation();
  const { rewardId } = useParams();
  const [epoch, setEpoch] = useState(0);
  const list = useQuery(reading(rewardRoutes.listRewards, {}));
  return (
    <Answer of={list}>
      {(catalogue) => {
        const reward = catalogue.rewards.find((each) => each.rewardId === rewardId) ?? null;
        if (!reward && rewardId !== 'new')
          return <EmptyState title={t('rewards.gone.title')} text={t('rewards.gone.text')} />;
        return (
          <RewardEditor
            key={`${reward?.rewardId ?? 'new'} ${epoch}`}
            reward={reward}
            catalogue={catalogue}
            onReplaced={() => setEpoch((before) => before + 1)}
          />
        );
      }}
    </Answer>
  );
}
