import { Alert, Button } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestResults, QuestTotals } from '#src/contract/quest-results.ts';
import { Figure, Figures } from '../../../parts/figure.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import { Records } from '../../../parts/records.tsx';
import { Comparison } from '../../campaigns/results/comparison.tsx';
import { shareOf } from '../../campaigns/results/result-words.ts';
import css from './results.module.css';
import { TermsWindow } from './terms-window.tsx';
import { useQuestWords } from './use-quest-words.ts';

/** First the sentence, then what it is made of. */
export function QuestResult({ questId, results }: { questId: string; results: QuestResults }) {
  const { t } = useTranslation();
  const words = useQuestWords();
  const format = useFormats();
  const [changing, setChanging] = useState(false);
  const { uplift, countedAt, isFair, controlPercent } = results;
  const hasControl = uplift.control.people > 0;
  const names = { target: t('questLive.result.target'), control: t('questLive.result.control') };
  return (
    <Sheet
      title={t('questLive.result.title')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconAdjustments size={16} aria-hidden />}
          onClick={() => setChanging(true)}
        >
          {t('results.terms.open')}
        </Button>
      }
    >
      <p className={css.headline} data-verdict={countedAt ? uplift.verdict : undefined}>
        {words.headline(results)}
        <small>{words.note(results)}</small>
      </p>
      {countedAt && !isFair && (
        <Alert color="red" mb="md" title={t('results.unfair.title')}>
          {t('results.unfair.text')}
        </Alert>
      )}
      {countedAt && hasControl && (
        <>
          <Comparison uplift={uplift} names={names} />
          <Periods results={results} names={names} />
        </>
      )}
      <Costs results={results} />
      {countedAt && (
        <p className={css.explains}>
          {t('questLive.result.asOf', {
            when: format.moment(countedAt),
            percent: format.number(controlPercent),
            days: t('results.days', { count: results.daysAfter }),
          })}
        </p>
      )}
      {changing && <TermsWindow questId={questId} results={results} onClose={() => setChanging(false)} />}
    </Sheet>
  );
}

const PERIODS = ['during', 'after'] as const;

/** Sales a person in the days of the quest and after them, of both groups. */
function Periods({
  results: { uplift },
  names,
}: {
  results: QuestResults;
  names: { target: string; control: string };
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const perPerson = (group: QuestTotals, period: (typeof PERIODS)[number]) =>
    group.people === 0 ? '–' : format.money(group[period].netMinor / group.people);
  const bought = (group: QuestTotals, period: (typeof PERIODS)[number]) =>
    group.people === 0 ? '–' : shareOf(format, group[period].buyers / group.people);
  const cell = (group: QuestTotals, period: (typeof PERIODS)[number]) =>
    t('questLive.result.cell', { share: bought(group, period), money: perPerson(group, period) });
  return (
    <Records
      label={t('questLive.result.when')}
      records={PERIODS}
      keyOf={(period) => period}
      columns={[
        { name: t('questLive.result.when'), cell: (period) => t(`questLive.result.period.${period}`) },
        { name: names.target, figures: true, cell: (period) => cell(uplift.target, period) },
        { name: names.control, figures: true, cell: (period) => cell(uplift.control, period) },
      ]}
    />
  );
}

/** What it cost, and what is left beyond that. */
function Costs({ results }: { results: QuestResults }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { profit, uplift, pointsMinor, costMinor, marginPercent } = results;
  const isSaid = !['controlSmall', 'noControl', 'tooEarly'].includes(uplift.verdict);
  const tone = profit && profit.profit.low > 0 ? 'good' : profit && profit.profit.high < 0 ? 'warn' : 'quiet';
  return (
    <div className={css.costs}>
      <Figures>
        <Figure label={t('questLive.result.points')} value={format.wholeMoney(pointsMinor)} />
        <Figure label={t('questLive.result.other')} value={format.wholeMoney(costMinor)} />
        {profit && isSaid && uplift.extraNet && (
          <>
            <Figure label={t('results.profit.extraNet')} value={format.wholeMoney(uplift.extraNet.value)} />
            <Figure
              label={t('results.profit.margin', { percent: format.number(marginPercent) })}
              value={format.wholeMoney(profit.margin.value)}
            />
            <Figure
              label={t('results.profit.profit')}
              value={format.wholeMoney(profit.profit.value)}
              tone={tone}
            />
            {profit.roi !== null && (
              <Figure label={t('results.profit.roi')} value={shareOf(format, profit.roi)} tone={tone} />
            )}
          </>
        )}
      </Figures>
      {profit && isSaid && (
        <p className={css.explains}>
          {t('results.profit.range', {
            low: format.wholeMoney(profit.profit.low),
            high: format.wholeMoney(profit.profit.high),
          })}
        </p>
      )}
    </div>
  );
}
