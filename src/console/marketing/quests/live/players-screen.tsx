import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconListDetails, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { LiveQuest } from '#src/contract/quest-live.ts';
import { PLAYERS_WHO, questPlayerRoutes } from '#src/contract/quest-players.ts';
import { reading } from '../../../api/api-queries.ts';
import { linkTo } from '../../../api/call.ts';
import { Answer } from '../../../parts/answer.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Sheet } from '../../../parts/page.tsx';
import { ListWindow } from './list-window.tsx';
import { PlayerDrawer } from './player-drawer.tsx';
import css from './players.module.css';
import { PlayersTable } from './players-table.tsx';
import { QuestFrame } from './quest-frame.tsx';

const LOOK_EVERY_MS = 15_000;
const TYPING_MS = 250;
type Who = (typeof PLAYERS_WHO)[number];

/** Who plays: looked up, read with every answer, taken out as a table or as a list for campaigns. */
export function PlayersScreen() {
  const { questId = '' } = useParams();
  return <QuestFrame questId={questId}>{(live) => <Players live={live} />}</QuestFrame>;
}

function Players({ live }: { live: LiveQuest }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { questId } = live;
  const { playerId = null } = useParams();
  const [text, setText] = useState('');
  const [sought] = useDebouncedValue(text, TYPING_MS);
  const [who, setWho] = useState<Who>('all');
  const [chapterNo, setChapterNo] = useState(live.chapters[0]?.chapterNo ?? 1);
  const [listing, setListing] = useState(false);
  const asked = { who, ...(who === 'dropped' && { chapterNo }) };
  const found = useQuery({
    ...reading(questPlayerRoutes.listPlayers, { params: { questId }, body: { text: sought, ...asked } }),
    refetchInterval: LOOK_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <Sheet>
      <div className={css.search}>
        <TextInput
          label={t('questLive.players.search')}
          placeholder={t('questLive.players.searchHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={18} aria-hidden />}
          autoComplete="off"
        />
        <Select
          label={t('questLive.players.who')}
          value={who}
          onChange={(value) => setWho(PLAYERS_WHO.find((each) => each === value) ?? 'all')}
          data={PLAYERS_WHO.map((each) => ({ value: each, label: t(`questLive.players.is.${each}`) }))}
          allowDeselect={false}
        />
        {who === 'dropped' && (
          <Select
            label={t('questLive.players.chapter')}
            value={String(chapterNo)}
            onChange={(value) => setChapterNo(Number(value))}
            data={live.chapters.map((each) => ({
              value: String(each.chapterNo),
              label: t('questLive.tasks.chapter', { number: each.chapterNo, title: each.title }),
            }))}
            allowDeselect={false}
          />
        )}
        <Group gap="xs" className={css.out}>
          <Button
            variant="default"
            leftSection={<IconListDetails size={18} aria-hidden />}
            onClick={() => setListing(true)}
          >
            {t('questLive.players.makeList')}
          </Button>
          <Button
            component="a"
            href={linkTo(questPlayerRoutes.takePlayers, { params: { questId }, query: {} })}
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            download
          >
            CSV
          </Button>
        </Group>
      </div>
      <Answer of={found}>
        {({ players, more }) =>
          players.length === 0 ? (
            <EmptyState
              title={t(live.players.joined === 0 ? 'questLive.players.nobody' : 'questLive.players.notFound')}
              text={t(
                live.players.joined === 0 ? 'questLive.players.nobodyText' : 'questLive.players.notFoundText',
              )}
            />
          ) : (
            <PlayersTable
              players={players}
              more={more}
              onOpen={(player) => void navigate(`/quests/${questId}/players/${player.playerId}`)}
            />
          )
        }
      </Answer>
      <PlayerDrawer
        questId={questId}
        playerId={playerId}
        onClose={() => void navigate(`/quests/${questId}/players`)}
      />
      {listing && (
        <ListWindow questId={questId} questName={live.name} asked={asked} onClose={() => setListing(false)} />
      )}
    </Sheet>
  );
}
