import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LiveTask } from '#src/contract/quest-live.ts';
import { useFormats } from '../../../parts/formats.ts';
import css from './live.module.css';
import { STATES, StateBar } from './state-bar.tsx';
import { outcomeOf } from './task-outcome.ts';

const WRONG_SHOWN = 3;

/** One task: who has seen it and what became of it, and what people say when they are wrong. */
export function TaskRow({ task }: { task: LiveTask }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { shown, done, wrong, late, topWrong } = task;
  const share = shown === 0 ? 0 : Math.round((done / shown) * 100) * 100;
  const said = topWrong.filter((each) => each.said !== '').slice(0, WRONG_SHOWN);
  return (
    <li className={css.task} data-suspect={task.suspect || undefined}>
      <span className={css.name}>
        <b>{task.title || task.taskKey}</b>
        <small>
          {t(`questLive.type.${task.type}`)} · {t('questLive.points', { count: task.points })}
        </small>
      </span>
      <span className={css.share}>
        {shown === 0 ? '–' : format.share(share)}
        <small>{t(`questLive.came.${outcomeOf(task.type)}`)}</small>
      </span>
      <StateBar counts={task} />
      <span className={css.counts}>
        {t('questLive.seen', { count: shown })}
        {STATES.filter((state) => state !== 'done' && task[state] > 0).map((state) => (
          <span key={state}>
            {t(`questLive.state.${state}`)} {format.number(task[state])}
          </span>
        ))}
        {wrong > 0 && <span>{t('questLive.wrong', { count: wrong })}</span>}
        {late > 0 && <span>{t('questLive.late', { count: late })}</span>}
        {task.hinted > 0 && <span>{t('questLive.hinted', { count: task.hinted })}</span>}
      </span>
      {said.length > 0 && (
        <span className={css.wrong}>
          {t('questLive.wrongMost')}
          {said.map((each) => (
            <Badge key={each.said} color={task.suspect ? 'orange' : 'gray'} size="md">
              {task.type === 'game' ? t('questLive.player.result', { result: each.said }) : each.said} ×{' '}
              {format.number(each.count)}
            </Badge>
          ))}
        </span>
      )}
    </li>
  );
}
