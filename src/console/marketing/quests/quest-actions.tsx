import { Button, Menu } from '@mantine/core';
import { IconActivity, IconChevronDown, IconDeviceMobile, IconRocket } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { type CheckedQuest, type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { campaignOf } from './campaign-of.ts';
import { EndWindow } from './end-window.tsx';
import { LaunchWindow } from './launch-window.tsx';
import { PlayWindow } from './play-window.tsx';
import { statusNow } from './quest-status.tsx';
import type { QuestEditing } from './use-quest-draft.ts';

/** What can be done with a quest as it stands now. */
export function QuestActions({
  quest,
  editing,
  checked,
}: {
  quest: QuestShown | null;
  editing: QuestEditing;
  checked: CheckedQuest | undefined;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [launching, setLaunching] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [ending, setEnding] = useState(false);
  const stale = { stale: [questRoutes.listQuests] };
  const pause = useWriting(questRoutes.pauseQuest, stale);
  const resume = useWriting(questRoutes.resumeQuest, stale);
  const takeBack = useWriting(questRoutes.takeBackQuest, stale);
  const copy = useWriting(questRoutes.copyQuest, stale);
  const remove = useWriting(questRoutes.deleteQuest, stale);
  const campaign = useWriting(marketingRoutes.createCampaign, { stale: [marketingRoutes.listCampaigns] });
  const { save, act, load, complete } = editing;
  const status =
    quest &&
    statusNow({ status: quest.status, startsAt: editing.draft.startsAt, endsAt: editing.draft.endsAt });
  const turn = (action: typeof pause) =>
    act(({ questId, version }) => action.mutateAsync({ params: { questId }, body: { version } }));
  const makeCopy = async () => {
    const original = (await save()) ?? quest;
    if (!original) return;
    copy.mutate(
      {
        params: { questId: original.questId },
        body: { name: t('quests.copyOf', { name: original.draft.name }).slice(0, 100) },
      },
      { onSuccess: ({ questId }) => void navigate(`/quests/${questId}`) },
    );
  };
  // The campaign begins with the invitation and a button that opens the quest.
  const makeCampaign = async () => {
    if (!quest) return;
    const { terms, name } = quest.draft;
    const { campaignId } = await campaign.mutateAsync({
      body: {
        name: name.slice(0, 100),
        content: campaignOf(terms, quest.payload, (lng) => t('quests.campaign.button', { lng })),
      },
    });
    await navigate(`/campaigns/${campaignId}`);
  };
  const failure =
    [pause, resume, takeBack, copy, remove, campaign].find(({ error }) => error !== null)?.error ?? null;
  return (
    <>
      <FailureNote failure={failure} />
      {quest && status !== 'draft' && (
        <Button
          component={Link}
          to={`/quests/${quest.questId}/live`}
          variant="default"
          leftSection={<IconActivity size={18} aria-hidden />}
        >
          {t('quests.live')}
        </Button>
      )}
      {quest && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
              {t('quests.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {status === 'live' && <Menu.Item onClick={() => turn(pause)}>{t('quests.pause')}</Menu.Item>}
            {status === 'paused' && <Menu.Item onClick={() => turn(resume)}>{t('quests.resume')}</Menu.Item>}
            {status === 'scheduled' && (
              <Menu.Item onClick={() => turn(takeBack)}>{t('quests.takeBack')}</Menu.Item>
            )}
            <Menu.Item component={Link} to={`/quests/${quest.questId}/print`}>
              {t('quests.print.open')}
            </Menu.Item>
            {status !== 'ended' && (
              <Menu.Item onClick={() => void makeCampaign()}>{t('quests.campaign.make')}</Menu.Item>
            )}
            {status !== 'draft' && status !== 'ended' && (
              <Menu.Item onClick={() => setEnding(true)}>{t('quests.end.open')}</Menu.Item>
            )}
            <Menu.Item onClick={() => void makeCopy()}>{t('quests.copy')}</Menu.Item>
            {status === 'draft' && (
              <Menu.Item
                color="red"
                onClick={() =>
                  remove.mutate(
                    { params: { questId: quest.questId } },
                    { onSuccess: () => void navigate('/quests', { replace: true }) },
                  )
                }
              >
                {t('quests.delete')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {quest && (
        <Button
          variant="default"
          leftSection={<IconDeviceMobile size={18} aria-hidden />}
          onClick={() => void save().then((saved) => setPlaying(saved !== null))}
        >
          {t('quests.play.open')}
        </Button>
      )}
      {(!quest || status === 'draft') && (
        <Button
          leftSection={<IconRocket size={18} aria-hidden />}
          disabled={!complete}
          onClick={() => void save().then((saved) => setLaunching(saved !== null))}
        >
          {t('quests.launch.open')}
        </Button>
      )}
      {quest && playing && <PlayWindow questId={quest.questId} onClose={() => setPlaying(false)} />}
      {quest && ending && <EndWindow quest={quest} onEnded={load} onClose={() => setEnding(false)} />}
      {quest && launching && (
        <LaunchWindow quest={quest} checked={checked} onLaunched={load} onClose={() => setLaunching(false)} />
      )}
    </>
  );
}
