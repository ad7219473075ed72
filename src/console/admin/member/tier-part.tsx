import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TierProgress } from '#src/contract/points.ts';
import { useFormats } from '../../parts/formats.ts';
import { useTierName } from '../../parts/tier-name.ts';
import css from '../members-screen.module.css';

/** How far it is to the next tier, and whether this one is at risk. */
export function TierPart({ tier }: { tier: TierProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const tierName = useTierName();
  const amount = (value: number) =>
    tier.basis === 'spend' ? format.wholeMoney(value) : t('points.count', { count: value });
  const { next, keep, value, from, keptUntil } = tier;
  const goal = next ? value + next.missing : value;
  const share =
    next && goal > from ? Math.min(100, Math.max(0, ((value - from) / (goal - from)) * 100)) : 100;
  return (
    <section aria-label={t('members.tier')} className={css.tier}>
      <div className={css.tierHead}>
        <b>{tierName(tier.tierKey)}</b>
        {next && <span>{tierName(next.tierKey)}</span>}
      </div>
      <Progress
        value={share}
        size="lg"
        radius="xl"
        aria-label={next ? t('points.tierTo', { tier: tierName(next.tierKey) }) : tierName(tier.tierKey)}
      />
      <Text size="sm" c="dimmed" mt={6}>
        {next
          ? next.by
            ? t('points.tierMissingBy', {
                amount: amount(next.missing),
                tier: tierName(next.tierKey),
                day: format.day(next.by),
              })
            : t('points.tierMissing', { amount: amount(next.missing), tier: tierName(next.tierKey) })
          : t('points.tierTop', { amount: amount(value) })}
      </Text>
      {keep && (
        <Text size="sm" className={css.minus}>
          {keptUntil
            ? t('points.tierKeepUntil', { amount: amount(keep.missing), day: format.day(keptUntil) })
            : t('points.tierKeep', { amount: amount(keep.missing) })}
        </Text>
      )}
    </section>
  );
}
