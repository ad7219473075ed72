import { Badge, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import { type PlayMove, type PlayScreen, questPlayRoutes } from '#src/contract/quest-play.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { numbered } from '../../parts/numbered.ts';
import preview from '../message-preview.module.css';
import { RichWords } from '../rich-words.tsx';
import { useEditing } from './editing.ts';
import css from './play-window.module.css';

const MESSENGERS = ['telegram', 'viber'] as const;

/** The quest as a player would see it, to be played at the desk: nothing is recorded. */
export function PlayWindow({ questId, onClose }: { questId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { language } = useEditing();
  const [messenger, setMessenger] = useState<(typeof MESSENGERS)[number]>('telegram');
  const [moves, setMoves] = useState<PlayMove[]>([]);
  const play = useQuery({
    queryKey: [questPlayRoutes.playQuest.url, questId, language, messenger, moves],
    queryFn: ({ signal }) =>
      call(questPlayRoutes.playQuest, { params: { questId }, body: { moves, language, messenger } }, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const { data } = play;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('quests.play.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Group justify="space-between">
          <SegmentedControl
            size="xs"
            aria-label={t('quests.play.messenger')}
            data={[
              { value: 'telegram', label: 'Telegram' },
              { value: 'viber', label: 'Viber' },
            ]}
            value={messenger}
            onChange={(next) => setMessenger(next === 'viber' ? 'viber' : 'telegram')}
          />
          {data && <Badge variant="light">{t('quests.play.score', { count: data.score })}</Badge>}
        </Group>
        <FailureNote failure={play.error} onRetry={() => void play.refetch()} />
        {data && (
          <Phone
            screen={data}
            messenger={messenger}
            onMove={(move) => setMoves((before) => [...before, move])}
          />
        )}
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {t('quests.play.note')}
          </Text>
          <Button
            size="xs"
            variant="default"
            disabled={moves.length === 0}
            onClick={() => setMoves(moves.slice(0, -1))}
          >
            {t('quests.play.back')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Phone({
  screen,
  messenger,
  onMove,
}: {
  screen: PlayScreen;
  messenger: (typeof MESSENGERS)[number];
  onMove: (move: PlayMove) => void;
}) {
  const { t } = useTranslation();
  const [written, setWritten] = useState('');
  const { text, pictureId, buttons, task } = screen;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (written.trim() !== '') onMove({ write: written.trim() });
    setWritten('');
  };
  return (
    <div className={preview.chat} data-messenger={messenger}>
      <div className={preview.message} role="status">
        <div className={preview.bubble}>
          {pictureId && <img className={preview.picture} src={picturePath(pictureId)} alt="" />}
          <RichWords text={text} />
        </div>
        {numbered(buttons).map(({ key, item: row }) => (
          <div key={key} className={css.row}>
            {row.map(({ label, action }) => (
              <button
                key={label}
                type="button"
                className={`${preview.button} ${css.press}`}
                disabled={action === null}
                onClick={() => action !== null && onMove({ press: action })}
              >
                {label}
              </button>
            ))}
          </div>
        ))}
      </div>
      {task?.isFree && (
        <form className={css.write} onSubmit={send}>
          <TextInput
            aria-label={t('quests.play.write')}
            placeholder={t('quests.play.write')}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
            flex={1}
          />
          <Button type="submit">{t('quests.play.send')}</Button>
        </form>
      )}
      {task?.isElsewhere && (
        <Button variant="light" fullWidth mt="xs" onClick={() => onMove({ done: true })}>
          {t('quests.play.done')}
        </Button>
      )}
    </div>
  );
}
