import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Reward, rewardRoutes } from '#src/contract/rewards.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import css from '../editor.module.css';
import own from './rewards.module.css';

/** How many there are and what became of the others; more by steps, so that nobody's order in between is lost. */
export function StockPart({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { rewardId, stock, counts } = reward;
  const [by, setBy] = useState<number | ''>('');
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const restock = useWriting(rewardRoutes.restockReward, { stale: [rewardRoutes.listRewards] });
  const send = (change: number | null) =>
    restock.mutate(
      { params: { rewardId }, body: { by: change, requestKey } },
      {
        onSuccess: () => {
          setBy('');
          setRequestKey(crypto.randomUUID());
        },
      },
    );
  const figures = [
    [t('rewards.figure.left'), stock === null ? '∞' : format.number(stock)],
    [t('rewards.figure.open'), format.number(counts.open)],
    [t('rewards.figure.handedOver'), format.number(counts.handedOver)],
    [t('rewards.figure.givenBack'), format.number(counts.givenBack)],
    [t('rewards.figure.points'), format.number(counts.points)],
  ] as const;
  return (
    <Sheet title={t('rewards.part.stock')}>
      <div className={css.stack}>
        <dl className={own.figures}>
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Group align="end" gap="sm">
          <NumberInput
            label={t('rewards.restock')}
            description={t('rewards.restockHint')}
            value={by}
            min={-1_000_000}
            max={1_000_000}
            allowDecimal={false}
            flex="1 1 130px"
            onChange={(value) => setBy(typeof value === 'number' ? value : '')}
          />
          <Button
            variant="default"
            disabled={by === '' || by === 0}
            loading={restock.isPending}
            onClick={() => by !== '' && send(by)}
          >
            {t('rewards.change')}
          </Button>
          {stock !== null && (
            <Button variant="subtle" disabled={restock.isPending} onClick={() => send(null)}>
              {t('rewards.makeEndless')}
            </Button>
          )}
        </Group>
        <FailureNote failure={restock.error} />
      </div>
    </Sheet>
  );
}
