import { Badge, Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { questSheetRoutes } from '#src/contract/quest-sheet.ts';
import { type ListedQuest, questRoutes } from '#src/contract/quests.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { type Column, Records } from '../../parts/records.tsx';
import { QuestStatus } from './quest-status.tsx';

/** Every quest, and the two ways to a new one: an empty page, or the weekend quest that ships. */
export function QuestsScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useQuery(reading(questRoutes.listQuests, {}));
  const sample = useWriting(questSheetRoutes.createFromSample, { stale: [questRoutes.listQuests] });
  const load = () => sample.mutate({}, { onSuccess: ({ questId }) => void navigate(`/quests/${questId}`) });
  const example = (
    <Button variant="default" loading={sample.isPending} onClick={load}>
      {t('quests.sample.load')}
    </Button>
  );
  return (
    <Page
      title={t('nav.quests')}
      actions={
        <>
          {example}
          <Button component={Link} to="/quests/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('quests.new')}
          </Button>
        </>
      }
    >
      <FailureNote failure={sample.error} onRetry={load} />
      <Sheet>
        <Answer of={list}>
          {({ quests }) =>
            quests.length === 0 ? (
              <EmptyState title={t('quests.empty.title')} text={t('quests.empty.text')}>
                <Group justify="center">
                  {example}
                  <Button component={Link} to="/quests/new">
                    {t('quests.new')}
                  </Button>
                </Group>
              </EmptyState>
            ) : (
              <QuestList quests={quests} />
            )
          }
        </Answer>
      </Sheet>
    </Page>
  );
}

function QuestList({ quests }: { quests: ListedQuest[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  const moment = (at: string | null) => (at === null ? '–' : format.moment(at));
  const columns: Column<ListedQuest>[] = [
    { name: t('quests.name'), cell: ({ name }) => name },
    { name: t('quests.statusName'), cell: (quest) => <QuestStatus {...quest} /> },
    { name: t('quests.startsAt'), cell: ({ startsAt }) => moment(startsAt) },
    { name: t('quests.endsAt'), cell: ({ endsAt }) => moment(endsAt) },
    { name: t('quests.tasks'), figures: true, cell: ({ tasks }) => format.number(tasks) },
    {
      name: t('quests.players'),
      figures: true,
      cell: ({ status, players }) => (status === 'draft' ? '–' : format.number(players)),
    },
  ];
  return (
    <Records
      label={t('nav.quests')}
      columns={columns}
      records={quests}
      keyOf={({ questId }) => questId}
      onOpen={({ questId }) => void navigate(`/quests/${questId}`)}
      actions={({ questId, status }) =>
        status !== 'draft' && (
          <Badge
            component={Link}
            to={`/quests/${questId}/live`}
            variant="light"
            style={{ cursor: 'pointer' }}
          >
            {t('quests.live')}
          </Badge>
        )
      }
    />
  );
}
