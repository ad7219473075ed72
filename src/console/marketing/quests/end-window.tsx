import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { questPlayRoutes } from '#src/contract/quest-play.ts';
import { type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { Confirmation } from '../../parts/confirmation.tsx';

/** Ends a quest for good: what was won is given, lots are drawn, no answers are taken any more. */
export function EndWindow({
  quest,
  onEnded,
  onClose,
}: {
  quest: QuestShown;
  onEnded: (quest: QuestShown) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const params = { questId: quest.questId };
  // More may play than when the quest was opened here.
  const { players } = useQuery({ ...reading(questRoutes.readQuest, { params }), staleTime: 0 }).data ?? quest;
  const end = useWriting(questPlayRoutes.endQuest, { stale: [questRoutes.listQuests] });
  const confirm = () =>
    end.mutate(
      { params },
      { onSuccess: () => void call(questRoutes.readQuest, { params }).then(onEnded).then(onClose) },
    );
  return (
    <Confirmation
      opened
      title={t('quests.end.title')}
      confirm={t('quests.end.confirm')}
      typed={{ value: String(players), label: t('quests.end.typed', { count: players }) }}
      danger
      busy={end.isPending}
      failure={end.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('quests.end.text')}
    </Confirmation>
  );
}
