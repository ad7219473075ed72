import { Alert, Box, Button } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type QuestResults, type QuestTotals, questResultRoutes } from '#src/contract/quest-results.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import { Records } from '../../../parts/records.tsx';
import { Comparison } from '../../campaigns/results/comparison.tsx';
import { Headline } from '../../campaigns/results/headline.tsx';
import { ProfitFigures } from '../../campaigns/results/profit-figures.tsx';
import { shareOf } from '../../campaigns/results/result-words.ts';
import css from '../../campaigns/results/results.module.css';
import { type ResultTerms, TermsWindow } from '../../campaigns/results/terms-window.tsx';
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
      <Headline
        verdict={countedAt ? uplift.verdict : undefined}
        text={words.headline(results)}
        note={words.note(results)}
      />
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
      <Box mt="md">
        <Costs results={results} />
      </Box>
      {countedAt && (
        <p className={css.explains}>
          {t('questLive.result.asOf', {
            when: format.moment(countedAt),
            percent: format.number(controlPercent),
            days: t('results.days', { count: results.daysAfter }),
          })}
        </p>
      )}
      {changing && <QuestTerms questId={questId} results={results} onClose={() => setChanging(false)} />}
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
  const { uplift, profit, marginPercent, pointsMinor, costMinor } = results;
  return (
    <ProfitFigures
      uplift={uplift}
      profit={profit}
      marginPercent={marginPercent}
      costs={[
        { label: t('questLive.result.points'), minor: pointsMinor },
        { label: t('questLive.result.other'), minor: costMinor },
      ]}
    />
  );
}

function QuestTerms({
  questId,
  results,
  onClose,
}: {
  questId: string;
  results: QuestResults;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { daysAfter, marginPercent, costMinor } = results;
  const change = useWriting(questResultRoutes.changeTerms, { stale: [questResultRoutes.readResults] });
  const save = ({ days, ...terms }: ResultTerms) =>
    change.mutate({ params: { questId }, body: { daysAfter: days, ...terms } }, { onSuccess: onClose });
  return (
    <TermsWindow
      terms={{ days: daysAfter, marginPercent, costMinor }}
      leastDays={0}
      words={{
        days: t('questLive.result.terms.days'),
        daysHint: t('questLive.result.terms.daysHint'),
        cost: t('questLive.result.terms.cost'),
        costHint: t('questLive.result.terms.costHint'),
      }}
      saving={change}
      onSave={save}
      onClose={onClose}
    />
  );
}
