import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import type { PlayerAttempt, PlayerFile } from '#src/contract/quest-players.ts';
import { useFormats } from '../../../parts/formats.ts';
import { GiveWindow } from './give-window.tsx';
import css from './players.module.css';
import { outcomeOf } from './task-outcome.ts';

type Task = PlayerFile['tasks'][number];

const COLOURS: Record<Task['state'], string> = {
  unseen: 'gray',
  shown: 'gray',
  waiting: 'yellow',
  done: 'brand',
  skipped: 'gray',
  lost: 'red',
};

/** A task as one player stands in it, with everything that they have given. */
export function PlayerTask({ questId, playerId, task }: { questId: string; playerId: string; task: Task }) {
  const { t } = useTranslation();
  const [giving, setGiving] = useState(false);
  const isDone = task.state === 'done';
  return (
    <li className={css.task}>
      <header>
        <span>
          <b>{task.title}</b>
          <small>
            {t(`questLive.type.${task.type}`)}
            {task.right && ` · ${t('questLive.player.right', { answer: task.right })}`}
            {task.hinted && ` · ${t('questLive.player.hinted')}`}
          </small>
        </span>
        <Badge color={COLOURS[task.state]}>
          {t(`questLive.player.state.${task.state}`)}
          {isDone && ` +${task.points}`}
        </Badge>
      </header>
      {task.attempts.length > 0 && (
        <ol className={css.attempts}>
          {task.attempts.map((attempt) => (
            <Attempt key={attempt.attemptKey} attempt={attempt} type={task.type} />
          ))}
        </ol>
      )}
      <Button variant="subtle" size="compact-xs" onClick={() => setGiving(true)}>
        {t(isDone ? 'questLive.give.withdraw' : 'questLive.give.give')}
      </Button>
      {giving && (
        <GiveWindow
          questId={questId}
          playerId={playerId}
          task={task}
          verdict={isDone ? 'withdrawn' : 'right'}
          onClose={() => setGiving(false)}
        />
      )}
    </li>
  );
}

/** A number that was found or played, with what it counts; anything else says what it is by itself. */
function useGiven() {
  const { t } = useTranslation();
  return ({ said, kind, type }: Pick<PlayerAttempt, 'said' | 'kind'> & { type: string }): string => {
    if (said === '') return said;
    if (kind === 'game') return t('questLive.player.result', { result: said });
    if (kind !== 'counted') return said;
    return FOUND.has(type) ? t(`questLive.player.found.${type}`, { count: Number(said) }) : '';
  };
}

const FOUND = new Set(['register', 'purchase', 'friend']);

/** What was given and when, how it was judged, by whom and by which version of the right answer. */
function Attempt({ attempt, type }: { attempt: PlayerAttempt; type: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { said, kind, pictureId, metres, verdict, decidedBy, note, regradedFrom, taskVersion } = attempt;
  const words = useGiven();
  const told = verdict === 'right' && outcomeOf(type) !== 'right' ? 'counted' : verdict;
  const shown = words({ said, kind, type }) || (metres === null ? t(`questLive.player.gave.${kind}`) : '');
  return (
    <li data-verdict={verdict}>
      <span>
        {pictureId ? (
          <a href={picturePath(pictureId)} target="_blank" rel="noreferrer">
            <img src={picturePath(pictureId)} alt={t('questLive.player.gave.photo')} loading="lazy" />
          </a>
        ) : (
          shown
        )}
        {metres !== null && t('questLive.player.metres', { metres: format.number(metres) })}
        <small>
          {format.moment(attempt.at)}
          {decidedBy && ` · ${t('questLive.player.decidedBy', { who: decidedBy })}`}
          {note && ` · «${note}»`}
          {regradedFrom &&
            ` · ${t('questLive.player.regraded', { was: t(`questLive.player.verdict.${regradedFrom}`) })}`}
          {taskVersion > 1 && ` · ${t('questLive.player.version', { version: taskVersion })}`}
        </small>
      </span>
      <b>
        {t(`questLive.player.verdict.${told}`)}
        {attempt.points !== 0 && ` ${format.signed(attempt.points)}`}
      </b>
    </li>
  );
}
