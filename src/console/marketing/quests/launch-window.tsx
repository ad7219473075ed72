import { Alert, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CheckedQuest, type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { useFormats } from '../../parts/formats.ts';
import { usePlaceOf } from './use-place-of.ts';

/** The last look before a quest is launched: what is missing, or what will happen. */
export function LaunchWindow({
  quest,
  checked,
  onLaunched,
  onClose,
}: {
  quest: QuestShown;
  checked: CheckedQuest | undefined;
  onLaunched: (quest: QuestShown) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { draft, questId, version } = quest;
  const placeOf = usePlaceOf(draft);
  const launch = useWriting(questRoutes.launchQuest, { stale: [questRoutes.listQuests] });
  const problems = checked?.problems ?? [];
  const { startsAt, endsAt, tasks, prizes, terms, budget } = draft;
  const later = startsAt !== null && Date.parse(startsAt) > Date.now();
  const ready = problems.length === 0 && startsAt !== null && endsAt !== null;
  const confirm = () =>
    launch.mutate(
      { params: { questId }, body: { version } },
      {
        onSuccess: (next) => {
          onLaunched(next);
          onClose();
        },
      },
    );
  return (
    <Confirmation
      opened
      title={t('quests.launch.title')}
      confirm={t(later ? 'quests.launch.schedule' : 'quests.launch.confirm')}
      busy={launch.isPending}
      failure={launch.error}
      onConfirm={ready ? confirm : onClose}
      onClose={onClose}
    >
      {ready ? (
        <>
          <List size="sm" spacing={6}>
            <List.Item>
              {t('quests.launch.when', { from: format.moment(startsAt), until: format.moment(endsAt) })}
            </List.Item>
            <List.Item>{t(`quests.launch.${terms.openTo}`)}</List.Item>
            {terms.controlPercent > 0 && (
              <List.Item>{t('quests.launch.control', { percent: terms.controlPercent })}</List.Item>
            )}
            <List.Item>{t('quests.launch.tasks', { count: tasks.length })}</List.Item>
            <List.Item>{t('quests.launch.prizes', { count: prizes.length })}</List.Item>
            <List.Item>
              {budget === null
                ? t('quests.cost.noBudget')
                : t('quests.launch.budget', { points: format.number(budget) })}
            </List.Item>
          </List>
          <Text size="sm" mt="sm">
            {t('quests.launch.after')}
          </Text>
        </>
      ) : (
        <Alert color="orange" variant="light" title={t('quests.check.missing', { count: problems.length })}>
          <List size="sm">
            {problems.slice(0, 12).map(({ field, message }) => (
              <List.Item key={field}>
                {placeOf(field)}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Confirmation>
  );
}
