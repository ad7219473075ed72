import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListedPlayer } from '#src/contract/quest-players.ts';
import { useFormats } from '../../../parts/formats.ts';
import { Records } from '../../../parts/records.tsx';
import css from './players.module.css';

export function PlayersTable({
  players,
  more,
  onOpen,
}: {
  players: ListedPlayer[];
  /** There are others beside those that are shown. */
  more: boolean;
  onOpen: (player: ListedPlayer) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <>
      <Records
        label={t('questLive.view.players')}
        records={players}
        keyOf={({ playerId }) => playerId}
        onOpen={onOpen}
        columns={[
          {
            name: t('questLive.players.nickname'),
            cell: ({ nickname, team }) => (
              <span className={css.person}>
                {nickname}
                {team && (
                  <small>
                    {t('questLive.players.team', { title: team.title, score: format.number(team.score) })}
                  </small>
                )}
              </span>
            ),
          },
          {
            name: t('questLive.players.person'),
            cell: ({ shownName, phone }) =>
              shownName === null ? (
                <Badge color="gray">{t('questLive.guest')}</Badge>
              ) : (
                <span className={css.person}>
                  {shownName}
                  {phone && <small>{phone}</small>}
                </span>
              ),
          },
          {
            name: t('questLive.players.score'),
            figures: true,
            cell: ({ score }) => format.number(score),
          },
          { name: t('questLive.players.done'), figures: true, cell: ({ done }) => format.number(done) },
          {
            name: t('questLive.players.wins'),
            figures: true,
            cell: ({ wins }) => (wins === 0 ? '–' : format.number(wins)),
          },
          {
            name: t('questLive.players.last'),
            figures: true,
            cell: ({ lastAt, finishedAt }) =>
              finishedAt
                ? t('questLive.players.finishedAt', { at: format.moment(finishedAt) })
                : format.moment(lastAt),
          },
        ]}
      />
      {more && <p className={css.more}>{t('questLive.players.more')}</p>}
    </>
  );
}
