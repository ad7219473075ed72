import { Badge, Button, Drawer, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type PlayerFile, questPlayerRoutes } from '#src/contract/quest-players.ts';
import { reading } from '../../../api/api-queries.ts';
import { Answer } from '../../../parts/answer.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { CorrectWindow } from './correct-window.tsx';
import { PlayerTask } from './player-task.tsx';
import css from './players.module.css';

/** One player beside the list: every answer with what it was judged by, corrections and prizes. */
export function PlayerDrawer({
  questId,
  playerId,
  onClose,
}: {
  questId: string;
  playerId: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const file = useQuery({
    ...reading(questPlayerRoutes.readPlayer, { params: { questId, playerId: playerId ?? '' } }),
    enabled: playerId !== null,
  });
  return (
    <Drawer
      opened={playerId !== null}
      onClose={onClose}
      size="lg"
      title={<b>{file.data?.nickname ?? ''}</b>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {playerId !== null && (
        <Answer of={file}>{(data) => <Player key={data.playerId} questId={questId} file={data} />}</Answer>
      )}
    </Drawer>
  );
}

function Player({ questId, file }: { questId: string; file: PlayerFile }) {
  const { t } = useTranslation();
  const format = useFormats();
  const [correcting, setCorrecting] = useState(false);
  const seen = file.tasks.filter(({ state }) => state !== 'unseen');
  return (
    <Stack>
      <Group gap="xs">
        <Badge size="lg">{t('questLive.points', { count: file.score })}</Badge>
        <Badge size="lg" color="gray">
          {file.shownName ?? t('questLive.guest')}
        </Badge>
        {file.phone && (
          <Badge size="lg" color="gray">
            {file.phone}
          </Badge>
        )}
        <Badge size="lg" color="gray">
          {t(`results.part.messenger.${file.messenger}`)}
        </Badge>
      </Group>
      <p className={css.facts}>
        {t('questLive.player.joined', { at: format.moment(file.joinedAt) })}{' '}
        {t('questLive.player.last', { at: format.moment(file.lastAt) })}{' '}
        {file.paid !== file.score &&
          t(`questLive.player.unpaid.${file.unpaidBecause ?? 'soon'}`, {
            points: format.number(file.score - file.paid),
          })}
      </p>
      <Group gap="xs">
        <Button size="compact-md" variant="default" onClick={() => setCorrecting(true)}>
          {t('questLive.player.correct')}
        </Button>
        {file.memberId && (
          <Button size="compact-md" variant="default" component={Link} to={`/members/${file.memberId}`}>
            {t('questLive.player.toMember')}
          </Button>
        )}
      </Group>
      <Wins file={file} />
      <Corrections file={file} />
      <section aria-label={t('questLive.player.tasks')}>
        <h3 className={css.part}>{t('questLive.player.tasks')}</h3>
        {seen.length === 0 && <p className={css.facts}>{t('questLive.player.nothing')}</p>}
        <ol className={css.tasks}>
          {seen.map((task) => (
            <PlayerTask key={task.taskNo} questId={questId} playerId={file.playerId} task={task} />
          ))}
        </ol>
        {file.tasks.length > seen.length && <Unseen questId={questId} file={file} />}
      </section>
      {correcting && <CorrectWindow questId={questId} file={file} onClose={() => setCorrecting(false)} />}
    </Stack>
  );
}

/** Tasks that they have not come to: one of them may be given by hand, too. */
function Unseen({ questId, file }: { questId: string; file: PlayerFile }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const unseen = file.tasks.filter(({ state }) => state === 'unseen');
  if (!opened)
    return (
      <Button variant="subtle" size="compact-sm" onClick={() => setOpened(true)}>
        {t('questLive.player.showUnseen', { count: unseen.length })}
      </Button>
    );
  return (
    <ol className={css.tasks}>
      {unseen.map((task) => (
        <PlayerTask key={task.taskNo} questId={questId} playerId={file.playerId} task={task} />
      ))}
    </ol>
  );
}

function Wins({ file: { wins } }: { file: PlayerFile }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (wins.length === 0) return null;
  return (
    <section aria-label={t('questLive.prizes.title')}>
      <h3 className={css.part}>{t('questLive.prizes.title')}</h3>
      <ul className={css.lines}>
        {wins.map(({ winId, title, status, wonAt, readyAt }) => (
          <li key={winId}>
            <span>
              {title}
              <small>{format.moment(wonAt)}</small>
            </span>
            <Badge color={status === 'given' ? 'brand' : 'gray'}>
              {t(`questLive.player.win.${status}`, { at: format.day(readyAt) })}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Corrections({ file: { corrections } }: { file: PlayerFile }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (corrections.length === 0) return null;
  return (
    <section aria-label={t('questLive.player.corrections')}>
      <h3 className={css.part}>{t('questLive.player.corrections')}</h3>
      <ul className={css.lines}>
        {corrections.map(({ points, reason, by, at }) => (
          <li key={at}>
            <span>
              {reason}
              <small>
                {by} · {format.moment(at)}
              </small>
            </span>
            <b>{format.signed(points)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
