import { useTranslation } from 'react-i18next';
import type { CampaignEstimate } from '#src/contract/campaign-plan.ts';
import type { CampaignPlan } from '#src/contract/campaign-shape.ts';
import { useFormats } from '../../parts/formats.ts';
import { usePlanWords } from './use-plan-words.ts';

/** What will happen after the launch, a sentence each. */
export function useLaunchSentences() {
  const { t } = useTranslation();
  const format = useFormats();
  const { duration, price } = usePlanWords();
  return (draft: CampaignPlan, estimate: CampaignEstimate): string[] => {
    const { byMessenger, control, seconds, options, priceCurrency } = estimate;
    const { sendFrom, sendUntil, sendMode, steps, variants } = draft;
    const later = sendFrom !== null && Date.parse(sendFrom) > Date.now();
    const option = options.find(({ mode }) => mode === sendMode);
    const time = duration(Math.max(seconds.telegram, seconds.viber));
    const said = [
      t('campaign.reachBy', {
        telegram: format.number(byMessenger.telegram),
        viber: format.number(byMessenger.viber),
      }),
      later
        ? t('plan.launch.from', { moment: format.moment(sendFrom), time })
        : t('plan.launch.now', { time }),
    ];
    if (sendUntil) said.push(t('plan.launch.until', { moment: format.moment(sendUntil) }));
    if (variants.length > 1)
      said.push(
        t('plan.launch.variants', {
          shares: variants.map(({ key, share }) => `${key} ${share} %`).join(', '),
        }),
      );
    if (control > 0) said.push(t('plan.launch.control', { count: control }));
    if (byMessenger.viber > 0 && option)
      said.push(
        t(`plan.launch.${sendMode === 'now' ? 'nowPriced' : sendMode}`, {
          price: price(option.priceMicros, priceCurrency),
          count: option.reach,
          hours: draft.patienceHours,
        }),
      );
    for (const { channel, afterHours } of steps)
      said.push(t(`plan.launch.step.${channel}`, { hours: afterHours }));
    return said;
  };
}
