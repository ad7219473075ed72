import { useTranslation } from 'react-i18next';
import type { QuestFunnel as Funnel } from '#src/contract/quest-results.ts';
import { Sheet } from '../../../parts/page.tsx';
import { FunnelStage } from '../../campaigns/results/funnel-stage.tsx';
import css from '../../campaigns/results/results.module.css';

/** From joining to the end, chapter by chapter; and which kinds of task people do once they have seen them. */
export function QuestFunnel({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation();
  const { joined, began, finished, chapters, types } = funnel;
  const stages = [
    { key: 'joined', name: t('questLive.funnel.joined'), count: joined },
    { key: 'began', name: t('questLive.funnel.began'), count: began },
    ...chapters.flatMap(({ chapterNo, title, reached, passed }) => [
      {
        key: `reached${chapterNo}`,
        name: t('questLive.tasks.chapter', { number: chapterNo, title }),
        count: reached,
      },
      {
        key: `passed${chapterNo}`,
        name: t('questLive.funnel.passed', { number: chapterNo }),
        count: passed,
        isQuiet: true,
      },
    ]),
    { key: 'finished', name: t('questLive.funnel.finished'), count: finished },
  ];
  return (
    <>
      <Sheet title={t('questLive.funnel.title')}>
        <dl className={css.funnel}>
          {stages.map(({ key, ...stage }) => (
            <FunnelStage key={key} {...stage} of={joined} />
          ))}
        </dl>
      </Sheet>
      <Sheet title={t('questLive.funnel.types')}>
        <dl className={css.funnel}>
          {types.map(({ type, tasks, shown, done }) => (
            <FunnelStage
              key={type}
              name={`${t(`questLive.type.${type}`)} · ${t('questLive.tasks.inChapter', { count: tasks })}`}
              count={done}
              of={shown}
            />
          ))}
        </dl>
        <p className={css.explains}>{t('questLive.funnel.typesMean')}</p>
      </Sheet>
    </>
  );
}
