import { Button, RingProgress, Title } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BurnRequestState, tillRoutes } from '#src/contract/till.ts';
import { reading } from '../api/api-queries.ts';
import { serverNow } from '../api/connection.ts';
import { Camera } from './camera.tsx';
import { LostAnswer } from './lost-answer.tsx';
import { MemberCard } from './member-card.tsx';
import saleCss from './sale.module.css';
import { readSale } from './sale-input.ts';
import css from './till.module.css';
import type { TillState } from './till-flow.ts';
import type { Till } from './use-till.ts';

const LOOK_EVERY_MS = 700;

/** The member has been asked in the chat. Their answer, their live code, the clock or the cashier ends the waiting. */
export function WaitingStep({ till, waiting }: { till: Till; waiting: TillState & { step: 'waiting' } }) {
  const { t } = useTranslation();
  const { member, draft, request } = waiting;
  const [camera, setCamera] = useState(false);
  const { burnRequestId, expiresAt } = request;
  const asked = useQuery({
    ...reading(tillRoutes.readBurnRequest, { params: { burnRequestId } }),
    refetchInterval: LOOK_EVERY_MS,
    staleTime: 0,
    gcTime: 0,
  });
  const settle = useEffectEvent((answer: BurnRequestState) => {
    if (answer.result) till.settle(answer.result);
    else if (answer.refusal) till.refuse(answer.refusal);
    else if (answer.status === 'expired')
      till.refuse({ code: 'burn_request_expired', message: t('till.wait.expired') });
  });
  useEffect(() => {
    if (asked.data && asked.data.status !== 'waiting') settle(asked.data);
  }, [asked.data]);

  return (
    <div className={saleCss.sale}>
      <MemberCard member={member} changed={false} onLeave={() => void till.cancel()} />
      <section className={saleCss.wait} aria-live="polite">
        <Countdown until={expiresAt} />
        <Title order={2} size="h3">
          {t('till.wait.title', { count: readSale(draft).burn ?? 0 })}
        </Title>
        <p className={css.quiet}>{t('till.wait.text')}</p>
      </section>
      {asked.isError && <LostAnswer text={t('till.lost.wait')} />}
      {till.noAnswer === 'accepting' || till.noAnswer === 'finding' ? (
        <LostAnswer text={t('till.lost.find')} />
      ) : null}
      {camera ? (
        <Camera onCode={(code) => void till.find(code)} onClose={() => setCamera(false)} />
      ) : (
        <Button
          size="lg"
          variant="light"
          leftSection={<IconCamera aria-hidden />}
          onClick={() => setCamera(true)}
        >
          {t('till.wait.scanLive')}
        </Button>
      )}
      <div className={saleCss.finish}>
        <Button
          size="xl"
          h={60}
          variant="default"
          fullWidth
          loading={till.busy === 'cancelling'}
          onClick={() => void till.cancel()}
        >
          {t('till.wait.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Countdown({ until }: { until: string }) {
  const { t } = useTranslation();
  const end = Date.parse(until);
  const [whole] = useState(() => Math.max(1000, end - serverNow().getTime()));
  const [left, setLeft] = useState(whole);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, end - serverNow().getTime())), 250);
    return () => clearInterval(timer);
  }, [end]);
  const seconds = Math.ceil(left / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <RingProgress
      size={136}
      thickness={9}
      roundCaps
      sections={[{ value: (left / whole) * 100, color: 'brand' }]}
      label={
        <span
          className={saleCss.clock}
          role="timer"
          aria-live="off"
          aria-label={t('till.wait.left', { count: seconds })}
        >
          {clock}
        </span>
      }
    />
  );
}
