import { Alert, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ChallengeStatistics, challengeLiveRoutes } from '#src/contract/challenge-live.ts';
import type { ChallengeShown } from '#src/contract/challenges.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { Comparison } from '../campaigns/results/comparison.tsx';
import css from '../editor.module.css';
import { useChallengeWords } from './challenge-words.ts';

const FIGURES = ['chosen', 'accepted', 'declined', 'control', 'reachedLast', 'given'] as const;

/** By member, stage and privilege, by period, and against those who are only compared with. */
export function StatisticsPart({ challenge }: { challenge: ChallengeShown }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { challengeId } = challenge;
  const found = useQuery(reading(challengeLiveRoutes.readStatistics, { params: { challengeId } }));
  return (
    <Answer of={found}>
      {(statistics) => (
        <div className={css.stack}>
          <Sheet title={t('challenges.numbers.title')}>
            <Figures>
              {FIGURES.map((key) => (
                <Figure
                  key={key}
                  label={t(`challenges.numbers.${key}`)}
                  value={number(statistics.numbers[key])}
                />
              ))}
              <Figure label={t('challenges.numbers.spent')} value={number(statistics.spent)} />
            </Figures>
          </Sheet>
          <Stages challenge={challenge} statistics={statistics} />
          {challenge.recurs && <Periods statistics={statistics} />}
          <Sheet title={t('challenges.against.title')}>
            <div className={css.stack}>
              <Alert variant="light" p="sm">
                {t(`challenges.against.${statistics.uplift.verdict}`)}
              </Alert>
              {statistics.uplift.target.people > 0 && (
                <Comparison
                  uplift={statistics.uplift}
                  names={{
                    target: t('challenges.against.target'),
                    control: t('challenges.against.control'),
                  }}
                />
              )}
              <Text size="sm" c="dimmed">
                {t('challenges.against.how')}
              </Text>
            </div>
          </Sheet>
        </div>
      )}
    </Answer>
  );
}

const STAGE_FIGURES = ['members', 'waiting', 'given', 'takenBack', 'kept', 'missed'] as const;

function Stages({ challenge, statistics }: { challenge: ChallengeShown; statistics: ChallengeStatistics }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { stageWords } = useChallengeWords();
  return (
    <Sheet title={t('challenges.part.stages')}>
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('challenges.numbers.stage')}</Table.Th>
              {STAGE_FIGURES.map((key) => (
                <Table.Th key={key} ta="right">
                  {t(`challenges.numbers.ofStage.${key}`)}
                </Table.Th>
              ))}
              <Table.Th ta="right">{t('challenges.numbers.left')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {challenge.stages.map((stage) => {
              const of = statistics.stages.find(({ stageNo }) => stageNo === stage.stageNo);
              return (
                <Table.Tr key={stage.stageNo}>
                  <Table.Td>{stageWords(challenge.goal, stage)}</Table.Td>
                  {STAGE_FIGURES.map((key) => (
                    <Table.Td key={key} ta="right">
                      {number(of?.[key] ?? 0)}
                    </Table.Td>
                  ))}
                  <Table.Td ta="right">
                    {stage.stock === null ? '∞' : number(stage.stock - stage.given)}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Sheet>
  );
}

function Periods({ statistics }: { statistics: ChallengeStatistics }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Sheet title={t('challenges.numbers.periods')}>
      <Table.ScrollContainer minWidth={320}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('challenges.numbers.period')}</Table.Th>
              <Table.Th ta="right">{t('challenges.numbers.begun')}</Table.Th>
              <Table.Th ta="right">{t('challenges.numbers.reachedLast')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {statistics.periods.map(({ periodNo, begun, finished }) => (
              <Table.Tr key={periodNo}>
                <Table.Td>{number(periodNo)}</Table.Td>
                <Table.Td ta="right">{number(begun)}</Table.Td>
                <Table.Td ta="right">{number(finished)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Sheet>
  );
}
