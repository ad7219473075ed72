import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useEditorKey } from '../newborn.ts';
import { RewardEditor } from './reward-editor.tsx';

/** One reward, or a new one. */
export function RewardScreen() {
  const { t } = useTranslation();
  const { rewardId = 'new' } = useParams();
  const { key, isNew, isBorn, hears } = useEditorKey(rewardId);
  const list = useQuery(reading(rewardRoutes.listRewards, {}));
  return (
    <Answer of={list}>
      {(catalogue) => {
        const reward = catalogue.rewards.find((each) => each.rewardId === rewardId) ?? null;
        if (!reward && !isNew && !isBorn)
          return <EmptyState title={t('rewards.gone.title')} text={t('rewards.gone.text')} />;
        return <RewardEditor key={key} reward={reward} catalogue={catalogue} {...hears} />;
      }}
    </Answer>
  );
}
