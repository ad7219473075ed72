import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignEstimate } from '#src/contract/campaign-plan.ts';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import css from './campaign-editor.module.css';
import { usePlanWords } from './use-plan-words.ts';

/** Whom it reaches, who gets nothing and why, and how long it takes. */
export function EstimateFigures({ estimate }: { estimate: CampaignEstimate }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { duration, price } = usePlanWords();
  const { byMessenger, passedOver, paid, seconds, sms, needed } = estimate;
  const passed = [
    ['control', estimate.control],
    ['capped', estimate.capped],
    ['consent', passedOver.consent],
    ['unreachable', passedOver.unreachable],
  ] as const;
  return (
    <Stack gap="sm">
      <p className={css.reach} role="status">
        {t('campaign.reach', { count: estimate.reached })}
        <small>
          {t('campaign.reachBy', {
            telegram: format.number(byMessenger.telegram),
            viber: format.number(byMessenger.viber),
          })}
        </small>
      </p>
      <Figures>
        {passed
          .filter(([, count]) => count > 0)
          .map(([why, count]) => (
            <Figure key={why} label={t(`plan.passed.${why}`)} value={format.number(count)} tone="quiet" />
          ))}
      </Figures>
      <Text size="sm" c="dimmed">
        {t('plan.estimate.takes', { time: duration(Math.max(seconds.telegram, seconds.viber)) })}
        {seconds.telegram > 600 &&
          ` ${t('plan.estimate.paid', { time: duration(paid.seconds), stars: format.number(paid.stars) })}`}
        {byMessenger.viber > 0 &&
          ` ${t('plan.estimate.inSession', { people: format.number(estimate.inSession) })}`}
      </Text>
      {sms && (
        <Text size="sm" c="dimmed">
          {sms.priceMicros === null
            ? t('plan.estimate.smsUnpriced', { people: format.number(sms.people) })
            : t('plan.estimate.sms', {
                people: format.number(sms.people),
                price: price(sms.priceMicros, estimate.priceCurrency),
              })}
        </Text>
      )}
      {needed !== null && estimate.audience > 0 && estimate.audience < needed && (
        <Alert color="orange">{t('plan.warning.small', { needed: format.number(needed) })}</Alert>
      )}
    </Stack>
  );
}
