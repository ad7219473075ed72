// A reward is handed over by the code that the member says or shows.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OrderStatus, tillRewardRoutes } from '#src/contract/rewards.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFailureWords } from '../parts/failure-words.ts';
import { AmberScreen } from './amber-screen.tsx';
import type { ChosenTill } from './chosen-till.ts';
import { DoneScreen } from './done-screen.tsx';
import outcomeCss from './outcome.module.css';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';
import { RewardsAwaited } from './rewards-awaited.tsx';
import css from './till.module.css';
import { useScanner } from './use-scanner.ts';

const GOES_AFTER_MS = 10_000;
const OPEN = new Set<OrderStatus>(['ordered', 'ready']);

export function RewardPanel({
  chosen: { storeId },
  code: scanned,
  onBack,
}: {
  chosen: ChosenTill;
  code: string | undefined;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [code, setCode] = useState(scanned ?? '');
  const find = useWriting(tillRewardRoutes.findOrder);
  const give = useWriting(tillRewardRoutes.handOverOrder, { stale: [tillRewardRoutes.listOrders] });
  const look = (typed: string) => {
    setCode(typed);
    if (!find.isPending) find.mutate({ body: { storeId, code: typed } });
  };
  const lookAtOnce = useEffectEvent(() => scanned !== undefined && look(scanned));
  useEffect(() => void lookAtOnce(), []);
  useScanner(look);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    look(code);
  };
  const order = find.data;
  const handOver = () => {
    if (!order || give.isPending) return;
    give.mutate({ params: { orderId: order.orderId }, body: { storeId, code } });
  };
  // Whoever was given it once is not given it again by pressing again.
  const over = order && !give.data && !OPEN.has(order.status) ? order : null;
  const failure = find.error ?? give.error;
  const refused = failure instanceof ApiFailure ? failure : null;
  const anew = () => {
    find.reset();
    give.reset();
    setCode('');
  };
  return (
    <Panel title={t('till.more.reward')} onBack={order ? anew : onBack}>
      {order ? (
        <>
          <div className={panelCss.sheet}>
            <p>{order.shownName}</p>
            <h2>{order.rewardName}</h2>
            <p className={css.quiet}>{t(`till.reward.status.${order.status}`)}</p>
          </div>
          <Button size="xl" h={64} loading={give.isPending} onClick={handOver} autoFocus>
            {t('till.reward.give')}
          </Button>
        </>
      ) : (
        <>
          <form onSubmit={submit} className={css.typed}>
            <label htmlFor="reward-code">{t('till.reward.code')}</label>
            <TextInput
              id="reward-code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              size="xl"
              placeholder="K7M-4A9"
              autoComplete="off"
              autoCapitalize="characters"
              autoFocus
            />
            <Button type="submit" size="xl" loading={find.isPending} disabled={code.trim().length < 6}>
              {t('till.scan.find')}
            </Button>
          </form>
          <RewardsAwaited storeId={storeId} />
        </>
      )}
      {failure && !refused && <FailureNote failure={failure} />}
      {over && (
        <AmberScreen
          words={`${over.rewardName}, ${over.shownName}. ${t(`till.reward.status.${over.status}`)}.`}
          main={{ label: t('till.reward.other'), onClick: anew }}
          second={{ label: t('till.do.back'), onClick: onBack }}
        />
      )}
      {refused && (
        <AmberScreen
          words={words(refused)}
          main={{ label: t('till.reward.other'), onClick: anew }}
          second={{ label: t('till.do.back'), onClick: onBack }}
        />
      )}
      {give.data && (
        <DoneScreen
          spoken={t('till.reward.done', { reward: give.data.rewardName })}
          goesAfterMs={GOES_AFTER_MS}
          onDone={onBack}
        >
          <span className={outcomeCss.title}>{give.data.rewardName}</span>
          <span className={outcomeCss.words}>{t('till.reward.given', { name: give.data.shownName })}</span>
        </DoneScreen>
      )}
    </Panel>
  );
}
