import { Alert, Button, List, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Replay, ReplayResult } from '#src/contract/rule-replays.ts';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { useTierName } from '../../parts/tier-name.ts';
import { Disclosure } from './disclosure.tsx';
import css from './replay-report.module.css';
import { ReplayWinners } from './replay-winners.tsx';
import { useRuleWords } from './rule-words.ts';
import { SpreadBars } from './spread-bars.tsx';

/** What a replay found: the price first, then whom it goes to; and the launch beside it. */
export function ReplayReport({
  replay,
  result,
  onLaunch,
}: {
  replay: Replay;
  result: ReplayResult;
  onLaunch: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const tierName = useTierName();
  const { difference, alone, loses, perWinner } = result;
  const cost = (one: { given: { costMinor: number } }) => one.given.costMinor;
  const movedTier = result.byTier.reduce((sum, { winners }) => sum + winners, 0) > result.winners;
  if (result.touched === 0 && result.winners === 0 && loses.members === 0)
    return <NothingFound replay={replay} result={result} />;
  return (
    <div className={css.report}>
      {replay.isStale && <Alert color="orange">{t('rules.replay.stale')}</Alert>}
      <Sheet
        title={t('rules.replay.found', { from: format.day(result.from), until: format.day(result.until) })}
        actions={
          onLaunch && (
            <Button leftSection={<IconRocket size={18} aria-hidden />} onClick={onLaunch}>
              {t('rules.act.publish')}
            </Button>
          )
        }
      >
        <Figures>
          <Figure label={t('rules.replay.cost')} value={format.wholeMoney(difference.costMinor)} />
          <Figure label={t('rules.replay.given')} value={<Given of={difference} />} />
          <Figure
            label={t('rules.replay.touched')}
            value={<PartOf part={result.touched} all={result.receipts} />}
          />
          <Figure
            label={t('rules.replay.winners')}
            value={<PartOf part={result.winners} all={result.members} />}
            tone="good"
          />
          <Figure label={t('rules.replay.median')} value={format.wholeMoney(perWinner.median)} tone="quiet" />
          <Figure label={t('rules.replay.most')} value={format.wholeMoney(perWinner.most)} tone="quiet" />
        </Figures>
        <List size="sm" mt="md" spacing={4}>
          <List.Item>
            {t('rules.replay.compared', {
              beside: format.wholeMoney(difference.costMinor),
              alone: format.wholeMoney(alone.costMinor),
            })}
          </List.Item>
          {result.touchedMinor > 0 && (
            <List.Item>
              {t('rules.replay.shareOfTurnover', {
                share: format.share(Math.round((difference.costMinor / result.touchedMinor) * 10_000)),
                turnover: format.wholeMoney(result.touchedMinor),
              })}
            </List.Item>
          )}
          {loses.members > 0 && <List.Item>{t('rules.replay.loses', { count: loses.members })}</List.Item>}
        </List>
      </Sheet>
      <div className={css.spread}>
        <Sheet title={t('rules.replay.byTier')}>
          <SpreadBars
            label={t('rules.replay.byTier')}
            bars={result.byTier.map((one) => ({
              key: one.tierKey,
              name: tierName(one.tierKey),
              note: t('rules.replay.people', { count: one.winners }),
              value: cost(one),
            }))}
          />
          {movedTier && (
            <Text size="sm" c="dimmed" mt="sm">
              {t('rules.replay.movedTier')}
            </Text>
          )}
        </Sheet>
        <Sheet title={t('rules.replay.byStore')}>
          <SpreadBars
            label={t('rules.replay.byStore')}
            bars={result.byStore.map((one) => ({
              key: one.storeId,
              name: one.name,
              note: t('rules.replay.receiptCount', { count: one.touched }),
              value: cost(one),
            }))}
          />
        </Sheet>
      </div>
      <ReplayWinners winners={result.heaviest} />
      <Sheet>
        <Disclosure title={t('rules.replay.byWeek')}>
          <SpreadBars
            label={t('rules.replay.byWeek')}
            bars={result.byWeek.map((one) => ({
              key: one.from,
              name: format.day(one.from),
              note: t('rules.replay.receiptCount', { count: one.touched }),
              value: cost(one),
            }))}
          />
        </Disclosure>
        {result.caveats.length > 0 && (
          <Disclosure title={t('rules.replay.caveats')}>
            <List size="sm" spacing={4}>
              {result.caveats.map((one) => (
                <List.Item key={one}>{t(`rules.replay.caveat.${one}`)}</List.Item>
              ))}
            </List>
          </Disclosure>
        )}
        <Text size="sm" c="dimmed">
          {t('rules.replay.took', {
            seconds: format.number(Math.round(result.tookMs / 100) / 10),
            moment: format.moment(replay.finishedAt ?? replay.askedAt),
            who: replay.askedBy,
          })}
        </Text>
      </Sheet>
    </div>
  );
}

/** No receipt of those weeks was one for the rule. */
function NothingFound({ replay, result }: { replay: Replay; result: ReplayResult }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <div className={css.report}>
      <Sheet
        title={t('rules.replay.found', { from: format.day(result.from), until: format.day(result.until) })}
      >
        {replay.isStale && <Alert color="orange">{t('rules.replay.stale')}</Alert>}
        <Text>
          {result.receipts === 0
            ? t('rules.replay.noReceipts')
            : t('rules.replay.nothing', { count: result.receipts, all: format.number(result.receipts) })}
        </Text>
      </Sheet>
    </div>
  );
}

/** Points of each kind, and discounts. */
function Given({ of }: { of: ReplayResult['difference'] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { amountOf } = useRuleWords();
  const parts = Object.entries(of.points)
    .filter(([, points]) => points !== 0)
    .map(([currency, points]) => amountOf(currency, points));
  if (of.discountMinor !== 0)
    parts.push(t('rules.replay.discounts', { sum: format.wholeMoney(of.discountMinor) }));
  if (of.gifts !== 0) parts.push(t('rules.replay.gifts', { count: of.gifts }));
  return parts.length === 0 ? '0' : parts.join(', ');
}

/** `1 424 of 1 631`, in one line. */
function PartOf({ part, all }: { part: number; all: number }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <span className={css.partOf}>
      {t('rules.replay.of', { part: format.number(part), all: format.number(all) })}
    </span>
  );
}
