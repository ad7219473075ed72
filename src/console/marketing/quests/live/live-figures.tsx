import { useTranslation } from 'react-i18next';
import type { LiveQuest } from '#src/contract/quest-live.ts';
import { Figure, Figures } from '../../../parts/figure.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import css from './live.module.css';
import { PaceBars } from './pace-bars.tsx';

/** A share of the budget from which on somebody should look. */
const NEAR_THE_END = 0.9;

/** Who plays, how fast, and what it has cost so far. */
export function LiveFigures({ live }: { live: LiveQuest }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { players, reviews, spent, budget, costMinor, at } = live;
  const waits = players.unpaid;
  const waiting = waits.guest + waits.receipt + waits.budget;
  return (
    <>
      <Figures>
        <Figure
          label={t('questLive.joined')}
          value={
            <>
              {format.number(players.joined)}
              {players.guests > 0 && (
                <small className={css.beside}>{t('questLive.guests', { count: players.guests })}</small>
              )}
            </>
          }
        />
        <Figure
          label={t('questLive.active')}
          value={format.number(players.active)}
          tone={players.active > 0 ? 'good' : 'quiet'}
        />
        <Figure label={t('questLive.finished')} value={format.number(players.finished)} />
        <Figure
          label={t('questLive.reviews')}
          to={`/quests/${live.questId}/reviews`}
          value={format.number(reviews.waiting)}
          tone={reviews.waiting > 0 ? 'warn' : 'quiet'}
        />
        <Figure
          label={
            budget === null ? t('questLive.spent') : t('questLive.spentOf', { budget: format.number(budget) })
          }
          value={
            <>
              {format.number(spent)}
              <small className={css.beside}>
                {t('questLive.worth', { money: format.wholeMoney(costMinor) })}
              </small>
            </>
          }
          tone={budget !== null && spent >= budget * NEAR_THE_END ? 'warn' : undefined}
        />
      </Figures>
      <Sheet title={t('questLive.pace.title')}>
        <PaceBars pace={live.pace} until={at} />
        {waiting > 0 && (
          <p className={css.explains}>
            {t('questLive.unpaid')}{' '}
            {(['guest', 'receipt', 'budget'] as const)
              .filter((why) => waits[why] > 0)
              .map((why) => t(`questLive.unpaidBecause.${why}`, { points: format.number(waits[why]) }))
              .join('; ')}
            .
          </p>
        )}
      </Sheet>
    </>
  );
}
