import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Concern } from '#src/contract/today.ts';
import { useRuleName } from '../marketing/rules/rule-name.ts';
import { useCurrencyWords } from '../parts/currency-words.ts';
import { useFormats } from '../parts/formats.ts';
import { Sheet } from '../parts/page.tsx';

/** What needs a person: each line says what was noticed, when and where, and leads to where something can be done. */
export function Concerns({ concerns }: { concerns: Concern[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} size="h5" mb="xs" c="dimmed">
        {t('concerns.title')}
      </Title>
      <Sheet>
        {concerns.length === 0 ? (
          <Text c="dimmed">{t('concerns.none')}</Text>
        ) : (
          <Stack gap="sm">
            {concerns.map((concern) => (
              <Line key={keyOf(concern)} concern={concern} />
            ))}
          </Stack>
        )}
      </Sheet>
    </section>
  );
}

function keyOf(concern: Concern): string {
  switch (concern.kind) {
    case 'budgetLow':
    case 'budgetSpent':
      return `${concern.kind} ${concern.ruleId}`;
    case 'capNear':
      return `${concern.kind} ${concern.partnerId} ${concern.currency}`;
    case 'campaignWaits':
    case 'campaignPaused':
      return `${concern.kind} ${concern.campaignId}`;
    case 'webhookStopped':
    case 'webhookFailing':
    case 'webhookDead':
      return `${concern.kind} ${concern.endpointId}`;
    case 'offerLow':
    case 'offerGone':
    case 'offerSpent':
      return `${concern.kind} ${concern.offerId}`;
    case 'rewardLow':
    case 'rewardGone':
    case 'ordersWait':
      return `${concern.kind} ${concern.rewardId}`;
    case 'adjustmentWaits':
      return `${concern.kind} ${concern.adjustmentId}`;
    case 'returnFailed':
      return `${concern.kind} ${concern.storeId} ${concern.externalId}`;
    default:
      return `${concern.kind} ${concern.memberId} ${concern.at}`;
  }
}

function Line({ concern }: { concern: Concern }) {
  const { t } = useTranslation();
  const { moment, number } = useFormats();
  const words = useCurrencyWords();
  const nameOf = useRuleName();
  const { kind, at } = concern;
  switch (kind) {
    case 'budgetLow':
    case 'budgetSpent':
      return (
        <Told about={nameOf(concern.ruleName)} to={`/rules/${concern.ruleId}`} where={[moment(at)]}>
          {t(`concerns.${kind}`, { points: t('points.count', { count: concern.pointsLeft }) })}
        </Told>
      );
    case 'campaignWaits':
    case 'campaignPaused':
      return (
        <Told about={concern.name} to={`/campaigns/${concern.campaignId}`} where={[moment(at)]}>
          {t(`concerns.${kind}`, { people: number(concern.people) })}
        </Told>
      );
    case 'adjustmentWaits':
      return (
        <Told about={concern.shownName} to="/approvals" where={[moment(at), concern.askedBy]}>
          {t('concerns.adjustmentWaits', {
            points: `${concern.amount > 0 ? '+' : ''}${words.count(concern, concern.amount)}`,
          })}
        </Told>
      );
    case 'capNear':
      return (
        <Told about={concern.name} to={`/partners/${concern.partnerId}`} where={[moment(at)]}>
          {t('concerns.capNear', { issued: number(concern.issued), cap: number(concern.cap) })}
        </Told>
      );
    case 'webhookStopped':
      return (
        <Told about={concern.name} to={`/webhooks/${concern.endpointId}`} where={[moment(at)]}>
          {t(`webhooks.stopped.${concern.why}`)}
        </Told>
      );
    case 'webhookFailing':
      return (
        <Told about={concern.name} to={`/webhooks/${concern.endpointId}`} where={[moment(at)]}>
          {t('concerns.webhookFailing')}
        </Told>
      );
    case 'webhookDead':
      return (
        <Told about={concern.name} to={`/webhooks/${concern.endpointId}?state=dead`} where={[moment(at)]}>
          {t('concerns.webhookDead', { count: concern.messages })}
        </Told>
      );
    case 'offerLow':
    case 'offerGone':
    case 'offerSpent':
      return (
        <Told about={concern.offerName} to={`/offers/${concern.offerId}`} where={[moment(at)]}>
          {t(`concerns.${kind}`, { count: concern.left ?? 0 })}
        </Told>
      );
    case 'rewardLow':
    case 'rewardGone':
      return (
        <Told about={concern.rewardName} to={`/rewards/edit/${concern.rewardId}`} where={[moment(at)]}>
          {t(`concerns.${kind}`, { count: concern.count })}
        </Told>
      );
    case 'ordersWait':
      return (
        <Told
          about={concern.rewardName}
          to={`/rewards/orders?status=ordered&reward=${concern.rewardId}`}
          where={[t('concerns.since', { moment: moment(at) })]}
        >
          {t('concerns.ordersWait', { count: concern.count })}
        </Told>
      );
    case 'returnFailed':
      return (
        <Told
          about={t('concerns.receipt', { number: concern.receiptNumber })}
          to={concern.memberId && `/members/${concern.memberId}`}
          where={[moment(at), concern.storeName]}
        >
          {t('concerns.returnFailed', { why: t(`concerns.why.${concern.why}`) })}
        </Told>
      );
    default:
      return (
        <Told
          about={concern.shownName}
          to={`/members/${concern.memberId}`}
          where={[moment(at), concern.storeName, concern.staffName]}
        >
          {t(`concerns.${kind}`, { count: concern.receipts ?? 0 })}
        </Told>
      );
  }
}

/** Whom or what it is about, leading there where there is such a place; what it is; when and where it was. */
function Told({
  about,
  to,
  where,
  children,
}: {
  about: string;
  to: string | null;
  where: (string | null)[];
  children: ReactNode;
}) {
  return (
    <div>
      <Text>
        {to === null ? (
          <b>{about}</b>
        ) : (
          <Anchor component={Link} to={to} fw={600}>
            {about}
          </Anchor>
        )}
        {': '}
        {children}
      </Text>
      <Text size="sm" c="dimmed">
        {where.filter((each) => each !== null).join(' · ')}
      </Text>
    </div>
  );
}
